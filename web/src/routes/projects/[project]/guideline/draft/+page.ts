import type { GuidelineView } from '#lib/answers.ts'
import type { DraftView } from '#lib/guideline/views.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:draft')
  const at = `/projects/${encodeURIComponent(params.project)}/guideline`
  const [draft, guideline] = await Promise.all([
    readPage<DraftView>(`${at}/draft`, fetch),
    readPage<GuidelineView>(at, fetch),
  ])
  return { draft, guideline }
}
