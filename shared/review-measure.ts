import type { ReviewVerdict } from './review.ts'
import { type Rate, rateOf } from './standing.ts'

/** One review against the mark that a later decision gave its vote. */
export type Judged = { verdict: ReviewVerdict; mark: 'right' | 'wrong'; item: string }
/** A review and what the same person said of the same vote, asked again. */
export type Repeated = { same: boolean; item: string }

/**
 * The share of reviews that a later decision contradicts: accepted and the vote was wrong, or the other way round. Votes
 * on one item are one observation. Null without any.
 */
export const overturnRate = (judged: readonly Judged[]): Rate | null =>
  rateOf(
    judged.map(({ verdict, mark, item }) => ({
      right: (verdict === 'accept') !== (mark === 'right'),
      together: item,
      weight: 1,
    })),
  )

/** The share of repeats on which somebody said what they had said before. */
export const repeatRate = (repeated: readonly Repeated[]): Rate | null =>
  rateOf(repeated.map(({ same, item }) => ({ right: same, together: item, weight: 1 })))
