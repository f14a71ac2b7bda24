import Type from 'typebox'
import { Id, QuestionKey } from './text.ts'

/** A lead's word that a split needs no panel. It gives no decision mark (law 6). */
export type Closure = { id: string; item: string; question: string }
export type ClosureFact =
  | { kind: 'split.closed'; closure: Closure }
  | { kind: 'split.opened'; closure: string }
export const closureCommands = {
  'split.close': {
    input: Type.Object(
      { item: Id, question: QuestionKey, reason: Type.String({ minLength: 1, maxLength: 2000 }) },
      { additionalProperties: false },
    ),
    may: ['lead'],
  },
  'split.reopen': { input: Type.Object({ closure: Id }, { additionalProperties: false }), may: ['lead'] },
} as const
