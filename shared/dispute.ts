import Type from 'typebox'
import { DAY } from './account.ts'
import type { Actor } from './member.ts'
import {
  type BallotRecord,
  type DisputeRecord,
  type DisputeVote,
  type Recusal,
  recusals,
  type SeatRecord,
  type SeatState,
} from './record.ts'
import { Id, oneOf, QuestionKey } from './text.ts'

/** How many disputes one act may open. */
export const OPEN_AT_ONCE = 100
/** Longest a deadline is moved at once, hours. */
export const EXTEND_HOURS = 24 * 30
const Closed = { additionalProperties: false }
const Reason = Type.String({ minLength: 1, maxLength: 2000 })
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
    input: Type.Object({ dispute: Id, reason: Reason }, Closed),
    may: ['lead'],
  },
  'dispute.reopen': {
    input: Type.Object({ dispute: Id, reason: Reason }, Closed),
    may: ['lead'],
  },
  'dispute.seat': { input: Type.Object({ dispute: Id, member: Id }, Closed), may: ['lead'] },
  'dispute.hold': {
    input: Type.Object({ dispute: Id, reason: Reason }, Closed),
    may: ['lead', 'panelist'],
  },
  'dispute.resume': { input: Type.Object({ dispute: Id }, Closed), may: ['lead', 'panelist'] },
  /** The clock asks when nobody could be found to hear a dispute in time. */
  'dispute.unheard': { input: Type.Object({ dispute: Id }, Closed), may: ['owner'] },
  'seat.recuse': {
    input: Type.Object(
      { dispute: Id, why: oneOf(recusals), words: Type.Optional(Type.String({ maxLength: 2000 })) },
      Closed,
    ),
    may: ['panelist', 'lead'],
  },
  /** `member`: who takes the seat; nobody named: whoever the rules find. */
  'seat.replace': {
    input: Type.Object({ dispute: Id, seat: Id, member: Type.Optional(Id), reason: Reason }, Closed),
    may: ['lead'],
  },
  'round.extend': {
    input: Type.Object(
      {
        dispute: Id,
        round: Type.Integer({ minimum: 1 }),
        hours: Type.Integer({ minimum: 1, maximum: EXTEND_HOURS }),
      },
      Closed,
    ),
    may: ['lead', 'panelist'],
  },
  'round.close': {
    input: Type.Object({ dispute: Id, round: Type.Integer({ minimum: 1 }) }, Closed),
    may: ['owner'],
  },
} as const

/** A dispute as it opens, before anybody sits. */
export type Opening = Omit<
  DisputeRecord,
  'seats' | 'ballots' | 'decisions' | 'threads' | 'causes' | 'opinions'
>
export type DisputeFact =
  | { kind: 'dispute.opened'; dispute: Opening }
  | { kind: 'dispute.withdrawn'; dispute: string }
  /** `guideline`: the version it is heard under from now on. */
  | { kind: 'dispute.reopened'; dispute: string; guideline?: number | null }
  | { kind: 'dispute.held'; dispute: string }
  | { kind: 'dispute.resumed'; dispute: string }
  | { kind: 'round.extended'; dispute: string; round: number; deadline: number }
  | { kind: 'seat.taken'; dispute: string; seat: SeatRecord }
  | { kind: 'seat.left'; dispute: string; seat: string; state: SeatState; why: Recusal | null }
  | { kind: 'round.opened'; dispute: string; round: number; deadline: number | null }
  | { kind: 'round.revealed'; dispute: string; round: number; at: number; ballots?: BallotRecord[] }
  | { kind: 'votes.arrived'; dispute: string; votes: DisputeVote[] }

/** The round of the last signature before this one: rounds are counted from there, for what is reopened is heard anew. */
export const lastSigned = ({ decisions }: Pick<DisputeRecord, 'decisions'>): number =>
  Math.max(
    0,
    ...Object.values(decisions)
      .filter(({ state }) => state !== 'drafted')
      .map(({ round }) => round),
  )

/** Seats the panel should have: two that differed want a third from the next round on. */
export function seatsWanted(dispute: Pick<DisputeRecord, 'policy' | 'round' | 'decisions'>): number {
  const { seats, thirdOnConflict } = dispute.policy
  return thirdOnConflict && seats === 2 && dispute.round - lastSigned(dispute) > 1 ? 3 : seats
}

/** A round closes when the last seat has cast, or at the deadline with quorum; never while it is held. */
export function roundCloses(dispute: DisputeRecord, castBy: number, now: number): boolean {
  if (dispute.held) return false
  const seats = Object.values(dispute.seats).filter((seat) => seat.state === 'seated').length
  if (seats > 0 && castBy >= seats) return true
  return (
    dispute.deadline !== null &&
    now >= dispute.deadline &&
    castBy >= Math.min(dispute.policy.quorum, seats) &&
    castBy > 0
  )
}

