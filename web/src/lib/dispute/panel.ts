import type { RoomView } from '#lib/dispute/room-view.ts'
import { m } from '#lib/paraglide/messages.js'
import { counted } from '#shared/ballot.ts'
import type { BallotRecord, DisputeRecord, SeatRecord } from '#shared/record.ts'

export const stages = ['brief', 'ballot', 'reveal', 'decision'] as const
export type Stage = (typeof stages)[number]

export function stageOf({ state }: DisputeRecord): Stage {
  if (state === 'open') return 'brief'
  if (state === 'voting') return 'ballot'
  return state === 'decided' ? 'decision' : 'reveal'
}

/** The seats that count, by letter. */
export const seatsOf = (dispute: DisputeRecord): SeatRecord[] =>
  Object.values(dispute.seats)
    .filter(({ state }) => state === 'seated')
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))

/** Which seats have cast in the round under way. */
export const castSeats = (dispute: DisputeRecord): Set<string> =>
  new Set(counted(dispute).map(({ seat }) => seat))

/** My ballot that counts in this round, with what it says. */
export function ownBallot({ dispute, me }: RoomView): BallotRecord | undefined {
  return counted(dispute).find(({ seat, answers }) => seat === me.seat && answers !== undefined)
}

/** Rounds whose ballots this viewer may read, the latest first. */
export function openRounds({ dispute }: RoomView): { round: number; ballots: BallotRecord[] }[] {
  const last = dispute.state === 'voting' ? dispute.round - 1 : dispute.round
  return Array.from({ length: Math.max(0, last) }, (_none, i) => last - i)
    .map((round) => ({
      round,
      ballots: counted(dispute, round).filter(({ answers }) => answers !== undefined),
    }))
    .filter(({ ballots }) => ballots.length > 0)
}

/** A person's name, their seat's letter where names are not for this viewer, or that it is a lead. */
export function personName({ names, dispute }: Pick<RoomView, 'names' | 'dispute'>, member: string): string {
  const seat = Object.values(dispute.seats).find((one) => one.member === member)
  return names[member] ?? (seat ? m.dispute_seat({ letter: seat.letter }) : m.dispute_a_lead())
}

/** A seat's name, or its letter where names are not for this viewer. */
export const seatName = ({ names }: Pick<RoomView, 'names'>, seat: SeatRecord): string =>
  names[seat.member] ?? m.dispute_seat({ letter: seat.letter })
