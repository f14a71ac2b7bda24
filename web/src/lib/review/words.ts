import { m } from '#lib/paraglide/messages.js'
import { counted, locale } from '#lib/words.ts'
import type { ReviewVerdict } from '#shared/review.ts'
import { isEnough, RATE_FROM, type Rate } from '#shared/standing.ts'

const said = { accept: m.review_said_accept, fix: m.review_said_fix, reject: m.review_said_reject }
/** What a review that was given said. */
export const saidWord = (verdict: ReviewVerdict): string => said[verdict]()

/** A share with its interval and n; with too few cases their number, and that they are too few. */
export function shareWords(rate: Rate | null, nothing: string): string {
  if (rate === null) return nothing
  const [k, n] = [counted(rate.right), counted(rate.n)]
  if (!isEnough(rate)) return m.review_measure_few({ k, n, effective: rate.effective, from: RATE_FROM })
  const percent = (share: number) => Math.round(share * 100)
  return m.review_measure_rate({
    share: rate.share.toLocaleString(locale(), { style: 'percent' }),
    ...{ low: percent(rate.low), high: percent(rate.high), k, n },
  })
}
