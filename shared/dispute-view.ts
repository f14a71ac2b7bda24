import type { Role } from './member.ts'
import type { BallotRecord, DisputeRecord } from './record.ts'

/** Who is looking: a member with roles; `rater` when a vote in the dispute is theirs. */
export type Viewer = { id: string; roles: readonly Role[]; owner: boolean }
export type Sight = 'watcher' | 'seat' | 'outside'

const watches = (viewer: Viewer) =>
  viewer.owner || viewer.roles.includes('lead') || viewer.roles.includes('auditor')
const mySeat = (dispute: DisputeRecord, viewer: Viewer) =>
  Object.values(dispute.seats).find((seat) => seat.member === viewer.id && seat.state === 'seated')

/** As whom a viewer looks. A lead who also holds a seat looks as a seat would want to: blind, until the reveal. */
export function sightOf(dispute: DisputeRecord, viewer: Viewer): Sight {
  if (mySeat(dispute, viewer)) return 'seat'
  return watches(viewer) ? 'watcher' : 'outside'
}

export const closed = (dispute: DisputeRecord, round: number): boolean =>
  round < dispute.round || dispute.state === 'revealed' || dispute.state === 'decided'
const hasCast = (dispute: DisputeRecord, seat: string, round: number) =>
  Object.values(dispute.ballots).some((ballot) => ballot.seat === seat && ballot.round === round)

/** The rounds whose ballots this viewer may read: all closed ones; whoever sat down later first casts their own. */
export function readableRounds(dispute: DisputeRecord, viewer: Viewer): (round: number) => boolean {
  const sight = sightOf(dispute, viewer)
  const seat = mySeat(dispute, viewer)
  return (round) => {
    if (!closed(dispute, round)) return false
    if (sight === 'watcher' || dispute.state === 'decided') return true
    if (!seat) return false
    return seat.fromRound <= round || hasCast(dispute, seat.id, seat.fromRound)
  }
}

/**
 * The record as far as this viewer may know it (DESIGN §3 and law 1), built field by field. Before the first reveal a
 * seat gets no votes, no way of choosing and no probability; nobody gets another seat's open ballot.
 */
export function viewDispute(dispute: DisputeRecord, viewer: Viewer): DisputeRecord {
  const sight = sightOf(dispute, viewer)
  const readable = readableRounds(dispute, viewer)
  const seat = mySeat(dispute, viewer)
  const rounds = Array.from({ length: dispute.round }, (_, i) => i + 1)
  const seesSplit = sight === 'watcher' || (sight === 'seat' && rounds.some(readable))
  const ballots = Object.values(dispute.ballots).map(
    (ballot): BallotRecord => (ballot.seat === seat?.id || readable(ballot.round) ? ballot : outline(ballot)),
  )
  const decisions = Object.values(dispute.decisions).filter(
    (one) => one.state !== 'drafted' || (sight !== 'outside' && readable(one.round)),
  )
  const named = sight !== 'outside' || viewer.roles.includes('panelist')
  return {
    ...dispute,
    chosen: seesSplit ? dispute.chosen : 'queue',
    probability: seesSplit ? dispute.probability : null,
    votes: seesSplit ? dispute.votes : [],
    seats: Object.fromEntries(
      Object.values(dispute.seats).map((one) => [one.id, named ? one : { ...one, member: '' }]),
    ),
    ballots: Object.fromEntries(ballots.map((one) => [one.id, one])),
    decisions: Object.fromEntries(decisions.map((one) => [one.id, one])),
  }
}

const outline = ({ id, round, seat, casting, castAt }: BallotRecord): BallotRecord => ({
  id,
  round,
  seat,
  casting,
  castAt,
})
