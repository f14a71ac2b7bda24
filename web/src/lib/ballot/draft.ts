import { otherKinds } from '#lib/dispute/words.ts'
import { picked, picksOf } from '#lib/question/picks.ts'
import {
  type BallotAnswer,
  type BallotKind,
  type Cause,
  type confidences,
  refuseAnswer,
} from '#shared/answer.ts'
import type { Question, Value } from '#shared/question.ts'
import type { BallotRecord } from '#shared/record.ts'
import type { RefusalCode } from '#shared/refusals.ts'

/** One question's answer while it is being written. */
export type AnswerDraft = {
  kind: BallotKind | null
  value: Value | null
  several: { value: Value | null; weight: number | null }[]
  cause: Cause | null
  confidence: (typeof confidences)[number]
  clauses: string[]
  noClause: boolean
  argument: string
}
export type Drafts = Record<string, AnswerDraft>

/** Nothing is chosen beforehand but a middling confidence; without a guideline no clause can cover anything. */
export const emptyDraft = (question: Question, hasClauses: boolean): AnswerDraft => ({
  kind: null,
  value: null,
  several: severalFor(question),
  cause: null,
  confidence: 'mid',
  clauses: [],
  noClause: !hasClauses,
  argument: '',
})

/** Every value that can be picked stands ready for a weight; where none can, two are to be written. */
function severalFor(question: Question): AnswerDraft['several'] {
  const picks = question.type === 'multi' ? [] : picksOf(question)
  return (picks.length > 0 ? picks : [null, null]).map((value) => ({ value, weight: null }))
}

/** What was cast, open to be changed and cast again. */
export function draftOf(
  question: Question,
  { answers, arguments: words }: BallotRecord,
  hasClauses: boolean,
): AnswerDraft {
  const answer = answers?.find((one) => one.question === question.key)
  const empty = emptyDraft(question, hasClauses)
  if (!answer) return empty
  const { kind, values, cause, confidence, clauses, noClause } = answer
  const ready = empty.several
    .filter(({ value }) => value !== null)
    .map(({ value }) => ({ value, weight: values.find((one) => one.value === value)?.weight ?? null }))
  const several = kind !== 'several' ? empty.several : ready.length > 0 ? ready : values
  return {
    kind,
    value: kind === 'value' ? values[0]!.value : null,
    several,
    cause,
    confidence,
    clauses,
    noClause,
    argument: words?.[question.key] ?? '',
  }
}

export function answerOf(question: Question, draft: AnswerDraft): BallotAnswer {
  const { kind, value, cause, confidence, clauses, noClause } = draft
  const weighed = draft.several.flatMap(({ value, weight }) =>
    value !== null && weight !== null && weight >= 1 ? [{ value, weight }] : [],
  )
  const values =
    kind === 'several' ? weighed : kind === 'value' && value !== null ? [{ value, weight: 100 }] : []
  return {
    question: question.key,
    kind: kind ?? 'value',
    values,
    cause,
    confidence,
    clauses,
    noClause: noClause && clauses.length === 0,
  }
}

/** What a digit chooses: it goes through the answers, then through the other kinds. */
export function pressed(
  question: Question,
  { value }: Pick<AnswerDraft, 'value'>,
  digit: number,
): Partial<AnswerDraft> {
  const picks = picksOf(question)
  const pick = picks[digit - 1]
  if (pick !== undefined) return { kind: 'value', value: picked(question, value, pick) }
  const kind = picks.length > 0 ? otherKinds[digit - 1 - picks.length] : undefined
  return kind ? { kind, value: null } : {}
}

/** What is missing first, and for which question. */
export function faultOf(
  questions: readonly Question[],
  drafts: Drafts,
): { code: RefusalCode; question: Question } | undefined {
  for (const question of questions) {
    const code = refuseAnswer(question, answerOf(question, drafts[question.key]!))
    if (code) return { code, question }
  }
}

/** Whether anything was written that a person would not want to lose. */
export const isWritten = (drafts: Drafts): boolean =>
  Object.values(drafts).some(
    ({ kind, cause, clauses, argument }) =>
      kind !== null || cause !== null || clauses.length > 0 || argument !== '',
  )

const place = (dispute: string, round: number, member: string) => `ballot:${dispute}:${round}:${member}`

/** A draft stays in this browser until it is cast; it is never sent by itself. */
export function keepDrafts(dispute: string, round: number, member: string, drafts: Drafts): void {
  try {
    localStorage.setItem(place(dispute, round, member), JSON.stringify(drafts))
  } catch {
    // Without room to keep it the draft still stands on the screen.
  }
}
export function keptDrafts(
  dispute: string,
  round: number,
  member: string,
  questions: readonly Question[],
): Drafts | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place(dispute, round, member)) ?? 'null') as Drafts | null
    return kept &&
      questions.every(({ key }) => Array.isArray(kept[key]?.several) && Array.isArray(kept[key]?.clauses))
      ? kept
      : undefined
  } catch {
    return undefined
  }
}
export const dropDrafts = (dispute: string, round: number, member: string): void =>
  localStorage.removeItem(place(dispute, round, member))
