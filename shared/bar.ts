import Type from 'typebox'
import type { Rate } from './standing.ts'
import { Id, oneOf, QuestionKey } from './text.ts'

/** Bases a bar may look at (laws 6 and 8): what a panel decided, or gold, of items that were drawn at random. */
export const barBases = ['decision', 'gold'] as const
export type BarBasis = (typeof barBases)[number]
/** What follows below the bar, from the mildest on. What it means in the labelling tool is the project's to say. */
export const consequences = ['notice', 'pause', 'removal'] as const
export type Consequence = (typeof consequences)[number]

/** A date as people write it in a plan: a review happens at its first moment, UTC. */
const Day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' })
/** A project's bar, versioned. */
export const Bar = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    basis: oneOf(barBases),
    /** One question, or all of them together. */
    question: Type.Union([QuestionKey, Type.Null()]),
    bar: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
    /** Fewest independent cases: never below `RATE_FROM`. */
    minimum: Type.Integer({ minimum: 20, maximum: 10_000 }),
    /** When it is looked at: fixed beforehand, for each look is one more chance to be wrong. */
    reviews: Type.Array(Day, { minItems: 1, maxItems: 60, uniqueItems: true }),
    follows: oneOf(consequences),
  },
  { additionalProperties: false },
)
export type Bar = Type.Static<typeof Bar>

/** Pairs of ballots from which it is said how far a panel agrees, and from which no bar may stand above that. */
export const PAIRS_FROM = 20
/** Days a rater has to answer before anybody may sign. */
export const ANSWER_DAYS = 7
export const sanctionStates = ['proposed', 'imposed', 'dropped', 'withdrawn', 'lifted'] as const
export type SanctionState = (typeof sanctionStates)[number]
export const sanctionVerdicts = ['impose', 'drop', 'lift'] as const
export type SanctionVerdict = (typeof sanctionVerdicts)[number]
export type SanctionSignature = { by: string; at: number; verdict: SanctionVerdict }

/** An act against a person, proposed by the bar, never done by it (law 8). `withdrawn`: its ground fell away before it was signed. */
export type SanctionRecord = {
  id: string
  rater: string
  /** Version of the bar, and the review date that found it. */
  bar: number
  review: string
  basis: BarBasis
  question: string | null
  follows: Consequence
  /** As it stood at the review. */
  rate: Rate
  proposedAt: number
  answerBy: number
  answeredAt: number | null
  state: SanctionState
  signatures: SanctionSignature[]
}

const Closed = { additionalProperties: false }
const Words = Type.String({ minLength: 1, maxLength: 4000 })
export const barCommands = {
  'bar.set': {
    input: Type.Omit(Bar, ['version'], Closed),
    may: ['owner', 'lead'],
    ifMatch: true,
  },
  /** No bar from now on; what is proposed and not yet signed is withdrawn. */
  'bar.end': { input: Type.Object({ reason: Words }, Closed), may: ['owner', 'lead'] },
  /** The clock asks at each review date; a lead may ask for one the clock has missed. */
  'bar.review': { input: Type.Object({ date: Day }, Closed), may: ['owner', 'lead'] },
  /** The rater's answer; a later one takes the place of the one before, until it is signed. */
  'sanction.answer': { input: Type.Object({ sanction: Id, text: Words }, Closed), may: ['rater'] },
  /** `If-Match` names the answer that was read: when it was given, 0 while there is none. */
  'sanction.sign': {
    input: Type.Object({ sanction: Id, verdict: oneOf(sanctionVerdicts), words: Words }, Closed),
    may: ['lead', 'panelist'],
    ifMatch: true,
  },
} as const

export type BarFact =
  | { kind: 'bar.set'; bar: Bar }
  | { kind: 'bar.ended' }
  | { kind: 'bar.reviewed'; date: string; bar: number; looked: number; proposed: number }
  | { kind: 'sanctions.proposed'; sanctions: SanctionRecord[] }
  | { kind: 'sanction.answered'; sanction: string; at: number }
  | { kind: 'sanction.signed'; sanction: string; signature: SanctionSignature; state: SanctionState }
  | { kind: 'sanctions.withdrawn'; sanctions: string[] }

export type Sanctions = Record<string, SanctionRecord>
export function applySanction(
  sanctions: Sanctions,
  fact: Exclude<BarFact, { kind: 'bar.set' | 'bar.ended' | 'bar.reviewed' }>,
): Sanctions {
  const next = { ...sanctions }
  switch (fact.kind) {
    case 'sanctions.proposed':
      for (const one of fact.sanctions) next[one.id] = one
      return next
    case 'sanctions.withdrawn':
      for (const id of fact.sanctions) if (next[id]) next[id] = { ...next[id], state: 'withdrawn' }
      return next
    case 'sanction.answered':
      if (next[fact.sanction]) next[fact.sanction] = { ...next[fact.sanction]!, answeredAt: fact.at }
      return next
    case 'sanction.signed': {
      const one = next[fact.sanction]
      if (!one) return sanctions
      return {
        ...next,
        [one.id]: { ...one, state: fact.state, signatures: [...one.signatures, fact.signature] },
      }
    }
  }
}

