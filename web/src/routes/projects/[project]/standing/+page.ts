import { readPage } from '#lib/page.ts'
import type { StandingView } from '#lib/standing-mine/views.ts'
import type { MyVotes } from '#lib/why/views.ts'
import type { MyAppeals } from '#shared/appeal-view.ts'
import type { BarView, MySanction } from '#shared/bar-view.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async ({ params, url, fetch, depends }) => {
  depends('gogi:standing')
  const at = `/projects/${encodeURIComponent(params.project)}`
  const rater = url.searchParams.get('rater')
  const [standing, votes, bar, sanctions, appeals] = await Promise.all([
    readPage<StandingView>(`${at}/my/standing${rater ? `?rater=${encodeURIComponent(rater)}` : ''}`, fetch),
    readPage<MyVotes>(`${at}/my/votes`, fetch),
    readPage<BarView>(`${at}/bar`, fetch),
    readPage<{ rows: MySanction[] }>(`${at}/my/sanctions`, fetch),
    readPage<MyAppeals>(`${at}/my/appeals`, fetch),
  ])
  return { standing, votes: votes.rows, bar, sanctions: sanctions.rows, appeals }
}
