import type { GuidelineView } from '#lib/answers.ts'
import type { RecheckList } from '#lib/guideline/views.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:rechecks')
  const here = `/projects/${encodeURIComponent(params.project)}`
  const [waiting, guideline] = await Promise.all([
    readPage<RecheckList>(`${here}/rechecks?state=waiting`, fetch),
    readPage<GuidelineView>(`${here}/guideline`, fetch),
  ])
  return { waiting, guideline }
}
