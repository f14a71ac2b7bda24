import Type from 'typebox'
import { Value as ValueSchema } from './question/shape.ts'
import type { Value } from './question.ts'
import { Id, oneOf, QuestionKey } from './text.ts'

/** How the items that have a gold answer were chosen. Only a random draw, with its probability, gives a rate. */
export const goldWays = ['random', 'picked'] as const
export type GoldWay = (typeof goldWays)[number]
/** `challenged`: a dispute about it is open; then a panel's decision confirmed it, or said otherwise. */
export const goldStates = ['stands', 'challenged', 'confirmed', 'overturned'] as const
export type GoldState = (typeof goldStates)[number]

/** A decision imported without a panel: a basis of its own. */
export type GoldRecord = {
  id: string
  item: string
  question: string
  value: Value
  source: string
  chosen: GoldWay
  /** Of this item being drawn; null unless `random`. */
  probability: number | null
  state: GoldState
}
/** Rows one act may bring; a longer file comes in parts. */
export const GOLD_AT_ONCE = 5000

const Closed = { additionalProperties: false }
export const goldCommands = {
  /** `item`: the id its tool gave it. A value is read as votes are read. The same answer again changes nothing, another one supersedes. */
  'gold.import': {
    input: Type.Object(
      {
        source: Type.String({ minLength: 1, maxLength: 200 }),
        chosen: oneOf(goldWays),
        probability: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
        rows: Type.Array(
          Type.Object(
            {
              item: Type.String({ minLength: 1, maxLength: 1000 }),
              question: QuestionKey,
              value: ValueSchema,
            },
            Closed,
          ),
          { minItems: 1, maxItems: GOLD_AT_ONCE },
        ),
        /** Rows that cannot be read are left out; else one of them stops it all. */
        leaveOut: Type.Optional(Type.Boolean()),
      },
      Closed,
    ),
    may: ['lead'],
  },
  'gold.withdraw': {
    input: Type.Object(
      { gold: Type.Array(Id, { minItems: 1, maxItems: GOLD_AT_ONCE, uniqueItems: true }) },
      Closed,
    ),
    may: ['lead'],
  },
} as const

export type GoldFact =
  | { kind: 'gold.imported'; gold: GoldRecord[] }
  | { kind: 'gold.withdrawn'; gold: string[] }
  | { kind: 'gold.moved'; gold: string; state: GoldState }

export type Golds = Record<string, GoldRecord>
export function applyGold(golds: Golds, fact: GoldFact): Golds {
  const next = { ...golds }
  switch (fact.kind) {
    case 'gold.imported':
      for (const one of fact.gold) next[one.id] = one
      return next
    case 'gold.withdrawn':
      for (const id of fact.gold) delete next[id]
      return next
    case 'gold.moved':
      if (next[fact.gold]) next[fact.gold] = { ...next[fact.gold]!, state: fact.state }
      return next
  }
}
