import { m } from '#lib/paraglide/messages.js'
import { showValue } from '#lib/question/show.ts'
import type { BallotAnswer, BallotKind, Cause, confidences } from '#shared/answer.ts'
import type { Basis, Because, MarkWord } from '#shared/mark.ts'
import type { OpinionKind } from '#shared/opinion.ts'
import type { Question } from '#shared/question.ts'
import type { Chosen, DecisionKind, DecisionRecord, Recusal } from '#shared/record.ts'

const causeWords: Record<Cause, [() => string, () => string]> = {
  'rater-error': [m.cause_rater_error, m.cause_rater_error_line],
  'guideline-gap': [m.cause_guideline_gap, m.cause_guideline_gap_line],
  'guideline-unclear': [m.cause_guideline_unclear, m.cause_guideline_unclear_line],
  'missing-context': [m.cause_missing_context, m.cause_missing_context_line],
  perspective: [m.cause_perspective, m.cause_perspective_line],
  'item-defect': [m.cause_item_defect, m.cause_item_defect_line],
  'edge-case': [m.cause_edge_case, m.cause_edge_case_line],
}
export const causeWord = (cause: Cause | null): string =>
  cause === null ? m.cause_tied() : causeWords[cause][0]()
/** What the cause means for the rater, in a line. */
export const causeLine = (cause: Cause): string => causeWords[cause][1]()

const ballotKindWords: Record<Exclude<BallotKind, 'value'>, [() => string, () => string]> = {
  several: [m.kind_several, m.kind_several_line],
  irresolvable: [m.kind_irresolvable, m.kind_irresolvable_line],
  none: [m.kind_none, m.kind_none_line],
  defective: [m.kind_defective, m.kind_defective_line],
  'out-of-scope': [m.kind_out_of_scope, m.kind_out_of_scope_line],
}
export const otherKinds = Object.keys(ballotKindWords) as Exclude<BallotKind, 'value'>[]
export const kindWord = (kind: Exclude<BallotKind, 'value'>): string => ballotKindWords[kind][0]()
export const kindLine = (kind: Exclude<BallotKind, 'value'>): string => ballotKindWords[kind][1]()

const confidenceWords: Record<(typeof confidences)[number], () => string> = {
  low: m.ballot_confidence_low,
  mid: m.ballot_confidence_mid,
  high: m.ballot_confidence_high,
}
export const confidenceWord = (confidence: (typeof confidences)[number]): string =>
  confidenceWords[confidence]()

const decisionWords: Record<DecisionKind, () => string> = {
  'majority-upheld': m.kind_majority_upheld,
  'minority-upheld': m.kind_minority_upheld,
  'new-answer': m.kind_new_answer,
  'several-valid': m.kind_several_valid,
  irresolvable: m.kind_irresolvable,
  none: m.kind_none,
  defective: m.kind_defective,
  'out-of-scope': m.kind_out_of_scope,
}
export const decisionWord = (kind: DecisionKind): string => decisionWords[kind]()

/** The values of a ballot or a decision, with weights where there are several; the kind where there are none. */
export function answerWords(
  question: Question,
  answer: Pick<BallotAnswer, 'values'> & { kind: BallotKind | DecisionKind },
): string {
  const { kind, values } = answer
  if (values.length === 0) return kind === 'value' || kind === 'several' ? m.kind_none() : decisionWord(kind)
  if (values.length === 1) return showValue(question, values[0]!.value)
  return values
    .map(({ value, weight }) => m.kind_weighted({ value: showValue(question, value), weight }))
    .join(m.kind_and())
}
export const answerOfDecision = (question: Question, decision: DecisionRecord): string =>
  answerWords(question, decision)

const chosenWords: Record<Chosen, () => string> = {
  queue: m.dispute_chosen_queue,
  'lone-dissent': m.dispute_chosen_lone,
  random: m.dispute_chosen_random,
  appeal: m.dispute_chosen_appeal,
  're-check': m.dispute_chosen_recheck,
}
export const chosenWord = (chosen: Chosen): string => chosenWords[chosen]()

const markWords: Record<MarkWord, () => string> = {
  right: m.mark_right,
  wrong: m.mark_wrong,
  excused: m.mark_excused,
  none: m.mark_none,
}
export const markWord = (mark: MarkWord): string => markWords[mark]()

/** "1 right · 50 excused": how many marks of each word, without those that nobody has. */
export const countedMarks = (marks: readonly { mark: MarkWord }[]): string =>
  (['right', 'excused', 'wrong', 'none'] as const)
    .map((mark) => ({ mark, count: marks.filter((one) => one.mark === mark).length }))
    .filter(({ count }) => count > 0)
    .map(({ mark, count }) => m.mark_count({ count, mark: markWord(mark).toLowerCase() }))
    .join(' · ')

const basisWords: Record<Basis, () => string> = {
  majority: m.mark_basis_majority,
  review: m.mark_basis_review,
  gold: m.mark_basis_gold,
  decision: m.mark_basis_decision,
}
export const basisWord = (basis: Basis): string => basisWords[basis]()

const becauseWords: Record<Because, () => string> = {
  'in-majority': m.because_in_majority,
  'against-majority': m.because_against_majority,
  tied: m.because_tied,
  alone: m.because_alone,
  'agrees-with-decision': m.because_agrees,
  'rater-error': m.because_rater_error,
  'cause-excuses': m.because_cause_excuses,
  'panel-tied-on-cause': m.because_panel_tied,
  'clause-after-vote': m.because_clause_after,
  'no-single-answer': m.because_no_single,
  'item-at-fault': m.because_item_at_fault,
  'after-decision': m.because_after_decision,
  unheard: m.because_unheard,
  'agrees-with-gold': m.because_agrees_gold,
  'against-gold': m.because_against_gold,
  'gold-challenged': m.because_gold_challenged,
  'gold-overturned': m.because_gold_overturned,
  'reviewed-accept': m.because_reviewed_accept,
  'reviewed-fix': m.because_reviewed_fix,
  'reviewed-reject': m.because_reviewed_reject,
  'reviewers-differ': m.because_reviewers_differ,
  'review-challenged': m.because_review_challenged,
  'review-overturned': m.because_review_overturned,
}
export const becauseWord = (because: Because): string => becauseWords[because]()

const recusalWords: Record<Recusal, () => string> = {
  conflict: m.room_recusal_conflict,
  expertise: m.room_recusal_expertise,
  time: m.room_recusal_time,
  sensitive: m.room_recusal_sensitive,
  other: m.room_recusal_other,
}
export const recusalWord = (why: Recusal): string => recusalWords[why]()

const opinionWords: Record<OpinionKind, [() => string, () => string]> = {
  concurrence: [m.opinion_concurrence, m.opinion_concurrence_line],
  'concurrence-in-result': [m.opinion_in_result, m.opinion_in_result_line],
  dissent: [m.opinion_dissent, m.opinion_dissent_line],
}
export const opinionWord = (kind: OpinionKind): string => opinionWords[kind][0]()
export const opinionLine = (kind: OpinionKind): string => opinionWords[kind][1]()
