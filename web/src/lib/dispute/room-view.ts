import type { Block } from '#shared/content.ts'
import type { Question, Value } from '#shared/question.ts'
import type { Chosen, DisputeRecord, DisputeState } from '#shared/record.ts'
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
  mine: { letter: string; chair: boolean; cast: boolean } | null
}
export type DisputeList = { rows: DisputeRow[]; next: number | null }
