import { inArray } from 'drizzle-orm'
import { goldMark } from '#shared/gold-mark.ts'
import type { MarkRecord } from '#shared/mark.ts'
import type { Question } from '#shared/question.ts'
import { reviewMark } from '#shared/review-mark.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { goldRecord, reviewRecord } from './fair-state.ts'
import { reviewAppeals } from './review/appeals.ts'
import type { VoteRow } from './vote.ts'

type Voted = Pick<VoteRow, 'vote' | 'item' | 'question' | 'value'>
/** What gold and the reviews say of these votes, computed here and now: marks of decisions alone are stored. */
export async function marksBeside(
  read: Reader,
  project: string,
  votes: readonly Voted[],
  questions: readonly Question[],
): Promise<MarkRecord[]> {
  if (votes.length === 0) return []
  const { gold, review } = read.tables
  const items = [...new Set(votes.map(({ item }) => item))]
  const golds = (await present(read, 'gold', project, inArray(gold.item, items))).map(goldRecord)
  const ids = votes.map(({ vote }) => vote)
  const reviews = Map.groupBy(
    (await present(read, 'review', project, inArray(review.vote, ids))).map(reviewRecord),
    ({ vote }) => vote,
  )
  const appeals = await reviewAppeals(read, project, null, inArray(read.tables.appeal.item, items))
  return votes.flatMap(({ vote, item, question: key, value }): MarkRecord[] => {
    const none = { vote, cause: null, decision: null }
    const question = questions.find((one) => one.key === key)
    const answer = golds.find((one) => one.item === item && one.question === key)
    const said = reviewMark(reviews.get(vote) ?? [], appeals.get(vote))
    return [
      ...(question && answer
        ? [{ ...none, basis: 'gold' as const, ...goldMark(question, answer, value) }]
        : []),
      ...(said ? [{ ...none, basis: 'review' as const, mark: said.mark, because: said.because }] : []),
    ]
  })
}
