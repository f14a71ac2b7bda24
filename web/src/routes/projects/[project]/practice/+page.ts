import { readPage } from '#lib/page.ts'
import type { PracticeCase } from '#lib/practice/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:practice')
  const path = `/projects/${encodeURIComponent(params.project)}/practice`
  const after = url.searchParams.get('after')
  const query = after === null ? '' : `?after=${encodeURIComponent(after)}`
  return { path, practice: await readPage<PracticeCase>(`${path}${query}`, fetch) }
}
