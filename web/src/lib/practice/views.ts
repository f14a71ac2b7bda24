import type { RoomClause } from '#lib/dispute/room-view.ts'
import type { BallotAnswer, Cause } from '#shared/answer.ts'
import type { BlindKind } from '#shared/blind-case.ts'
import type { Block } from '#shared/content.ts'
import type { OpinionKind } from '#shared/opinion.ts'
import type { Question, Value } from '#shared/question.ts'
import type { DecisionKind } from '#shared/record.ts'

/** What somebody who judges a case reads before they do. */
export type Face = {
  content: Block[]
  language: string | null
  tags: string[]
  version: number | null
  questions: Question[]
}
export type Decided = {
  kind: DecisionKind
  values: { value: Value; weight: number }[]
  causes: Cause[]
  clauses: string[]
  rationale: string
}

export type BlindNext = Face & { blind: string; kind: BlindKind; clauses: RoomClause[] }
export type BlindAnswer = {
  question: string
  mine: BallotAnswer
  before: BallotAnswer | null
  decision: Decided | null
  same: boolean | null
}
export type BlindRow = Face & {
  blind: string
  dispute: string
  at: number | null
  clauses: RoomClause[]
  answers: BlindAnswer[]
}
export type BlindView = {
  sets: { kind: BlindKind; askedAt: number; of: number; given: number }[]
  next: BlindNext | null
  result: { kind: BlindKind; askedAt: number; rows: BlindRow[] } | null
}

export type PracticeCase = { at: number; of: number; case: (Face & { dispute: string }) | null }
export type PracticeAnswer = {
  dispute: string
  answers: {
    question: string
    decision: Decided
    cited: RoomClause[]
    seats: { letter: string; answer: BallotAnswer | null; argument: string }[]
    opinions: { letter: string; kind: OpinionKind; text: string; at: number }[]
  }[]
}
