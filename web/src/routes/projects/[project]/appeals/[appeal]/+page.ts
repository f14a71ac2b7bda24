import type { GuidelineView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { AppealPage } from '#shared/appeal-view.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:appeal')
  const at = `/projects/${encodeURIComponent(params.project)}`
  const [appeal, guideline] = await Promise.all([
    readPage<AppealPage>(`${at}/appeals/${params.appeal}`, fetch),
    readPage<GuidelineView>(`${at}/guideline`, fetch),
  ])
  return { appeal, clauses: guideline.clauses }
}
