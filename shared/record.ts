import type { BallotAnswer, Cause } from './answer.ts'
import type { Policy } from './policy.ts'
import type { Value } from './question.ts'

export const disputeStates = ['open', 'voting', 'revealed', 'decided', 'withdrawn'] as const
export type DisputeState = (typeof disputeStates)[number]
/** How a dispute came before its panel; only `random` feeds rates. */
export const chosenWays = ['queue', 'lone-dissent', 'random', 'appeal', 're-check'] as const
export type Chosen = (typeof chosenWays)[number]

export type SeatState = 'seated' | 'recused' | 'replaced'
export type SeatRecord = {
  id: string
  letter: string
  member: string
  chair: boolean
  notBlind: boolean
  fromRound: number
  state: SeatState
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
  seats: Record<string, SeatRecord>
  ballots: Record<string, BallotRecord>
  votes: DisputeVote[]
  decisions: Record<string, DecisionRecord>
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
  signedBy: string | null
  signedAt: number | null
  supersedes: string | null
  rationale?: string
}
