import { and, eq, inArray } from 'drizzle-orm'
import { counted } from '#shared/ballot.ts'
import { roundCloses } from '#shared/dispute.ts'
import { applyToDispute } from '#shared/dispute-state.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { DisputeRecord, Recusal, SeatRecord } from '#shared/record.ts'
import type { Asked } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { membersBehind, votedBy } from './conflict.ts'
import { disputeRecords } from './dispute-record.ts'
import { type Pool, poolOf, undecided } from './pool.ts'
import { revealRound } from './round.ts'
import { leaveSeat, seatNamed, seatPanel, sitting } from './seat.ts'
import { tellLeads } from './session.ts'
import { tell } from './told.ts'

/** What came of one dispute in a command that touches several: the record as it stood before, and the facts. */
export type InRoom = { dispute: DisputeRecord; facts: Fact[] }
export const factsIn = (rooms: readonly InRoom[]): Fact[] => rooms.flatMap(({ facts }) => facts)

/** Law 12: a removed member's seats in undecided disputes go to others, and the disputes go on. */
export async function leaveSeats(tx: Writer, asked: Asked, member: string): Promise<InRoom[]> {
  const { seat } = tx.tables
  const seats = await present(
    tx,
    'seat',
    asked.project.id,
    and(eq(seat.member, member), eq(seat.state, 'seated')),
  )
  return vacate(tx, asked, await undecidedOf(tx, asked, seats), member)
}

/** Law 2 for what is learnt late: a member who turns out to be behind a rater of the item gives up the seat. */
export async function leaveConflicts(
  tx: Writer,
  asked: Asked,
  raters: readonly string[],
  member: string,
): Promise<InRoom[]> {
  if (raters.length === 0) return []
  const { disputeVote } = tx.tables
  const voted = await tx
    .selectDistinct({ dispute: disputeVote.dispute })
    .from(disputeVote)
    .where(and(eq(disputeVote.project, asked.project.id), inArray(disputeVote.rater, [...raters])))
  return vacate(tx, asked, await undecidedOf(tx, asked, voted), member)
}

async function undecidedOf(read: Reader, asked: Asked, rows: readonly { dispute: string }[]) {
  const { dispute } = read.tables
  const ids = [...new Set(rows.map((row) => row.dispute))]
  return ids.length === 0
    ? []
    : disputeRecords(
        read,
        asked.project.id,
        and(inArray(dispute.id, ids), inArray(dispute.state, [...undecided])),
      )
}

async function vacate(
  tx: Writer,
  asked: Asked,
  records: readonly DisputeRecord[],
  member: string,
): Promise<InRoom[]> {
  const held = records.flatMap((dispute) => {
    const seat = sitting(dispute).find((one) => one.member === member)
    return seat ? [{ dispute, seat }] : []
  })
  if (held.length === 0) return []
  const pool = await poolOf(tx, asked.project.id, asked.at)
  pool.panelists = pool.panelists.filter(({ id }) => id !== member)
  const rooms: InRoom[] = []
  for (const { dispute, seat } of held)
    rooms.push({ dispute, facts: await replaceSeat(tx, asked, dispute, seat, pool) })
  return rooms
}

/** The seat is left with its open ballot; whoever is named, or the rules find, takes a new one beside it. */
export async function replaceSeat(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  left: SeatRecord,
  pool: Pool,
  how: { state: 'recused' | 'replaced'; why: Recusal | null; by?: string } = {
    state: 'replaced',
    why: null,
  },
): Promise<Fact[]> {
  const { by, ...leaving } = how
  const { fact, after } = await leaveSeat(tx, asked, dispute, left, leaving)
  const seats = sitting(after).length
  const taken = by
    ? [await seatNamed(tx, asked, after, by, pool)]
    : await seatPanel(tx, asked, after, seats + 1, pool)
  const facts: Fact[] = [fact, ...taken]
  // Nobody was left to sit, and everybody who remains has cast: the round would wait for no one.
  const enough = taken.length === 0 && seats >= dispute.policy.quorum
  if (dispute.state === 'voting' && enough && roundCloses(after, counted(after).length, asked.at))
    facts.push(...(await revealRound(tx, asked, after)))
  return facts
}

/** Before a dispute is heard again: seats whose members left, or turned out to be behind a vote, go to others. */
export async function renewSeats(tx: Writer, asked: Asked, dispute: DisputeRecord): Promise<Fact[]> {
  const pool = await poolOf(tx, asked.project.id, asked.at)
  const raters = dispute.votes.map(({ rater }) => rater)
  const facts: Fact[] = []
  let now = dispute
  for (const seat of sitting(dispute)) {
    const there = pool.panelists.some(({ id }) => id === seat.member)
    if (there && !votedBy(pool.behind, raters, seat.member)) continue
    const own = await replaceSeat(tx, asked, now, seat, pool)
    facts.push(...own)
    now = afterSeats(now, own)
  }
  return facts
}

/** The record after facts about its seats. */
export const afterSeats = (dispute: DisputeRecord, facts: readonly Fact[]): DisputeRecord =>
  facts.reduce((record, fact) => ('seat' in fact ? applyToDispute(record, fact) : record), dispute)

/** Facts about seats reach the rooms they are about; all others go to the leads and to whom they concern. */
export async function tellOfSeats(
  tx: Writer,
  asked: Asked,
  people: readonly Fact[],
  rooms: readonly InRoom[],
  members: string[],
): Promise<Told[]> {
  const told = tellLeads(people, members)
  for (const { dispute, facts } of rooms) told.push(...(await tell(tx, asked.project.id, dispute, facts)))
  return told
}

/** Law 2 again, for votes that come when the panel sits already: a seat whose member is behind one of them goes to another. */
export async function leaveForVotes(
  tx: Writer,
  asked: Asked,
  raters: readonly string[],
): Promise<{ facts: Fact[]; told: Told[] }> {
  const known = new Set(raters)
  const voted = new Map<string, string[]>()
  if (known.size > 0)
    for (const [rater, members] of await membersBehind(tx, asked.project.id))
      if (known.has(rater))
        for (const member of members) voted.set(member, [...(voted.get(member) ?? []), rater])
  const rooms: InRoom[] = []
  for (const [member, own] of voted) rooms.push(...(await leaveConflicts(tx, asked, own, member)))
  return { facts: factsIn(rooms), told: await tellOfSeats(tx, asked, [], rooms, []) }
}
