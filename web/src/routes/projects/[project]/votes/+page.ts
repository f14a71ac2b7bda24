import { readPage } from '#lib/page.ts'
import { asSearch, readAsked } from '#lib/standing-mine/asked.ts'
import type { MarkedVotes } from '#lib/standing-mine/views.ts'
import type { MyVotes } from '#lib/why/views.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:votes')
  const at = `/projects/${encodeURIComponent(params.project)}/my`
  const asked = readAsked(url.searchParams)
  if (asked) {
    const path = `${at}/standing/votes${asSearch(asked)}`
    return { path, asked, marks: await readPage<MarkedVotes>(path, fetch), mine: null }
  }
  const path = `${at}/votes`
  return { path, asked, marks: null, mine: await readPage<MyVotes>(path, fetch) }
}
