import type { Cause } from './answer.ts'
import { agrees } from './decision.ts'
import { type Acknowledgement, bindingVersion, type GuidelineHead } from './guideline.ts'
import type { Question } from './question.ts'
import type { DecisionRecord, DisputeVote } from './record.ts'

export const bases = ['majority', 'review', 'gold', 'decision'] as const
export type Basis = (typeof bases)[number]
export type MarkWord = 'right' | 'wrong' | 'excused' | 'none'
/** Why a mark says what it says; the words stand in shared/words. */
export type Because =
  | 'in-majority'
  | 'against-majority'
  | 'tied'
  | 'alone'
  | 'agrees-with-decision'
  | 'rater-error'
  | 'cause-excuses'
  | 'panel-tied-on-cause'
  | 'clause-after-vote'
  | 'no-single-answer'
  | 'item-at-fault'
  | 'after-decision'
  | 'unheard'
  | 'agrees-with-gold'
  | 'against-gold'
  | 'gold-challenged'
  | 'gold-overturned'
  | 'reviewed-accept'
  | 'reviewed-fix'
  | 'reviewed-reject'
  | 'reviewers-differ'
  | 'review-challenged'
  | 'review-overturned'

export type MarkRecord = {
  vote: string
  basis: Basis
  mark: MarkWord
  cause: Cause | null
  because: Because
  decision: string | null
}
export type MarkFact = { kind: 'votes.marked'; dispute: string; marks: MarkRecord[] }

/**
 * What a signed decision says of each vote it settles. Only the cause `rater-error` counts against a rater, and not
 * where the vote was cast before a cited clause bound or meant this (law 5).
 */
export function marksOf(
  question: Question,
  decision: DecisionRecord,
  votes: readonly DisputeVote[],
  versions: readonly GuidelineHead[],
  acknowledged: readonly Acknowledgement[] = [],
): MarkRecord[] {
  const law = { versions, acknowledged }
  return votes
    .filter((vote) => vote.question === question.key)
    .map((vote) => ({
      vote: vote.vote,
      basis: 'decision',
      decision: decision.id,
      ...markOf(question, decision, vote, law),
    }))
}

/** The versions, and who has read which: from them follows what bound a vote. */
type Law = { versions: readonly GuidelineHead[]; acknowledged: readonly Acknowledgement[] }

function markOf(
  question: Question,
  decision: DecisionRecord,
  vote: DisputeVote,
  law: Law,
): Pick<MarkRecord, 'mark' | 'cause' | 'because'> {
  if (vote.late) return { mark: 'none', cause: null, because: 'after-decision' }
  if (decision.kind === 'irresolvable') return { mark: 'none', cause: null, because: 'no-single-answer' }
  if (decision.kind === 'defective' || decision.kind === 'out-of-scope')
    return { mark: 'none', cause: null, because: 'item-at-fault' }
  if (decision.values.some(({ value }) => agrees(question, value, vote.value)))
    return { mark: 'right', cause: null, because: 'agrees-with-decision' }
  const own = decision.voteCauses.find((one) => one.vote === vote.vote)?.cause
  const cause = own ?? decision.causes.find(({ camp }) => agrees(question, camp, vote.value))?.cause ?? null
  if (cause === null) return { mark: 'excused', cause, because: 'panel-tied-on-cause' }
  if (cause !== 'rater-error') return { mark: 'excused', cause, because: 'cause-excuses' }
  if (clauseCameLater(decision, vote, law)) return { mark: 'excused', cause, because: 'clause-after-vote' }
  return { mark: 'wrong', cause, because: 'rater-error' }
}

function clauseCameLater(
  decision: DecisionRecord,
  vote: DisputeVote,
  { versions, acknowledged }: Law,
): boolean {
  const now = versions.find((version) => version.version === decision.guideline)
  const then = bindingVersion(versions, vote, acknowledged).version
  if (!now) return false
  return decision.clauses.some((id) => {
    const cited = now.clauses.find((clause) => clause.id === id)
    return cited !== undefined && then?.clauses.find((clause) => clause.id === id)?.meaning !== cited.meaning
  })
}

/** `rater-error` against more than half of the voters is evidence about the guideline: it needs a logged reason. */
export function needsReason(marks: readonly MarkRecord[]): boolean {
  const voters = marks.filter(({ because }) => because !== 'after-decision')
  return voters.filter(({ cause }) => cause === 'rater-error').length * 2 > voters.length
}
