import type { DisputeList } from '#lib/dispute/room-view.ts'
import { readPage } from '#lib/page.ts'
import type { PanelView } from '#lib/panel/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:ballots')
  const here = `/projects/${encodeURIComponent(params.project)}`
  const [list, panel] = await Promise.all([
    readPage<DisputeList>(`${here}/disputes?mine=1`, fetch),
    readPage<PanelView>(`${here}/panel`, fetch),
  ])
  // Not `me`: that is the person, for every page.
  return { list, mine: panel.me }
}
