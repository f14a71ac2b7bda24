import type { Role } from './member.ts'
import { pseudonyms } from './pseudonym.ts'
import type { BallotRecord, DisputeRecord } from './record.ts'

/** Who is looking: a member with roles; `rater` when a vote in the dispute is theirs. */
export type Viewer = { id: string; roles: readonly Role[]; owner: boolean }
export type Sight = 'watcher' | 'seat' | 'outside'

/** As much of a dispute as says who may read what of it. */
export type Room = Pick<DisputeRecord, 'state' | 'round' | 'seats' | 'ballots'>

/** Who reads how votes divide, and everything that is not sealed: as a seat of a case they would not be blind. */
export const watches = (viewer: Pick<Viewer, 'roles' | 'owner'>): boolean =>
  viewer.owner || viewer.roles.includes('lead') || viewer.roles.includes('auditor')
const mySeat = (dispute: Room, viewer: Viewer) =>
  Object.values(dispute.seats).find((seat) => seat.member === viewer.id && seat.state === 'seated')

/** As whom a viewer looks. A lead who also holds a seat looks as a seat would want to: blind, until the reveal. */
export function sightOf(dispute: Room, viewer: Viewer): Sight {
  if (mySeat(dispute, viewer)) return 'seat'
  return watches(viewer) ? 'watcher' : 'outside'
}

export const closed = (dispute: Room, round: number): boolean =>
  round < dispute.round || dispute.state === 'revealed' || dispute.state === 'decided'
const hasCast = (dispute: Room, seat: string, round: number) =>
  Object.values(dispute.ballots).some((ballot) => ballot.seat === seat && ballot.round === round)

/** The rounds whose ballots this viewer may read: all closed ones; whoever sat down later first casts their own. */
export function readableRounds(dispute: Room, viewer: Viewer): (round: number) => boolean {
  const sight = sightOf(dispute, viewer)
  const seat = mySeat(dispute, viewer)
  return (round) => {
    if (!closed(dispute, round)) return false
    if (sight === 'watcher' || dispute.state === 'decided') return true
    if (!seat) return false
    return seat.fromRound <= round || hasCast(dispute, seat.id, seat.fromRound)
  }
}

/** Whether this viewer reads a round of it in its room: then they also read and hear what is said there. */
export function readsRoom(dispute: Room, viewer: Viewer): boolean {
  const rounds = Array.from({ length: dispute.round }, (_, i) => i + 1)
  return sightOf(dispute, viewer) !== 'outside' && rounds.some(readableRounds(dispute, viewer))
}

/**
 * The record as far as this viewer may know it (DESIGN §3 and law 1), built field by field. Before the first reveal a
 * seat gets no votes, no way of choosing and no probability; nobody gets another seat's open ballot.
 */
export function viewDispute(dispute: DisputeRecord, viewer: Viewer): DisputeRecord {
  const sight = sightOf(dispute, viewer)
  const readable = readableRounds(dispute, viewer)
  const seat = mySeat(dispute, viewer)
  const talks = readsRoom(dispute, viewer)
  const seesSplit = sight === 'watcher' || talks
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
    votes: seesSplit ? lettered(dispute) : [],
    appeal: seesSplit ? dispute.appeal : null,
    barred: sight === 'watcher' ? dispute.barred : [],
    seats: Object.fromEntries(
      Object.values(dispute.seats).map((one) => [one.id, named ? one : { ...one, member: '' }]),
    ),
    ballots: Object.fromEntries(ballots.map((one) => [one.id, one])),
    decisions: Object.fromEntries(decisions.map((one) => [one.id, one])),
    threads: talks ? dispute.threads : {},
    causes: talks ? dispute.causes : {},
    opinions: talks || dispute.state === 'decided' ? dispute.opinions : {},
  }
}

const outline = ({ id, round, seat, casting, castAt }: BallotRecord): BallotRecord => ({
  id,
  round,
  seat,
  casting,
  castAt,
})

/** Raters go by letters of this item alone (law 10): their ids would tie what they said here to what they said elsewhere. */
function lettered({ item, votes }: DisputeRecord): DisputeRecord['votes'] {
  const names = pseudonyms(
    item,
    votes.map(({ rater }) => rater),
  )
  return votes.map((vote) => ({ ...vote, rater: names.get(vote.rater)! }))
}

/** Of the record at `now`, what a viewer could not read at `was` and does not hear otherwise. */
export type Seen = Pick<
  DisputeRecord,
  'chosen' | 'probability' | 'appeal' | 'votes' | 'ballots' | 'decisions' | 'threads' | 'causes' | 'opinions'
>
export function newlySeen(was: DisputeRecord, now: DisputeRecord, viewer: Viewer): Seen | undefined {
  const [before, after] = [viewDispute(was, viewer), viewDispute(now, viewer)]
  const ballots = Object.values(after.ballots).filter(
    ({ id, answers }) => was.ballots[id] && answers && !before.ballots[id]?.answers,
  )
  // What is drafted or signed in the same act is told as that; here only what stood before.
  const decisions = Object.values(was.decisions).filter(
    ({ id }) => after.decisions[id] && !before.decisions[id],
  )
  const split = before.votes.length !== after.votes.length
  if (!split && ballots.length === 0 && decisions.length === 0) return
  return {
    chosen: after.chosen,
    probability: after.probability,
    appeal: after.appeal,
    votes: after.votes,
    ballots: Object.fromEntries(ballots.map((one) => [one.id, one])),
    decisions: Object.fromEntries(decisions.map((one) => [one.id, one])),
    // What was said while this viewer could not yet read it; what they could read they have heard.
    threads: split ? after.threads : {},
    causes: split ? after.causes : {},
    opinions: split ? after.opinions : {},
  }
}
