import type { GuidelineView } from '#lib/answers.ts'
import type { ClauseRecord } from '#lib/clause-record/views.ts'
import { readPage } from '#lib/page.ts'
import { readProposals } from '#lib/proposal/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, parent, fetch, depends }) => {
  depends('gogi:clause')
  const at = `/projects/${encodeURIComponent(params.project)}`
  const version = url.searchParams.get('version')
  const query = version && /^\d+$/.test(version) ? `?version=${version}` : ''
  const { view } = await parent()
  const works = view.me.owner || view.me.roles.some((role) => role !== 'rater')
  const none = { rows: [], names: {} }
  const [record, guideline, proposals] = await Promise.all([
    readPage<ClauseRecord>(`${at}/guideline/clauses/${encodeURIComponent(params.clause)}`, fetch),
    readPage<GuidelineView>(`${at}/guideline${query}`, fetch),
    works ? readProposals(params.project, { state: 'all', clause: params.clause }, fetch) : none,
  ])
  return { record, guideline, proposals, works }
}