/** The first moment, UTC, of a review date; undefined where the calendar has no such day. */
export function dayOf(date: string): number | undefined {
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? undefined : at
}

/** Why a bar cannot be set: `agreement` is how far the panel agrees with itself. */
export function refuseBar(
  { bar, reviews }: Pick<Bar, 'bar' | 'reviews'>,
  { at, agreement }: { at: number; agreement: Pick<Rate, 'share' | 'n'> | null },
) {
  if (reviews.some((date) => dayOf(date) === undefined)) return 'day-unknown'
  // A date that is gone was not fixed beforehand: it would be a look at what is known already.
  if (reviews.every((date) => dayOf(date)! <= at)) return 'reviews-past'
  if (isAbovePanel(bar, agreement)) return 'bar-above-panel'
}

/** Nobody is held to more than the panel holds itself to, once that is known. */
export const isAbovePanel = (bar: number, agreement: Pick<Rate, 'share' | 'n'> | null): boolean =>
  agreement !== null && agreement.n >= PAIRS_FROM && bar > agreement.share

/** Why a bar that was set at `since` is not looked at for this date now; `looked`: the dates that were. */
export function refuseLook(
  { reviews }: Pick<Bar, 'reviews'>,
  date: string,
  { since, at, looked }: { since: number; at: number; looked: readonly string[] },
) {
  const day = dayOf(date)
  if (day === undefined || day <= since || !reviews.includes(date)) return 'review-not-fixed'
  if (looked.includes(date)) return 'reviewed-already'
  if (day > at) return 'review-not-due'
}

/** Wholly below, on enough independent cases: nothing less may be proposed against anybody (law 8). */
export const isBelow = (rate: Rate | null, bar: number, minimum: number): boolean =>
  rate !== null && rate.effective >= minimum && rate.high < bar

type Signed = { by: string; verdict: SanctionVerdict }
/** Whether each signature counts: who signs the same matter otherwise later has changed their mind. */
export const counting = (signatures: readonly Signed[]): boolean[] =>
  signatures.map(
    (one, at) => !signatures.slice(at + 1).some((later) => later.by === one.by && sameMatter(later, one)),
  )
const sameMatter = (a: Signed, b: Signed): boolean => (a.verdict === 'lift') === (b.verdict === 'lift')

/** Two persons sign with the same verdict; this is the state after one more signature. */
export function stateAfter(sanction: SanctionRecord, signature: SanctionSignature): SanctionState {
  const counts = counting([...sanction.signatures, signature])
  const other = sanction.signatures.some(
    ({ by, verdict }, at) => counts[at] && by !== signature.by && verdict === signature.verdict,
  )
  if (!other) return sanction.state
  return ({ impose: 'imposed', drop: 'dropped', lift: 'lifted' } as const)[signature.verdict]
}

/** May this member sign now? `open`: an appeal of the rater that was filed before the proposal and is not answered. */
export function refuseSanction(
  sanction: SanctionRecord,
  given: { by: string; verdict: SanctionVerdict; at: number },
  about: { theirs: boolean; open: boolean },
) {
  if (about.theirs) return 'own-sanction'
  if (sanction.state === 'proposed' && given.verdict === 'lift') return 'sanction-verdict'
  // What two have imposed is settled but for lifting it.
  if (sanction.state !== 'proposed' && !(sanction.state === 'imposed' && given.verdict === 'lift'))
    return 'sanction-settled'
  const counts = counting(sanction.signatures)
  const signed = sanction.signatures.some(
    ({ by, verdict }, at) => counts[at] && by === given.by && verdict === given.verdict,
  )
  if (signed) return 'signed-already'
  if (given.verdict !== 'impose') return
  if (sanction.answeredAt === null && given.at < sanction.answerBy) return 'answer-awaited'
  if (about.open) return 'appeal-open'
}

/** May the rater answer, or answer anew? Whoever signed to impose it has signed with the answer as it stood. */
export function refuseSanctionAnswer({ state, signatures }: Pick<SanctionRecord, 'state' | 'signatures'>) {
  if (state !== 'proposed') return 'sanction-settled'
  if (signatures.some(({ verdict }) => verdict === 'impose')) return 'answer-late'
}
