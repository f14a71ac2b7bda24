import Type from 'typebox'
import { type Cause, causes } from './answer.ts'
import { Value as ValueSchema } from './question/shape.ts'
import { canonical, type Value } from './question.ts'
import { Id, oneOf, QuestionKey } from './text.ts'

/** A cause that a seat names after the reveal, for one losing camp or for one vote, in place of its ballot's. */
export type NamedCause = {
  id: string
  round: number
  seat: string
  question: string
  camp: Value | null
  vote: string | null
  cause: Cause
}

export const causeCommands = {
  'cause.name': {
    input: Type.Object(
      {
        dispute: Id,
        round: Type.Integer({ minimum: 1 }),
        question: QuestionKey,
        camp: Type.Union([ValueSchema, Type.Null()]),
        vote: Type.Union([Id, Type.Null()]),
        cause: oneOf(causes),
      },
      { additionalProperties: false },
    ),
    may: ['panelist', 'lead'],
  },
} as const

export type CauseFact = { kind: 'cause.named'; dispute: string; named: NamedCause }

/** One seat has one word on each camp or vote of a round: a later one takes the place of an earlier. */
export function withCause(all: Record<string, NamedCause>, named: NamedCause): Record<string, NamedCause> {
  const kept = Object.entries(all).filter(([, one]) => !sameTarget(one, named))
  return Object.fromEntries([...kept, [named.id, named]])
}

export const sameTarget = (a: NamedCause, b: NamedCause): boolean =>
  a.seat === b.seat &&
  a.round === b.round &&
  a.question === b.question &&
  a.vote === b.vote &&
  (a.camp === null ? b.camp === null : b.camp !== null && canonical(a.camp) === canonical(b.camp))
