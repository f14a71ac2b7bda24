import type { BallotAnswer, Cause } from './answer.ts'
import type { NamedCause } from './cause.ts'
import type { OpinionRecord } from './opinion.ts'
import type { Policy } from './policy.ts'
import type { Value } from './question.ts'
import type { Threads } from './thread.ts'

export const disputeStates = ['open', 'voting', 'revealed', 'decided', 'withdrawn'] as const
export type DisputeState = (typeof disputeStates)[number]
/** How a dispute came before its panel; only `random` feeds rates. */
export const chosenWays = ['queue', 'lone-dissent', 'random', 'appeal', 're-check'] as const
export type Chosen = (typeof chosenWays)[number]

export const recusals = ['conflict', 'expertise', 'time', 'sensitive', 'other'] as const
/** Why somebody does not sit; none of these is ever held against them. */
export type Recusal = (typeof recusals)[number]
export type SeatState = 'seated' | 'recused' | 'replaced'
export type SeatRecord = {
  id: string
  letter: string
  member: string
  chair: boolean
  notBlind: boolean
  fromRound: number
  /** Sits in this dispute alone. */
  guest: boolean
  state: SeatState
  why: Recusal | null
}
/** A vote as the panel settles it. Sealed from the seats until reveal. */
export type DisputeVote = {
  vote: string
  rater: string
  question: string
  value: Value
  version: number | null
  at: number | null
  late?: boolean
}

/** All disputed questions of one item, as far as whoever holds this record may know it. */
export type DisputeRecord = {
  id: string
  item: string
  questions: string[]
  chosen: Chosen
  probability: number | null
  state: DisputeState
  round: number
  policy: Policy
  guideline: number | null
  openedAt: number
  deadline: number | null
  /** The chair holds the stage: nothing advances by rule. */
  held: boolean
  /** When the last round was opened to all. */
  revealedAt: number | null
  seats: Record<string, SeatRecord>
  ballots: Record<string, BallotRecord>
  votes: DisputeVote[]
  /** The appeal it hears; null for a first hearing. */
  appeal: string | null
  /** Members who may not sit: on an appeal the first panel and whoever admitted it. */
  barred: string[]
  decisions: Record<string, DecisionRecord>
  threads: Threads
  causes: Record<string, NamedCause>
  opinions: Record<string, OpinionRecord>
}

/** A casting as the record keeps it. Before reveal only its seat knows `answers`; others know that it was cast. */
export type BallotRecord = {
  id: string
  round: number
  seat: string
  casting: number
  castAt: number
  answers?: BallotAnswer[]
  arguments?: Record<string, string>
}

export const decisionKinds = [
  'majority-upheld',
  'minority-upheld',
  'new-answer',
  'several-valid',
  'irresolvable',
  'none',
  'defective',
  'out-of-scope',
] as const
export type DecisionKind = (typeof decisionKinds)[number]
/** One cause for each losing camp; null where the panel was tied on it, which excuses. */
export type Causes = { camp: Value; cause: Cause | null }[]

/** What a decision should have before it is signed; what is missing can be overridden with a reason, for everybody to read. */
export const requirementNames = [
  'quorum',
  'conflict-checked',
  'clause-cited',
  'rationale-written',
  'threads-resolved',
  'majority-error-reasoned',
] as const
export type RequirementName = (typeof requirementNames)[number]
export type DecisionState = 'drafted' | 'signed' | 'superseded'
export type DecisionRecord = {
  id: string
  round: number
  question: string
  kind: DecisionKind
  values: { value: Value; weight: number }[]
  causes: Causes
  clauses: string[]
  guideline: number | null
  ballots: string[]
  state: DecisionState
  alike: boolean
  /** Signed from the consent list, without being written up. */
  consent: boolean
  /** A seat took it out of the consent list: it has to be written up. */
  pulled: boolean
  /** Votes whose cause is another than their camp's. */
  voteCauses: { vote: string; cause: Cause }[]
  /** What was not met when it was signed all the same, with a reason. */
  overridden: RequirementName[]
  signedBy: string | null
  signedAt: number | null
  supersedes: string | null
  /** The decision whose outcome it takes over, for a case that is alike. */
  follows: string | null
  rationale?: string
}
