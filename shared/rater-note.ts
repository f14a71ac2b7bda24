import Type from 'typebox'
import type { DisputeRecord } from './record.ts'
import { NOTE_LENGTH } from './stand.ts'
import { Id } from './text.ts'

/** Attributes one project can have. */
export const ATTRIBUTES = 40
/** Characters of an attribute's name and of its value. */
export const ATTRIBUTE_NAME = 60
export const ATTRIBUTE_VALUE = 200
/** Rows one act may bring; a longer file comes in parts. */
export const RATERS_AT_ONCE = 5000

/** What a rater wants the panel to know of a vote; the vote stays as it was. The panel reads it at the reveal. */
export const raterNoteCommands = {
  'vote.note': {
    input: Type.Object(
      { vote: Id, note: Type.String({ maxLength: NOTE_LENGTH }) },
      { additionalProperties: false },
    ),
    may: ['rater'],
  },
  /** Attributes of raters, by the ids their tool gave them: language, region, expertise, any column. An empty value takes one away. */
  'rater.describe': {
    input: Type.Object(
      {
        rows: Type.Array(
          Type.Object(
            {
              rater: Type.String({ minLength: 1, maxLength: 1000 }),
              attributes: Type.Record(
                Type.String({ minLength: 1, maxLength: ATTRIBUTE_NAME }),
                Type.String({ maxLength: ATTRIBUTE_VALUE }),
              ),
            },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: RATERS_AT_ONCE },
        ),
        leaveOut: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    may: ['lead'],
  },
} as const

export type RaterAttribute = { rater: string; name: string; value: string }
export type RaterNoteFact =
  | { kind: 'vote.noted'; vote: string; at: number }
  /** A value of '' takes the attribute away. */
  | { kind: 'raters.described'; attributes: RaterAttribute[] }

/** A note is left in advance: once a panel has opened its ballots on the vote's question, it would be an answer to them. */
export const refuseNote = (heard: readonly Pick<DisputeRecord, 'state' | 'round'>[]) =>
  heard.some(({ state, round }) => state !== 'withdrawn' && (round > 1 || closedStates.includes(state)))
    ? ('note-late' as const)
    : undefined
const closedStates: readonly DisputeRecord['state'][] = ['revealed', 'decided']
