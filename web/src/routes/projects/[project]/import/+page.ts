import type { ImportRow } from '#lib/import/answers.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:imports')
  return {
    imports: await readPage<ImportRow[]>(`/projects/${encodeURIComponent(params.project)}/imports`, fetch),
  }
}
