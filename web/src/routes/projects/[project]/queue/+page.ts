import { readPage } from '#lib/page.ts'
import { pairsQuery, readAddress, rowsQuery } from '#lib/queue/address.ts'
import type { LaneCounts, QueuePage, QueuePair } from '#lib/queue/answers.ts'
import { PAGE } from '#lib/queue/queue.svelte.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:queue')
  const asked = readAddress(url.searchParams)
  const at = `/projects/${encodeURIComponent(params.project)}/queue`
  const [page, lanes, pairs] = await Promise.all([
    readPage<QueuePage>(`${at}?${rowsQuery(asked, PAGE)}`, fetch),
    readPage<LaneCounts>(`${at}/lanes`, fetch),
    asked.group ? readPage<QueuePair[]>(`${at}/pairs?${pairsQuery(asked)}`, fetch) : [],
  ])
  return { asked, page, lanes, pairs }
}