/** The deadline has passed, without enough ballots to open: the policy's late way begins. */
export const deadlinePassed = (dispute: DisputeRecord, now: number): boolean =>
  dispute.state === 'voting' && dispute.deadline !== null && now >= dispute.deadline

/** What the chair may do, or a lead or owner in their place. */
export function refuseChair(dispute: DisputeRecord, actor: Pick<Actor, 'id' | 'roles' | 'owner'>) {
  if (actor.roles.includes('lead') || actor.owner) return
  const seat = Object.values(dispute.seats).find((one) => one.member === actor.id && one.state === 'seated')
  if (!seat) return 'not-on-panel'
  if (!seat.chair) return 'not-chair'
}
export function refuseHold(dispute: DisputeRecord) {
  if (dispute.state === 'decided') return 'decided-stays'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
  if (dispute.state === 'open') return 'no-round'
  if (dispute.held) return 'round-held'
}
export function refuseExtend(dispute: DisputeRecord, round: number) {
  if (dispute.state === 'decided') return 'decided-stays'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
  if (dispute.state !== 'voting' || dispute.round !== round) return 'no-round'
}
/** A seat is given up until the ballot of the round is cast: from then on it counts. */
export function refuseRecusal(dispute: DisputeRecord, member: string) {
  if (dispute.state === 'decided') return 'decided-stays'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
  const seat = Object.values(dispute.seats).find((one) => one.member === member && one.state === 'seated')
  if (!seat) return 'not-seated'
  const cast = Object.values(dispute.ballots).some(
    (ballot) => ballot.seat === seat.id && ballot.round === dispute.round,
  )
  if (dispute.state === 'revealed' || cast) return 'recuse-late'
}

/** Nobody could be found to hear it within the project's limit: its votes are excused, and it can still be heard. */
export function refuseUnheard(dispute: DisputeRecord, now: number) {
  const late = now >= dispute.openedAt + dispute.policy.unheardDays * DAY
  // An appeal that nobody hears lapses instead (shared/appeal.ts).
  if (dispute.appeal !== null) return 'not-unheard'
  if (!waitsForPanel(dispute) || !late || Object.keys(dispute.decisions).length > 0) return 'not-unheard'
}

/** Nobody sits in it, so nobody hears it. */
export function waitsForPanel({ state, seats }: Pick<DisputeRecord, 'state' | 'seats'>): boolean {
  const seated = Object.values(seats).some((seat) => seat.state === 'seated')
  return state === 'open' || (state === 'voting' && !seated)
}

export function refuseReopen(dispute: DisputeRecord) {
  if (dispute.state !== 'decided') return 'not-decided'
}
export function refuseWithdraw(dispute: DisputeRecord) {
  if (dispute.appeal !== null) return 'hears-appeal'
  if (dispute.state === 'decided') return 'decided-stays'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
}

export const fresh = (dispute: Opening): DisputeRecord => ({
  ...dispute,
  seats: {},
  ballots: {},
  decisions: {},
  threads: {},
  causes: {},
  opinions: {},
})

/** One dispute after one fact. The server's full record and a screen's partial one fold the same way. */
export function applyDispute(
  dispute: DisputeRecord,
  fact: Exclude<DisputeFact, { kind: 'dispute.opened' }>,
): DisputeRecord {
  switch (fact.kind) {
    case 'dispute.withdrawn':
      return { ...dispute, state: 'withdrawn', deadline: null, held: false }
    case 'dispute.reopened':
      return fact.guideline === undefined ? dispute : { ...dispute, guideline: fact.guideline }
    case 'seat.taken':
      return { ...dispute, seats: { ...dispute.seats, [fact.seat.id]: fact.seat } }
    case 'seat.left':
      return {
        ...dispute,
        seats: {
          ...dispute.seats,
          [fact.seat]: { ...dispute.seats[fact.seat]!, state: fact.state, why: fact.why },
        },
      }
    case 'dispute.held':
    case 'dispute.resumed':
      return { ...dispute, held: fact.kind === 'dispute.held' }
    case 'round.extended':
      return { ...dispute, deadline: fact.deadline }
    case 'round.opened':
      return { ...dispute, state: 'voting', round: fact.round, deadline: fact.deadline }
    case 'round.revealed': {
      const ballots = { ...dispute.ballots }
      for (const ballot of fact.ballots ?? []) ballots[ballot.id] = ballot
      return { ...dispute, state: 'revealed', deadline: null, revealedAt: fact.at, ballots }
    }
    case 'votes.arrived':
      return { ...dispute, votes: [...dispute.votes, ...fact.votes] }
  }
}
