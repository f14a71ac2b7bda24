import Type from 'typebox'
import { BallotAnswer, position } from './answer.ts'
import type { DecisionRecord } from './record.ts'
import { Id } from './text.ts'

/** A settled case put to a panelist unseen: a newcomer's first ten, or one they decided themselves some time ago. */
export const blindKinds = ['first', 'repeat'] as const
export type BlindKind = (typeof blindKinds)[number]
export type BlindCase = {
  id: string
  member: string
  dispute: string
  kind: BlindKind
  state: 'asked' | 'given'
  answers: BallotAnswer[]
  askedAt: number
  at: number | null
}
/** Settled cases a new panelist decides first, where the project has so many. */
export const FIRST_CASES = 10
/** Days after which one no longer answers from memory alone. */
export const REPEAT_DAYS = 14

const Closed = { additionalProperties: false }
export const blindCommands = {
  /** Cases that these panelists decided before, put to them again; drawn by chance. */
  'blind.draw': {
    input: Type.Object(
      {
        members: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }),
        each: Type.Integer({ minimum: 1, maximum: 50 }),
      },
      Closed,
    ),
    may: ['lead'],
  },
  'blind.answer': {
    input: Type.Object(
      { blind: Id, answers: Type.Array(BallotAnswer, { minItems: 1, maxItems: 20 }) },
      Closed,
    ),
    may: ['panelist'],
  },
} as const

export type BlindFact =
  | { kind: 'blind.drawn'; cases: BlindCase[] }
  | { kind: 'blind.given'; blind: string; answers: BallotAnswer[]; at: number }

export type BlindCases = Record<string, BlindCase>
export function applyBlind(cases: BlindCases, fact: BlindFact): BlindCases {
  const next = { ...cases }
  if (fact.kind === 'blind.drawn') for (const one of fact.cases) next[one.id] = one
  else if (next[fact.blind])
    next[fact.blind] = { ...next[fact.blind]!, state: 'given', answers: fact.answers, at: fact.at }
  return next
}

/** Whoever has first cases that are not given yet is not seated. */
export const isNew = (cases: readonly Pick<BlindCase, 'kind' | 'state'>[]): boolean =>
  cases.some(({ kind, state }) => kind === 'first' && state === 'asked')

/** What a decision says, in the words of a ballot: whom it upholds is no part of an answer. */
export const decidedPosition = ({ kind, values }: Pick<DecisionRecord, 'kind' | 'values'>): string =>
  position({ kind: asBallot(kind), values })
function asBallot(kind: DecisionRecord['kind']): string {
  if (kind === 'several-valid') return 'several'
  return ['majority-upheld', 'minority-upheld', 'new-answer'].includes(kind) ? 'value' : kind
}
