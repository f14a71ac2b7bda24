import { readPage } from '#lib/page.ts'
import type { PanelView } from '#lib/panel/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:panel')
  return { panel: await readPage<PanelView>(`/projects/${encodeURIComponent(params.project)}/panel`, fetch) }
}
