import Type from 'typebox'
import { BallotAnswer } from './answer.ts'
import type { BallotRecord, DisputeRecord, SeatRecord } from './record.ts'
import { Id, QuestionKey } from './text.ts'

/** Longest argument, in UTF-16 units; a line suffices. */
export const ARGUMENT_LENGTH = 2000
/** Castings one seat may make in one round. */
export const CASTINGS = 50

export const CastBallot = Type.Object(
  {
    dispute: Id,
    round: Type.Integer({ minimum: 1 }),
    answers: Type.Array(BallotAnswer, { minItems: 1, maxItems: 20 }),
    arguments: Type.Record(QuestionKey, Type.String({ maxLength: ARGUMENT_LENGTH })),
    sawSplit: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type CastBallot = Type.Static<typeof CastBallot>

export const ballotCommands = { 'ballot.cast': { input: CastBallot, may: ['panelist', 'lead'] } } as const

export type BallotFact =
  | { kind: 'ballot.cast'; dispute: string; ballot: BallotRecord }
  | { kind: 'ballot.refused_late'; dispute: string; seat: string; round: number }

/** May this member cast in this round now? Returns why not, or nothing. Asked by the server and by the ballot form. */
export function refuseBallot(dispute: DisputeRecord, member: string, round: number) {
  const seat = seatOf(dispute, member)
  if (!seat) return 'not-on-panel'
  if (dispute.state === 'withdrawn') return 'dispute-withdrawn'
  if (dispute.state !== 'voting' || dispute.round !== round) return 'round-closed'
  if (castingsOf(dispute, seat.id).length >= CASTINGS) return 'too-many-castings'
}

export const seatOf = (dispute: DisputeRecord, member: string): SeatRecord | undefined =>
  Object.values(dispute.seats).find((seat) => seat.member === member && seat.state === 'seated')

const castingsOf = (dispute: DisputeRecord, seat: string) =>
  Object.values(dispute.ballots).filter((ballot) => ballot.seat === seat && ballot.round === dispute.round)

/** The casting that counts for each seat of a round: the last one. */
export function counted(
  dispute: Pick<DisputeRecord, 'round' | 'seats' | 'ballots'>,
  round = dispute.round,
): BallotRecord[] {
  const last = new Map<string, BallotRecord>()
  for (const ballot of Object.values(dispute.ballots)) {
    if (ballot.round !== round || dispute.seats[ballot.seat]?.state !== 'seated') continue
    if ((last.get(ballot.seat)?.casting ?? 0) < ballot.casting) last.set(ballot.seat, ballot)
  }
  return [...last.values()].sort((a, b) =>
    dispute.seats[a.seat]!.letter < dispute.seats[b.seat]!.letter ? -1 : 1,
  )
}
