import { and, eq } from 'drizzle-orm'
import type { DisputeFact } from '#shared/dispute.ts'
import { seatingOrder } from '#shared/panelist.ts'
import { letters } from '#shared/pseudonym.ts'
import type { DisputeRecord, Recusal, SeatRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'
import { nameOfMember } from './name.ts'
import {
  type Candidate,
  type Case,
  caseOf,
  mayBeAsked,
  type Pool,
  unfitFor,
  wouldSitNotBlind,
} from './pool.ts'

type SeatTaken = Extract<DisputeFact, { kind: 'seat.taken' }>
type SeatLeft = Extract<DisputeFact, { kind: 'seat.left' }>
/** What seating asks of a dispute. A seat counts from the round under way, or else from the next. */
type Seated = Pick<
  DisputeRecord,
  'id' | 'item' | 'questions' | 'seats' | 'votes' | 'barred' | 'appeal' | 'round' | 'state' | 'policy'
>

/** Seats whoever the order finds first (shared/panelist.ts), up to `wanted` seats in all. Fewer where nobody is left. */
export async function seatPanel(
  tx: Writer,
  asked: Asked,
  dispute: Seated,
  wanted: number,
  pool: Pool,
): Promise<SeatTaken[]> {
  const free = wanted - sitting(dispute).length
  if (free <= 0) return []
  const facts: SeatTaken[] = []
  let now = dispute
  const about = await caseOf(tx, asked.project.id, pool, dispute)
  for (const one of couldSit(asked, dispute, about, pool).slice(0, free)) {
    const taken = await seatOne(tx, asked, now, about, one, pool)
    facts.push(taken)
    now = { ...now, seats: { ...now.seats, [taken.seat.id]: taken.seat } }
  }
  return facts
}

/** Everybody who could sit, in the order in which they are asked. */
export const couldSit = (
  asked: Pick<Asked, 'newId'>,
  dispute: Seated,
  about: Case,
  pool: Pool,
): Candidate[] =>
  pool.panelists
    .filter((one) => mayBeAsked(dispute, one) && unfitFor(pool, dispute, about, one) === null)
    // Equals are shared out by a fresh random id, so that nobody is always first.
    .map((one) => ({ one, ...one, notBlind: wouldSitNotBlind(about, one), chance: asked.newId() }))
    .sort(seatingOrder(about.tags, pool.minutesPerDispute))
    .map(({ one }) => one)

/** Whoever is seated first and may chair, chairs. Where chairs are named and none of them sits, a lead signs. */
export async function seatOne(
  tx: Writer,
  asked: Asked,
  dispute: Seated,
  about: Case,
  one: Candidate,
  pool: Pool,
): Promise<SeatTaken> {
  const { chairs } = dispute.policy
  const seat: SeatRecord = {
    id: asked.newId(),
    letter: letters(Object.keys(dispute.seats).length),
    member: one.id,
    chair: !sitting(dispute).some(({ chair }) => chair) && (chairs.length === 0 || chairs.includes(one.id)),
    notBlind: wouldSitNotBlind(about, one),
    fromRound: dispute.state === 'voting' ? dispute.round : dispute.round + 1,
    guest: one.guest === dispute.id,
    state: 'seated',
    why: null,
  }
  one.load += 1
  one.used += pool.minutesPerDispute
  await tx.insert(tx.tables.seat).values({
    ...seat,
    project: asked.project.id,
    dispute: dispute.id,
    chair: seat.chair ? 1 : 0,
    notBlind: seat.notBlind ? 1 : 0,
    guest: seat.guest ? 1 : 0,
    since: asked.seq,
    until: null,
  })
  return { kind: 'seat.taken', dispute: dispute.id, seat }
}

export const sitting = ({ seats }: Pick<DisputeRecord, 'seats'>): SeatRecord[] =>
  Object.values(seats).filter(({ state }) => state === 'seated')

/** Somebody named takes a seat: the same rules as for everybody, said in words. */
export async function seatNamed(
  tx: Writer,
  asked: Asked,
  dispute: Seated,
  member: string,
  pool: Pool,
): Promise<SeatTaken> {
  const one = pool.panelists.find(({ id }) => id === member)
  if (!one || !mayBeAsked(dispute, one)) throw new Refusal('not-panelist')
  const about = await caseOf(tx, asked.project.id, pool, dispute)
  const why = unfitFor(pool, dispute, about, one)
  if (why === null) return seatOne(tx, asked, dispute, about, one, pool)
  const params = { name: await nameOfMember(tx, member), language: about.language ?? '' }
  throw new Refusal(codes[why], params)
}
const codes = {
  'sat-before': 'seated-already',
  barred: 'barred',
  undeclared: 'declare-first',
  'new-panelist': 'new-panelist',
  conflict: 'voted-on-item',
  language: 'language-unfit',
} as const

/** The seat is empty from now on; a ballot cast from it in this round is set aside, not undone. */
export async function leaveSeat(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  left: SeatRecord,
  how: { state: 'recused' | 'replaced'; why: Recusal | null },
): Promise<{ fact: SeatLeft; after: DisputeRecord }> {
  const { seat } = tx.tables
  const [row] = await present(tx, 'seat', asked.project.id, eq(seat.id, left.id))
  const where = and(eq(seat.project, asked.project.id), eq(seat.id, left.id))!
  await supersede(tx, 'seat', asked.seq, where, row!, how)
  return {
    fact: { kind: 'seat.left', dispute: dispute.id, seat: left.id, ...how },
    after: { ...dispute, seats: { ...dispute.seats, [left.id]: { ...left, ...how } } },
  }
}
