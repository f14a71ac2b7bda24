import type { GuidelineView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch }) => ({
  guideline: await readPage<GuidelineView>(
    `/projects/${encodeURIComponent(params.project)}/guideline`,
    fetch,
  ),
})
