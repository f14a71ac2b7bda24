import { eq, inArray } from 'drizzle-orm'
import type { DisputeFact } from '#shared/dispute.ts'
import type { DisputeRecord, SeatRecord } from '#shared/record.ts'
import type { Asked } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'

type Panelist = { id: string; lead: boolean; load: number }
export type Pool = { panelists: Panelist[]; linked: Map<string, string> }
type SeatTaken = Extract<DisputeFact, { kind: 'seat.taken' }>

/** Who could sit: the project's panelists with their present load, and which member is behind which rater. */
export async function poolOf(read: Reader, project: string): Promise<Pool> {
  const { dispute, seat } = read.tables
  const open = (
    await present(read, 'dispute', project, inArray(dispute.state, ['open', 'voting', 'revealed']))
  ).map(({ id }) => id)
  const seats = open.length === 0 ? [] : await present(read, 'seat', project, eq(seat.state, 'seated'))
  const busy = new Set(open)
  const members = (await present(read, 'member', project)).filter(({ roles }) => roles.includes('panelist'))
  return {
    panelists: members.map(({ id, roles }) => ({
      id,
      lead: roles.includes('lead'),
      load: seats.filter((one) => one.member === id && busy.has(one.dispute)).length,
    })),
    linked: new Map((await present(read, 'raterLink', project)).map(({ rater, member }) => [rater, member])),
  }
}

/** Law 2: whoever voted on the item, under any linked rater, cannot sit. */
export const votedBy = (pool: Pool, raters: readonly string[], member: string): boolean =>
  raters.some((rater) => pool.linked.get(rater) === member)

/** Seats the least busy panelists without conflict, up to `wanted` seats in all. Fewer where nobody is left. */
export async function seatPanel(
  tx: Writer,
  asked: Asked,
  dispute: Pick<DisputeRecord, 'id' | 'seats' | 'votes' | 'round'>,
  wanted: number,
  pool: Pool,
): Promise<SeatTaken[]> {
  const sat = Object.values(dispute.seats)
  const raters = dispute.votes.map(({ rater }) => rater)
  const free = pool.panelists.filter(
    ({ id }) => !sat.some((seat) => seat.member === id) && !votedBy(pool, raters, id),
  )
  // Equal loads are shared out by a fresh random id, so that nobody is always first.
  const order = free
    .map((one) => ({ one, chance: asked.newId() }))
    .sort((a, b) => a.one.load - b.one.load || (a.chance < b.chance ? -1 : 1))
  const seated = sat.filter(({ state }) => state === 'seated').length
  const facts: SeatTaken[] = []
  for (const { one } of order.slice(0, Math.max(0, wanted - seated))) {
    const seat: SeatRecord = {
      id: asked.newId(),
      letter: String.fromCharCode(65 + sat.length + facts.length),
      member: one.id,
      chair: seated + facts.length === 0,
      notBlind: one.lead,
      fromRound: dispute.round + 1,
      state: 'seated',
    }
    one.load += 1
    facts.push(await takeSeat(tx, asked, dispute.id, seat))
  }
  return facts
}

export async function takeSeat(
  tx: Writer,
  asked: Asked,
  dispute: string,
  seat: SeatRecord,
): Promise<SeatTaken> {
  await tx.insert(tx.tables.seat).values({
    ...seat,
    project: asked.project.id,
    dispute,
    chair: seat.chair ? 1 : 0,
    notBlind: seat.notBlind ? 1 : 0,
    since: asked.seq,
    until: null,
  })
  return { kind: 'seat.taken', dispute, seat }
}
