import { readPage } from '#lib/page.ts'
import type { BlindView } from '#lib/practice/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:blind')
  return { blind: await readPage<BlindView>(`/projects/${encodeURIComponent(params.project)}/blind`, fetch) }
}
