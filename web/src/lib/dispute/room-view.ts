import type { AppealPage } from '#shared/appeal-view.ts'
import type { CitationSignal, PrecedentSignal } from '#shared/citation.ts'
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

type Speaking = { decision: string; signal: CitationSignal; at: number; reason: string }
/** What this panel says of a decision on another item, and what a later panel says of its own. */
export type Said = Speaking & {
  of: {
    dispute: string
    external: string
    question: string
    kind: DecisionKind
    values: { value: Value; weight: number }[]
  }
}
export type Heard = Speaking & { dispute: string; external: string }

/** A dispute's room as its viewer may know it. `version` is what signing names. */
export type RoomView = {
  seq: number
  version: number
  dispute: DisputeRecord
  external: string
  content: Block[]
  language: string | null
  tags: string[]
  /** Why it came back to its panel or ended undecided, the newest last. */
  turns: { kind: string; at: number; by: string; words: string }[]
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
  citations: { says: Said[]; heard: Heard[] }
  /** By decision: why it was signed although something was not met. */
  reasons: Record<string, string>
  /** The appeal heard here, for watchers and, from the reveal on, for its seats. */
  appeal: AppealPage | null
  /** Another panel's hearing of the same, since. */
  later: { dispute: string; state: DisputeState } | null
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
  decisions: {
    id: string
    question: string
    kind: DecisionKind
    values: { value: Value; weight: number }[]
    signal: PrecedentSignal | null
  }[]
  excerpt: string
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
