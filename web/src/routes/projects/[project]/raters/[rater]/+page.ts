import { readPage } from '#lib/page.ts'
import type { RaterView } from '#lib/raters/views.ts'
import type { AppealView } from '#shared/appeal-view.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:rater')
  const at = `/projects/${encodeURIComponent(params.project)}`
  const path = `${at}/raters/${encodeURIComponent(params.rater)}`
  const rater = await readPage<RaterView>(path, fetch)
  if (rater.appeals.length === 0) return { path, rater, appeals: [] }
  const { rows } = await readPage<{ rows: AppealView[] }>(`${at}/appeals?state=all`, fetch)
  return { path, rater, appeals: rows.filter(({ id }) => rater.appeals.includes(id)) }
}
