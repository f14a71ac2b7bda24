import { m } from '#lib/paraglide/messages.js'
import { sayDay } from '#lib/time.ts'
import { counted } from '#lib/words.ts'
import { isEnough, RATE_FROM, type Rate, type Tally } from '#shared/standing.ts'

const whole = (share: number): number => Math.round(share * 100)

/** "71%". */
export const percent = (share: number): string => m.mystanding_percent({ n: whole(share) })
/** "71% (62–79%), 66 of 93 right": a share with its interval and its n. */
export const rateWords = ({ share, low, high, right, n }: Rate): string =>
  m.mystanding_rate({
    share: whole(share),
    low: whole(low),
    high: whole(high),
    right: counted(right),
    n: counted(n),
  })

/** The share where it may be said, or the sentence that stands in its place. */
export function rateOrWhy(rate: Rate | null): string {
  if (rate === null) return m.mystanding_no_rate_none()
  return isEnough(rate) ? rateWords(rate) : m.mystanding_no_rate_few({ n: rate.effective, from: RATE_FROM })
}

export const total = ({ right, wrong, excused, none }: Tally): number => right + wrong + excused + none

/** "1 right · 2 excused": without the words that nobody said. */
export const tallyWords = ({ right, wrong, excused, none }: Tally): string =>
  [
    { n: right, say: m.rater_tally_right },
    { n: excused, say: m.rater_tally_excused },
    { n: wrong, say: m.rater_tally_wrong },
    { n: none, say: m.rater_tally_none },
  ]
    .filter(({ n }) => n > 0)
    .map(({ n, say }) => say({ count: counted(n) }))
    .join(' · ')

/** A day of a plan, `2026-12-01`, as people say it: it is that day in UTC, wherever one looks from. */
export const dayWords = (date: string): string => sayDay(Date.parse(`${date}T00:00:00Z`), undefined, 'UTC')
