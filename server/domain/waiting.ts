import { and, eq, inArray } from 'drizzle-orm'
import { seatsWanted } from '#shared/dispute.ts'
import type { Fact } from '#shared/facts.ts'
import type { Policy } from '#shared/policy.ts'
import type { DisputeRecord } from '#shared/record.ts'
import type { Asked } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { disputeRecords } from './dispute-record.ts'
import { caseOf, type Pool, poolOf, undecided, unfitFor } from './pool.ts'
import { openRound } from './round.ts'
import { seatOne, seatPanel, sitting } from './seat.ts'
import type { InRoom } from './vacate.ts'

/** So many must sit before a round can open. */
const enough = ({ quorum, seats }: Policy): number => Math.min(quorum, seats)

/** Round 1 opens once enough sit. `taken`: how many have just sat down. */
export async function beginIfEnough(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  taken: number,
): Promise<Fact[]> {
  const waits = dispute.state === 'open' && sitting(dispute).length + taken >= enough(dispute.policy)
  return waits ? [await openRound(tx, asked, dispute, 1)] : []
}

/** Seats the panel as far as there is anybody, and opens the first round when enough sit. */
export async function fillSeats(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  pool: Pool,
): Promise<Fact[]> {
  const taken = await seatPanel(tx, asked, dispute, seatsWanted(dispute), pool)
  return [...taken, ...(await beginIfEnough(tx, asked, dispute, taken.length))]
}

/** Disputes whose seats were short take whoever can sit by now, the oldest first. */
export async function fillWaiting(tx: Writer, asked: Asked): Promise<InRoom[]> {
  const rooms: InRoom[] = []
  const short = await shortOfSeats(tx, asked.project.id)
  if (short.length === 0) return rooms
  const pool = await poolOf(tx, asked.project.id, asked.at)
  for (const dispute of short) {
    const facts = await fillSeats(tx, asked, dispute, pool)
    if (facts.length > 0) rooms.push({ dispute, facts })
  }
  return rooms
}

/** Disputes not yet heard, or in a round, with fewer seats than their policy asks for; the oldest first. */
export async function shortOfSeats(read: Reader, project: string): Promise<DisputeRecord[]> {
  const { dispute, seat } = read.tables
  const rows = await present(read, 'dispute', project, inArray(dispute.state, ['open', 'voting']))
  if (rows.length === 0) return []
  const taken = new Map<string, number>()
  for (const row of await present(read, 'seat', project, eq(seat.state, 'seated')))
    taken.set(row.dispute, (taken.get(row.dispute) ?? 0) + 1)
  const most = ({ seats }: Policy) => Math.max(seats, 3)
  const ids = rows.filter(({ id, policy }) => (taken.get(id) ?? 0) < most(policy)).map(({ id }) => id)
  if (ids.length === 0) return []
  const records = await disputeRecords(read, project, inArray(dispute.id, ids))
  return records
    .filter((record) => sitting(record).length < seatsWanted(record))
    .sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))
}

/** A guest takes the seat they were invited to, unless they voted on the item or it is settled. */
export async function seatGuest(tx: Writer, asked: Asked, member: string, id: string): Promise<InRoom[]> {
  const { dispute: table } = tx.tables
  const [dispute] = await disputeRecords(
    tx,
    asked.project.id,
    and(eq(table.id, id), inArray(table.state, [...undecided])),
  )
  if (!dispute) return []
  const pool = await poolOf(tx, asked.project.id, asked.at)
  const one = pool.panelists.find((candidate) => candidate.id === member)
  const about = await caseOf(tx, asked.project.id, pool, dispute)
  if (!one || unfitFor(pool, dispute, about, one) !== null) return []
  const taken = await seatOne(tx, asked, dispute, about, one, pool)
  return [{ dispute, facts: [taken, ...(await beginIfEnough(tx, asked, dispute, 1))] }]
}
