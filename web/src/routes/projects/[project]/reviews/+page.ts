import { redirect } from '@sveltejs/kit'
import { readPage } from '#lib/page.ts'
import type { Reasons, ReviewBatchRow, ReviewerMeasure, ReviewPage } from '#lib/review/views.ts'
import type { PageLoad } from './$types.js'

/** Whoever assigns and watches reviews has the whole here; whoever only gives them has theirs beside it. */
export const load: PageLoad = async ({ params, parent, fetch, depends }) => {
  depends('gogi:reviews')
  const { view } = await parent()
  const { owner, roles } = view.me
  const path = `/projects/${encodeURIComponent(params.project)}/reviews`
  if (!owner && !roles.includes('lead') && !roles.includes('auditor')) throw redirect(307, `${path}/mine`)
  const [batches, given, measures, reasons] = await Promise.all([
    readPage<{ rows: ReviewBatchRow[] }>(`${path}/batches`, fetch),
    readPage<ReviewPage>(`${path}?state=given`, fetch),
    readPage<{ rows: ReviewerMeasure[] }>(`${path}/measures`, fetch),
    readPage<Reasons>(`${path}/reasons`, fetch),
  ])
  return { batches: batches.rows, given, measures: measures.rows, reasons }
}
