import { readPage } from '#lib/page.ts'
import type { WhyView } from '#lib/why/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:why')
  return {
    why: await readPage<WhyView>(
      `/projects/${encodeURIComponent(params.project)}/votes/${params.vote}/why`,
      fetch,
    ),
  }
}
