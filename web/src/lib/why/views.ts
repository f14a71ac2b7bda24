import type { RoomClause } from '#lib/dispute/room-view.ts'
import type { BallotAnswer } from '#shared/answer.ts'
import type { MarkSpan, WhyAppeal } from '#shared/appeal-view.ts'
import type { Block } from '#shared/content.ts'
import type { GoldState } from '#shared/gold.ts'
import type { MarkRecord } from '#shared/mark.ts'
import type { OpinionKind } from '#shared/opinion.ts'
import type { Question, Value } from '#shared/question.ts'
import type { DecisionRecord, DisputeState } from '#shared/record.ts'
import type { ReviewVerdict } from '#shared/review.ts'
import type { Bilingual } from '#shared/text.ts'

export type MyVote = {
  vote: string
  item: string
  external: string
  snippet: string
  language: string | null
  tags: string[]
  question: string
  value: Value
  note: string | null
  at: number | null
  minority: boolean
  dispute: { state: DisputeState; round: number } | null
  marks: Pick<MarkRecord, 'basis' | 'mark' | 'because' | 'cause'>[]
  stand: { id: string; upheld: boolean | null } | null
  mayStand: boolean
}
export type MyVotes = { rows: MyVote[]; next: string | null; standsLeft: number }

export type DisputePart = {
  id: string
  state: DisputeState
  round: number
  seats: { letter: string; chair: boolean; notBlind: boolean; member?: string }[]
  ballots: { letter: string; answer: BallotAnswer | null; argument: string }[]
  /** Beside the decision, signed by seat letter. */
  opinions: { letter: string; kind: OpinionKind; at: number; text: string }[]
  decision: DecisionRecord | null
  superseded: DecisionRecord[]
  reason: string | null
  /** A seat’s letter; null: a lead without a seat. */
  signedBy: string | null
}

/** One vote's way to its mark. Before the decision its rater gets the dispute's state alone. */
export type WhyView = {
  mine: boolean
  vote: {
    id: string
    value: Value
    note: string | null
    at: number | null
    question: string
    late: boolean
    version: { number: number | null; known: boolean }
  }
  item: { id: string; external: string; content: Block[]; language: string | null; tags: string[] }
  question: Question
  split: {
    camps: { value: Value; votes: number }[]
    majority: Value | null
    tie: boolean
    margin: number
    n: number
  } | null
  dispute: DisputePart | null
  /** What was decided before by other panels, the oldest first. */
  earlier: DisputePart[]
  /** A newer hearing of the case under way; `dispute` stays the one whose decision holds. */
  hearing: { dispute: string; state: DisputeState; round: number; openedAt: number } | null
  appeal: WhyAppeal
  /** The gold answer its mark on that basis is against. */
  gold: { value: Value; source: string; state: GoldState } | null
  /** What peers said of it, never who; the oldest first. */
  reviews: {
    id: string
    verdict: ReviewVerdict
    reason: Bilingual | null
    words: string
    value: Value | null
    source: string
    at: number | null
  }[]
  history: MarkSpan[]
  clauses: {
    id: string
    then: RoomClause | null
    now: RoomClause | null
    /** As the decision cites it: shown where the clause is in neither. */
    cited: RoomClause | null
    versions: { then: number | null; now: number | null; cited: number | null }
    /** The first version after the vote's own in which it means something else. */
    changed: { version: number; at: number; change: 'new' | 'meaning' | 'gone' } | null
  }[]
  marks: MarkRecord[]
  stand: { id: string; note: string; upheld: boolean | null } | null
}
