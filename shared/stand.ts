import Type from 'typebox'
import { Id } from './text.ts'

/** A rater's word, before any decision, that a vote is meant. */
export type StandRecord = {
  id: string
  vote: string
  rater: string
  item: string
  question: string
  upheld: boolean | null
}
export type StandFact =
  | { kind: 'vote.stood'; stand: StandRecord }
  | { kind: 'stands.answered'; stands: { id: string; upheld: boolean }[] }

export const NOTE_LENGTH = 2000
export const standCommands = {
  'vote.stand': {
    input: Type.Object(
      { vote: Id, note: Type.String({ minLength: 1, maxLength: NOTE_LENGTH }) },
      { additionalProperties: false },
    ),
    may: ['rater'],
  },
} as const

/** Stands a rater may still spend: each costs one until a decision upholds it. */
export const standsLeft = (stands: readonly StandRecord[], quota: number): number =>
  Math.max(0, quota - stands.filter((stand) => stand.upheld !== true).length)
