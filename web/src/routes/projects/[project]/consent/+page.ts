import type { GuidelineView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { ConsentView } from '#lib/panel/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, parent, depends }) => {
  depends('gogi:consent')
  const here = `/projects/${encodeURIComponent(params.project)}`
  const { view } = await parent()
  const [consent, guideline] = await Promise.all([
    readPage<ConsentView>(`${here}/consent`, fetch),
    view.guideline ? readPage<GuidelineView>(`${here}/guideline`, fetch) : { clauses: [] },
  ])
  return { consent, clauses: guideline.clauses }
}
