import type { Block } from '#shared/content.ts'
import type { Question, Value } from '#shared/question.ts'
import type { Chosen, DecisionKind, DisputeRecord, DisputeState } from '#shared/record.ts'
import type { Language } from '#shared/text.ts'

export type RoomClause = {
  id: string
  number: string
  level: number
  position: number
  texts: Partial<Record<Language, { title: string; body: string }>>
}
export type RoomVote = {
  vote: string
  rater: string
  value: Value
  note: string | null
  at: number | null
  late: boolean
}
export type RoomSplit = {
  question: string
  camps: { value: Value; votes: number }[]
  majority: Value | null
  tie: boolean
  n: number
  votes: RoomVote[]
}

/** A dispute's room as its viewer may know it. `version` is what signing names. */
export type RoomView = {
  seq: number
  version: number
  dispute: DisputeRecord
  external: string
  content: Block[]
  language: string | null
  tags: string[]
  names: Record<string, string>
  me: { member: string | null; seat: string | null }
  questions: Question[]
  clauses: RoomClause[]
  splits: RoomSplit[]
  unlinked: number
  /** Members whom a comment may mention: they can read it too. */
  mentionable: string[]
  /** Seats found, after the decision, to be behind one of the votes. */
  conflicts: string[]
  /** Questions whose majority would be another with the votes that came late. */
  lateMajority: { question: string; majority: Value | null }[]
  canSign: boolean
  canHold: boolean
  /** The text written together, once something of it may be read. */
  rationale: { doc: string; mayWrite: boolean } | null
  /** By decision: why it was signed although something was not met. */
  reasons: Record<string, string>
}

/** A decided dispute about something alike, as precedents are found by words. */
export type Precedent = {
  dispute: string
  item: string
  external: string
  snippet: string
  language: string | null
  decidedAt: number
  clauses: { id: string; number: string }[]
  decisions: { question: string; kind: DecisionKind; values: { value: Value; weight: number }[] }[]
  excerpt: string
}

/** An open thread in which somebody asks for my word. */
export type Mention = {
  dispute: string
  external: string
  thread: string
  comment: string
  by: string
  at: number
}

export type DisputeRow = {
  dispute: string
  item: string
  external: string
  snippet: string
  language: string | null
  tags: string[]
  questions: string[]
  chosen: Chosen
  state: DisputeState
  round: number
  deadline: number | null
  openedAt: number
  cast: number
  seats: number
  held: boolean
  /** Letters of the seats that have yet to cast. */
  waitingFor: string[]
  /** Their names by letter, for whoever reminds them. */
  names: Record<string, string>
  mine: { letter: string; chair: boolean; cast: boolean } | null
}
export type DisputeList = { rows: DisputeRow[]; next: number | null }
