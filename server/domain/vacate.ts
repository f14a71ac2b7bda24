import { and, eq, inArray } from 'drizzle-orm'
import { counted } from '#shared/ballot.ts'
import { roundCloses } from '#shared/dispute.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { DisputeRecord, SeatRecord } from '#shared/record.ts'
import type { Asked } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'
import { disputeOf, disputeRecords } from './dispute-record.ts'
import { revealRound } from './round.ts'
import { poolOf, seatPanel } from './seat.ts'
import { tellLeads } from './session.ts'
import { membersOf, tell } from './told.ts'

const undecided = ['open', 'voting', 'revealed'] as const

/** Law 12: a removed member's seats in undecided disputes go to others, and the disputes go on. */
export async function leaveSeats(tx: Writer, asked: Asked, member: string): Promise<Fact[]> {
  const { dispute, seat } = tx.tables
  const seats = await present(
    tx,
    'seat',
    asked.project.id,
    and(eq(seat.member, member), eq(seat.state, 'seated')),
  )
  if (seats.length === 0) return []
  const records = await disputeRecords(
    tx,
    asked.project.id,
    and(
      inArray(
        dispute.id,
        seats.map((row) => row.dispute),
      ),
      inArray(dispute.state, [...undecided]),
    ),
  )
  return vacate(tx, asked, records, member)
}

/** Law 2 for what is learnt late: a member who turns out to be behind a rater of the item gives up the seat. */
export async function leaveConflicts(
  tx: Writer,
  asked: Asked,
  rater: string,
  member: string,
): Promise<Fact[]> {
  const { dispute, disputeVote } = tx.tables
  const voted = await tx
    .select({ dispute: disputeVote.dispute })
    .from(disputeVote)
    .where(and(eq(disputeVote.project, asked.project.id), eq(disputeVote.rater, rater)))
  if (voted.length === 0) return []
  const records = await disputeRecords(
    tx,
    asked.project.id,
    and(
      inArray(dispute.id, [...new Set(voted.map((row) => row.dispute))]),
      inArray(dispute.state, [...undecided]),
    ),
  )
  return vacate(tx, asked, records, member)
}

async function vacate(
  tx: Writer,
  asked: Asked,
  records: readonly DisputeRecord[],
  member: string,
): Promise<Fact[]> {
  const pool = await poolOf(tx, asked.project.id)
  pool.panelists = pool.panelists.filter(({ id }) => id !== member)
  const facts: Fact[] = []
  for (const dispute of records) {
    const left = Object.values(dispute.seats).find(
      (seat) => seat.member === member && seat.state === 'seated',
    )
    if (left) facts.push(...(await replace(tx, asked, dispute, left, pool)))
  }
  return facts
}

/** The seat is left with its open ballot; the least busy panelist without conflict takes a new one beside it. */
async function replace(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  left: SeatRecord,
  pool: Awaited<ReturnType<typeof poolOf>>,
): Promise<Fact[]> {
  const { seat } = tx.tables
  const [row] = await present(tx, 'seat', asked.project.id, eq(seat.id, left.id))
  await supersede(
    tx,
    'seat',
    asked.seq,
    and(eq(seat.project, asked.project.id), eq(seat.id, left.id))!,
    row!,
    { state: 'replaced' },
  )
  const after: DisputeRecord = {
    ...dispute,
    seats: { ...dispute.seats, [left.id]: { ...left, state: 'replaced' } },
  }
  const seats = Object.values(after.seats).filter(({ state }) => state === 'seated').length
  const taken = await seatPanel(
    tx,
    asked,
    { ...after, round: dispute.state === 'voting' ? dispute.round - 1 : dispute.round },
    seats + 1,
    pool,
  )
  const facts: Fact[] = [
    { kind: 'seat.left', dispute: dispute.id, seat: left.id, state: 'replaced' },
    ...taken,
  ]
  // Nobody was left to sit, and everybody who remains has cast: the round would wait for no one.
  const enough = taken.length === 0 && seats >= dispute.policy.quorum
  if (dispute.state === 'voting' && enough && roundCloses(after, counted(after).length, asked.at))
    facts.push(...(await revealRound(tx, asked, after)))
  return facts
}

/** Facts about seats reach the rooms they are about; all others go to the leads and to whom they concern. */
export async function tellOfSeats(
  tx: Writer,
  asked: Asked,
  facts: readonly Fact[],
  members: string[],
): Promise<Told[]> {
  const inRooms = Map.groupBy(
    facts.filter((fact) => 'dispute' in fact),
    (fact) => (fact as { dispute: string }).dispute,
  )
  const told = tellLeads(
    facts.filter((fact) => !('dispute' in fact)),
    members,
  )
  for (const [dispute, own] of inRooms)
    told.push(...(await tell(tx, asked.project.id, await disputeOf(tx, asked.project.id, dispute), own)))
  return told
}

/** Law 2 again, for votes that come when the panel sits already: a seat whose member is behind one of them goes to another. */
export async function leaveForVotes(
  tx: Writer,
  asked: Asked,
  raters: readonly string[],
): Promise<{ facts: Fact[]; told: Told[] }> {
  const facts: Fact[] = []
  for (const [rater, member] of await membersOf(tx, asked.project.id, raters))
    facts.push(...(await leaveConflicts(tx, asked, rater, member)))
  return { facts, told: await tellOfSeats(tx, asked, facts, []) }
}
