import { and, eq, gte, inArray, isNull } from 'drizzle-orm'
import { watches } from '#shared/dispute-view.ts'
import type { Role } from '#shared/member.ts'
import { type PanelistRecord, type Unfit, unfit, unknownPanelist, type Workload } from '#shared/panelist.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { weekStart } from '#shared/sample.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { type Behind, membersBehind, votedBy } from './conflict.ts'
import { policyOf } from './policy.ts'
import { reviewersOf } from './review/reviewer.ts'
import { type ItemRow, itemsOf } from './vote.ts'

export const undecided = ['open', 'voting', 'revealed'] as const

/** One who could sit. */
export type Candidate = PanelistRecord &
  Workload & { id: string; roles: Role[]; watches: boolean; externals: string[]; isNew: boolean }
export type Pool = {
  panelists: Candidate[]
  behind: Behind
  minutesPerDispute: number
  /** Items as they were read, so that seating many disputes reads each once. */
  items: Map<string, ItemRow>
}

/** Who could sit: the project's panelists with what they said of themselves and the work they have. */
export async function poolOf(
  read: Reader,
  project: string,
  at: number,
  items: Map<string, ItemRow> = new Map(),
): Promise<Pool> {
  const policy = await policyOf(read, project)
  const described = new Map((await present(read, 'panelist', project)).map((row) => [row.member, row]))
  const work = await workOf(read, project, at)
  const newcomers = await newcomersOf(read, project)
  const members = (await present(read, 'member', project)).filter(({ roles }) => roles.includes('panelist'))
  const owners = await ownersIn(read)
  return {
    panelists: members.map(({ id, roles, person }) => {
      const row = described.get(id)
      const { disputes = new Set(), load = 0 } = work.get(id) ?? {}
      return {
        ...(row ?? { ...unknownPanelist, externals: [] }),
        id,
        roles,
        declared: row?.declared === 1,
        watches: watches({ roles, owner: owners.has(person) }),
        isNew: newcomers.has(id),
        perWeek: row?.minutes ?? policy.panelMinutesPerWeek,
        used: disputes.size * policy.minutesPerDispute,
        load,
      }
    }),
    behind: await membersBehind(read, project),
    minutesPerDispute: policy.minutesPerDispute,
    items,
  }
}

async function ownersIn(read: Reader): Promise<Set<string>> {
  const { person } = read.tables
  const rows = await read.select({ id: person.id }).from(person).where(eq(person.owner, 1))
  return new Set(rows.map(({ id }) => id))
}

/** Members whose first cases are not all given yet. */
async function newcomersOf(read: Reader, project: string): Promise<Set<string>> {
  const { kind, state } = read.tables.blindCase
  const waiting = await present(read, 'blindCase', project, and(eq(kind, 'first'), eq(state, 'asked')))
  return new Set(waiting.map(({ member }) => member))
}

/** Of each member: seats in disputes not yet decided, and the disputes that take minutes of this week. */
async function workOf(read: Reader, project: string, at: number) {
  const { dispute, seat, ballot } = read.tables
  const work = new Map<string, { load: number; disputes: Set<string> }>()
  const of = (member: string) => {
    const own = work.get(member) ?? { load: 0, disputes: new Set() }
    work.set(member, own)
    return own
  }
  const seats = await read
    .select({ member: seat.member, dispute: seat.dispute, state: dispute.state })
    .from(seat)
    .innerJoin(
      dispute,
      and(eq(dispute.project, seat.project), eq(dispute.id, seat.dispute), isNull(dispute.until)),
    )
    .where(
      and(
        eq(seat.project, project),
        eq(seat.state, 'seated'),
        isNull(seat.until),
        inArray(dispute.state, [...undecided]),
      ),
    )
  for (const row of seats) {
    of(row.member).load += 1
    if (row.state !== 'revealed') of(row.member).disputes.add(row.dispute)
  }
  const cast = await read
    .selectDistinct({ member: seat.member, dispute: ballot.dispute })
    .from(ballot)
    .innerJoin(seat, and(eq(seat.project, ballot.project), eq(seat.id, ballot.seat), isNull(seat.until)))
    .where(and(eq(ballot.project, project), gte(ballot.castAt, weekStart(at))))
  for (const row of cast) of(row.member).disputes.add(row.dispute)
  return work
}

type Seating = Pick<DisputeRecord, 'id' | 'item' | 'seats' | 'votes' | 'barred' | 'appeal'>
/** What seating knows of a case: its item, and who has met a vote of it as a reviewer. */
export type Case = { language: string | null; tags: readonly string[]; reviewers: ReadonlySet<string> }
export async function caseOf(
  read: Reader,
  project: string,
  pool: Pool,
  dispute: Pick<DisputeRecord, 'item' | 'questions'>,
): Promise<Case> {
  const item = await itemOf(read, project, pool, dispute.item)
  return { ...item, reviewers: new Set(await reviewersOf(read, project, dispute)) }
}

/** The item as the pool knows it, read once. */
async function itemOf(read: Reader, project: string, pool: Pool, item: string) {
  const known = pool.items.get(item) ?? (await itemsOf(read, project, [item])).get(item)
  if (known) pool.items.set(item, known)
  return { language: known?.language ?? null, tags: known?.tags ?? [] }
}

/** Why one of the pool cannot sit in a dispute, or nothing. Guests of other disputes are not asked at all. */
export const unfitFor = (
  pool: Pool,
  dispute: Seating,
  { language, reviewers }: Pick<Case, 'language' | 'reviewers'>,
  one: Candidate,
): Unfit | null =>
  unfit(one, {
    satBefore: Object.values(dispute.seats).some(({ member }) => member === one.id),
    // A fresh panel excludes reviewers, also those who became one since the appeal was filed.
    barred: dispute.barred.includes(one.id) || (dispute.appeal !== null && reviewers.has(one.id)),
    isNew: one.isNew,
    voted: votedBy(
      pool.behind,
      dispute.votes.map(({ rater }) => rater),
      one.id,
    ),
    language,
  })
/**
 * Leads, owners and auditors read the queue, the exports and what a version would change; who was asked to review a vote
 * read it. Any of them may sit, asked after the others, and is reported apart.
 */
export const wouldSitNotBlind = ({ reviewers }: Pick<Case, 'reviewers'>, one: Candidate): boolean =>
  one.watches || reviewers.has(one.id)
export const mayBeAsked = (dispute: Pick<DisputeRecord, 'id'>, { guest }: Candidate): boolean =>
  guest === null || guest === dispute.id
