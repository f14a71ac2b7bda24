import Type from 'typebox'
import { Id, oneOf } from './text.ts'

/** Of those who agree, of those who agree for other reasons, of those who do not. */
export const opinionKinds = ['concurrence', 'concurrence-in-result', 'dissent'] as const
export type OpinionKind = (typeof opinionKinds)[number]
export const OPINION_LENGTH = 10_000

/** One seat's signed word beside a decision; a later one of the same seat supersedes it. */
export type OpinionRecord = {
  id: string
  seat: string
  kind: OpinionKind
  round: number
  at: number
  text?: string
}

export const opinionCommands = {
  'opinion.write': {
    input: Type.Object(
      {
        dispute: Id,
        kind: oneOf(opinionKinds),
        text: Type.String({ minLength: 1, maxLength: OPINION_LENGTH }),
      },
      { additionalProperties: false },
    ),
    may: ['panelist', 'lead'],
  },
} as const

export type OpinionFact = { kind: 'opinion.written'; dispute: string; opinion: OpinionRecord }

/** A seat has one opinion: a later one takes the place of an earlier. */
export function withOpinion(
  all: Record<string, OpinionRecord>,
  opinion: OpinionRecord,
): Record<string, OpinionRecord> {
  const kept = Object.entries(all).filter(([, one]) => one.seat !== opinion.seat)
  return Object.fromEntries([...kept, [opinion.id, opinion]])
}
