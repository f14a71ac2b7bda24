import type { PanelMeasures } from '#lib/measures/views.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:measures')
  const path = `/projects/${encodeURIComponent(params.project)}/panel/measures`
  return { measures: await readPage<PanelMeasures>(path, fetch) }
}
