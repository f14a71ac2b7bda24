import type { GuidelineView } from '#lib/answers.ts'
import type { Acknowledged, RevoteList } from '#lib/guideline/views.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, parent, depends }) => {
  depends('gogi:guideline')
  const here = `/projects/${encodeURIComponent(params.project)}`
  const { me } = (await parent()).view
  const leads = me.owner || me.roles.includes('lead')
  const audits = leads || me.roles.includes('auditor')
  const [guideline, acknowledged, revotes] = await Promise.all([
    readPage<GuidelineView>(`${here}/guideline`, fetch),
    audits ? readPage<Acknowledged>(`${here}/acknowledgements`, fetch) : null,
    leads ? readPage<RevoteList>(`${here}/revotes`, fetch) : null,
  ])
  return { guideline, acknowledged, revotes }
}
