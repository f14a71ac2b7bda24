import { readPage } from '#lib/page.ts'
import type { MyVotes } from '#lib/why/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('gogi:votes')
  const path = `/projects/${encodeURIComponent(params.project)}/my/votes`
  return { path, mine: await readPage<MyVotes>(path, fetch) }
}
