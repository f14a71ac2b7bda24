import type { GuidelineView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:guideline')
  const version = url.searchParams.get('version')
  const query = version && /^\d+$/.test(version) ? `?version=${version}` : ''
  return {
    guideline: await readPage<GuidelineView>(
      `/projects/${encodeURIComponent(params.project)}/guideline${query}`,
      fetch,
    ),
  }
}
