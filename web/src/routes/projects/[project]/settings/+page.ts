import type { MembersView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { PanelView, PolicyVersion } from '#lib/panel/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:tokens', 'gogi:policies')
  const here = `/projects/${encodeURIComponent(params.project)}`
  const [{ tokens, members }, { rows }, { panelists }] = await Promise.all([
    readPage<MembersView>(`${here}/members`, fetch),
    readPage<{ rows: PolicyVersion[] }>(`${here}/policies`, fetch),
    readPage<PanelView>(`${here}/panel`, fetch),
  ])
  // A guest sits in one dispute and chairs nothing.
  return { tokens, members, versions: rows, panelists: panelists.filter(({ guest }) => guest === null) }
}
