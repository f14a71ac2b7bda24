import type { DisputeList } from '#lib/dispute/room-view.ts'
import { readPage } from '#lib/page.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:ballots')
  const path = `/projects/${encodeURIComponent(params.project)}/disputes?mine=1`
  return { list: await readPage<DisputeList>(path, fetch) }
}
