import Type from 'typebox'
import type { GuidelineHead } from './guideline.ts'
import type { DecisionRecord } from './record.ts'
import { Id } from './text.ts'

/** A decision whose clause changed in meaning, or left the text: somebody has to look at it again. */
export const recheckStates = ['waiting', 'kept', 'reopened', 'superseded'] as const
export type RecheckState = (typeof recheckStates)[number]
export type RecheckRecord = {
  id: string
  version: number
  decision: string
  dispute: string
  question: string
  /** The cited clauses that changed in meaning. */
  clauses: string[]
  state: RecheckState
  by: string | null
  at: number | null
}
/** Re-checks one act may answer. */
export const RECHECKS_AT_ONCE = 200
export const REVOTE_ITEMS = 10_000

const Closed = { additionalProperties: false }
const Reason = Type.String({ minLength: 1, maxLength: 2000 })
const Rechecks = Type.Array(Id, { minItems: 1, maxItems: RECHECKS_AT_ONCE, uniqueItems: true })
export const recheckCommands = {
  /** The decisions stand as they are. */
  'recheck.keep': { input: Type.Object({ rechecks: Rechecks, reason: Reason }, Closed), may: ['lead'] },
  /** Their disputes are heard again. */
  'recheck.reopen': { input: Type.Object({ rechecks: Rechecks, reason: Reason }, Closed), may: ['lead'] },
  /**
   * Each is superseded by a decision under the new version: the same outcome, or, with `following`, the outcome of that
   * signed decision on the same question. What must not be superseded is not named.
   */
  'recheck.supersede': {
    input: Type.Object({ rechecks: Rechecks, following: Type.Optional(Id), reason: Reason }, Closed),
    may: ['lead'],
  },
  /** Draws the items of a re-vote: those a version touched, and others, by chance, to compare with. */
  'revote.draw': {
    input: Type.Object(
      {
        version: Type.Integer({ minimum: 2 }),
        affected: Type.Integer({ minimum: 1, maximum: REVOTE_ITEMS }),
        control: Type.Integer({ minimum: 0, maximum: REVOTE_ITEMS }),
      },
      Closed,
    ),
    may: ['lead'],
  },
} as const

export type RevoteRecord = {
  id: string
  version: number
  seed: string
  affected: string[]
  control: string[]
  at: number
}
export type RecheckFact =
  | { kind: 'rechecks.opened'; rechecks: RecheckRecord[] }
  | {
      kind: 'rechecks.answered'
      rechecks: string[]
      state: Exclude<RecheckState, 'waiting'>
      by: string
      at: number
    }
  | { kind: 'revote.drawn'; revote: RevoteRecord }

type Cites = Pick<DecisionRecord, 'clauses' | 'guideline'>
/** The same decision under the newest of these versions; words that went into another clause are cited there. */
export function confirmed<Decision extends Cites>(
  decision: Decision,
  versions: readonly GuidelineHead[],
): Decision {
  const newest = versions.at(-1)
  if (!newest) return decision
  const clauses = decision.clauses.flatMap((id) => standingNow(id, newest, versions) ?? [])
  return { ...decision, guideline: newest.version, clauses: [...new Set(clauses)].sort() }
}

/** The clause of the newest version in which a clause's words stand now; null where they stand in none. */
function standingNow(id: string, newest: GuidelineHead, versions: readonly GuidelineHead[]): string | null {
  const seen = new Set<string>()
  for (let at: string | null = id; at !== null && !seen.has(at); ) {
    const here: string = at
    if (newest.clauses.some((clause) => clause.id === here)) return here
    seen.add(here)
    const left = versions.flatMap(({ gone }) => gone).filter((one) => one.id === here)
    at = left.at(-1)?.into ?? null
  }
  return null
}
