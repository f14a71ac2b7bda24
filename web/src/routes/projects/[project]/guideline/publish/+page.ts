import type { CompareView, DraftView, ImpactView } from '#lib/guideline/views.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'
import { beside } from './moved.ts'

export const load: PageLoad = async ({ params, fetch, parent, depends }) => {
  depends('gogi:publish')
  const here = `/projects/${encodeURIComponent(params.project)}/guideline`
  const { me } = (await parent()).view
  const foresees = me.owner || me.roles.includes('lead') || me.roles.includes('auditor')
  const draft = await readPage<DraftView>(`${here}/draft`, fetch)
  const [compare, impact] = await Promise.all([
    draft.version > 0
      ? readPage<CompareView>(`${here}/compare?from=${draft.version}&to=draft`, fetch)
      : { rows: beside(draft.draft.clauses) },
    foresees ? readPage<ImpactView>(`${here}/impact`, fetch) : null,
  ])
  return { draft, rows: compare.rows, impact }
}
