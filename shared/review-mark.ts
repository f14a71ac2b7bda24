import type { Because, MarkWord } from './mark.ts'
import type { Value } from './question.ts'
import type { ReviewRecord } from './review.ts'

type Given = Pick<
  ReviewRecord,
  'id' | 'reviewer' | 'source' | 'repeats' | 'state' | 'verdict' | 'value' | 'at'
>

/**
 * What a vote's reviews say of it: the newest counts, repeats aside, for they measure the reviewer. Reviewers of whom
 * one accepts and another does not leave it unmarked. Null without a review.
 */
export function reviewMark(
  reviews: readonly Given[],
): { mark: MarkWord; because: Because; value: Value | null } | null {
  const given = reviews
    .filter(({ state, verdict, repeats }) => state === 'given' && verdict !== null && repeats === null)
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1))
  const newest = given.at(-1)
  if (!newest) return null
  const last = new Map(given.map((one) => [`${one.source}/${one.reviewer}`, one.verdict === 'accept']))
  if (new Set(last.values()).size > 1) return { mark: 'none', because: 'reviewers-differ', value: null }
  const because = `reviewed-${newest.verdict!}` as const
  return { mark: newest.verdict === 'accept' ? 'right' : 'wrong', because, value: newest.value }
}
