import { type AppealState, openAppeals } from './appeal.ts'
import type { Because, MarkWord } from './mark.ts'
import type { Value } from './question.ts'
import type { ReviewRecord } from './review.ts'

type Given = Pick<
  ReviewRecord,
  'id' | 'reviewer' | 'source' | 'repeats' | 'state' | 'verdict' | 'value' | 'at'
>
type Said = { mark: MarkWord; because: Because; value: Value | null }

/**
 * What a vote's reviews say of it: the newest counts, repeats aside, for they measure the reviewer. Reviewers of whom
 * one accepts and another does not leave it unmarked. Null without a review. `appeals`: what has become of those that
 * its rater filed against them.
 */
export function reviewMark(reviews: readonly Given[], appeals: readonly AppealState[] = []): Said | null {
  const given = reviews
    .filter(({ state, verdict, repeats }) => state === 'given' && verdict !== null && repeats === null)
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1))
  const newest = given.at(-1)
  if (!newest) return null
  const last = new Map(given.map((one) => [`${one.source}/${one.reviewer}`, one.verdict === 'accept']))
  if (new Set(last.values()).size > 1) return { mark: 'none', because: 'reviewers-differ', value: null }
  if (newest.verdict === 'accept') return { mark: 'right', because: 'reviewed-accept', value: newest.value }
  const because = `reviewed-${newest.verdict!}` as const
  return challenged(appeals) ?? { mark: 'wrong', because, value: newest.value }
}

/** Nothing counts against a rater while a panel hears it, nor once a panel said otherwise; what nobody could hear is excused. */
function challenged(appeals: readonly AppealState[]): Said | null {
  if (appeals.some((state) => openAppeals.includes(state)))
    return { mark: 'none', because: 'review-challenged', value: null }
  if (appeals.includes('overturned')) return { mark: 'none', because: 'review-overturned', value: null }
  return appeals.includes('lapsed') ? { mark: 'excused', because: 'unheard', value: null } : null
}
