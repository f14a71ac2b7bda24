import Type from 'typebox'
import type { BallotRecord, DisputeRecord, DisputeVote, SeatRecord, SeatState } from './record.ts'
import { Id, QuestionKey } from './text.ts'

/** How many disputes one act may open. */
export const OPEN_AT_ONCE = 100
const Closed = { additionalProperties: false }
export const disputeCommands = {
  'dispute.open': {
    input: Type.Object(
      {
        items: Type.Array(
          Type.Object(
            { item: Id, questions: Type.Array(QuestionKey, { minItems: 1, maxItems: 20 }) },
            Closed,
          ),
          { minItems: 1, maxItems: OPEN_AT_ONCE },
        ),
      },
      Closed,
    ),
    may: ['lead'],
  },
  'dispute.withdraw': {
    input: Type.Object({ dispute: Id, reason: Type.String({ minLength: 1, maxLength: 2000 }) }, Closed),
    may: ['lead'],
  },
  'dispute.reopen': {
    input: Type.Object({ dispute: Id, reason: Type.String({ minLength: 1, maxLength: 2000 }) }, Closed),
    may: ['lead'],
  },
  'dispute.seat': { input: Type.Object({ dispute: Id, member: Id }, Closed), may: ['lead'] },
  'round.close': {
    input: Type.Object({ dispute: Id, round: Type.Integer({ minimum: 1 }) }, Closed),
    may: ['owner'],
  },
} as const

export type DisputeFact =
  | { kind: 'dispute.opened'; dispute: Omit<DisputeRecord, 'seats' | 'ballots' | 'decisions'> }
  | { kind: 'dispute.withdrawn'; dispute: string }
  | { kind: 'dispute.reopened'; dispute: string }
  | { kind: 'seat.taken'; dispute: string; seat: SeatRecord }
  | { kind: 'seat.left'; dispute: string; seat: string; state: SeatState }
  | { kind: 'round.opened'; dispute: string; round: number; deadline: number | null }
  | { kind: 'round.revealed'; dispute: string; round: number; ballots?: BallotRecord[] }
  | { kind: 'votes.arrived'; dispute: string; votes: DisputeVote[] }

/** A round closes when the last seat has cast, or at the deadline with quorum. */
export function roundCloses(dispute: DisputeRecord, castBy: number, now: number): boolean {
  const seats = Object.values(dispute.seats).filter((seat) => seat.state === 'seated').length
  if (seats > 0 && castBy >= seats) return true
  return (
    dispute.deadline !== null &&
    now >= dispute.deadline &&
    castBy >= Math.min(dispute.policy.quorum, seats) &&
    castBy > 0
  )
}

export function refuseReopen(dispute: DisputeRecord) {
  if (dispute.state !== 'decided') return 'not-decided'
}
export function refuseWithdraw(dispute: DisputeRecord) {
  if (dispute.state === 'decided') return 'decided-stays'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
}

export const fresh = (dispute: Omit<DisputeRecord, 'seats' | 'ballots' | 'decisions'>): DisputeRecord => ({
  ...dispute,
  seats: {},
  ballots: {},
  decisions: {},
})

/** One dispute after one fact. The server's full record and a screen's partial one fold the same way. */
export function applyDispute(
  dispute: DisputeRecord,
  fact: Exclude<DisputeFact, { kind: 'dispute.opened' }>,
): DisputeRecord {
  switch (fact.kind) {
    case 'dispute.withdrawn':
      return { ...dispute, state: 'withdrawn', deadline: null }
    case 'dispute.reopened':
      return dispute
    case 'seat.taken':
      return { ...dispute, seats: { ...dispute.seats, [fact.seat.id]: fact.seat } }
    case 'seat.left':
      return {
        ...dispute,
        seats: { ...dispute.seats, [fact.seat]: { ...dispute.seats[fact.seat]!, state: fact.state } },
      }
    case 'round.opened':
      return { ...dispute, state: 'voting', round: fact.round, deadline: fact.deadline }
    case 'round.revealed': {
      const ballots = { ...dispute.ballots }
      for (const ballot of fact.ballots ?? []) ballots[ballot.id] = ballot
      return { ...dispute, state: 'revealed', deadline: null, ballots }
    }
    case 'votes.arrived':
      return { ...dispute, votes: [...dispute.votes, ...fact.votes] }
  }
}
