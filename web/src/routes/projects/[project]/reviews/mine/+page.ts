import { readPage } from '#lib/page.ts'
import type { MyReviews, Reasons, ReviewerMeasure } from '#lib/review/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:my-reviews')
  const here = `/projects/${encodeURIComponent(params.project)}/reviews`
  const [mine, reasons, measures] = await Promise.all([
    readPage<MyReviews>(`${here}/mine`, fetch),
    readPage<Reasons>(`${here}/reasons`, fetch),
    readPage<{ rows: ReviewerMeasure[] }>(`${here}/measures`, fetch),
  ])
  return { mine, reasons, measures: measures.rows.filter((row) => row.mine) }
}
