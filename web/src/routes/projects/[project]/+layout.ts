import type { ProjectView } from '#lib/answers.ts'
import { readPage } from '#lib/page.ts'
import type { LayoutLoad } from './$types.js'

export const load: LayoutLoad = async ({ params, fetch, depends }) => {
  depends('gogi:project')
  return { view: await readPage<ProjectView>(`/projects/${encodeURIComponent(params.project)}`, fetch) }
}
