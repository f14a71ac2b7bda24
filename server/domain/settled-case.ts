import { and, eq, inArray, isNull } from 'drizzle-orm'
import { unfit } from '#shared/panelist.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { isSensitive } from '#shared/tag.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { type Behind, votedBy } from './conflict.ts'

/** A decided dispute that somebody could judge anew without having had a part in it. */
export type SettledCase = { dispute: string; item: string; sensitive: boolean }
type Judge = { member: string; languages: readonly string[] }

/**
 * Decided disputes of the project that this person could judge: every question signed, none of the votes theirs, in a
 * language they read. An item that is being heard again is left out, for what was decided of it may fall.
 */
export async function settledCases(
  read: Reader,
  project: string,
  behind: Behind,
  { member, languages }: Judge,
): Promise<SettledCase[]> {
  const newest = await newestHearings(read, project)
  const decided = newest.filter(({ state }) => state === 'decided')
  const signed = await signedQuestions(read, project)
  const whole = decided.filter(({ id, questions }) => questions.every((key) => signed.has(`${id}/${key}`)))
  const votes = await votersOf(read, project)
  const items = await traitsOf(
    read,
    whole.map(({ item }) => item),
  )
  return whole.flatMap(({ id, item }) => {
    const known = items.get(item)
    if (!known) return []
    const voted = votedBy(behind, votes.get(id) ?? [], member)
    const about = { satBefore: false, voted, language: known.language }
    if (unfit({ declared: true, languages: [...languages] }, about) !== null) return []
    return [{ dispute: id, item, sensitive: isSensitive(known.tags) }]
  })
}

/** Of each item the hearing that counts: the newest that was not withdrawn. */
async function newestHearings(read: Reader, project: string) {
  const newest = new Map<string, Pick<DisputeRecord, 'id' | 'item' | 'questions' | 'state' | 'openedAt'>>()
  for (const row of await present(read, 'dispute', project)) {
    const before = newest.get(row.item)
    if (row.state !== 'withdrawn' && (!before || before.openedAt < row.openedAt)) newest.set(row.item, row)
  }
  return [...newest.values()]
}

async function signedQuestions(read: Reader, project: string): Promise<Set<string>> {
  const rows = await present(read, 'decision', project, eq(read.tables.decision.state, 'signed'))
  return new Set(rows.map(({ dispute, question }) => `${dispute}/${question}`))
}

/** Raters whose votes each dispute settles. */
async function votersOf(read: Reader, project: string): Promise<Map<string, string[]>> {
  const { disputeVote } = read.tables
  const rows = await read
    .selectDistinct({ dispute: disputeVote.dispute, rater: disputeVote.rater })
    .from(disputeVote)
    .where(eq(disputeVote.project, project))
  const voters = new Map<string, string[]>()
  for (const { dispute, rater } of rows) voters.set(dispute, [...(voters.get(dispute) ?? []), rater])
  return voters
}

/** Ids in one statement. */
const AT_ONCE = 500
/** What says who may judge an item, without its content. */
async function traitsOf(read: Reader, ids: readonly string[]) {
  const { item } = read.tables
  const traits = new Map<string, { language: string | null; tags: string[] }>()
  for (let at = 0; at < ids.length; at += AT_ONCE)
    for (const { id, ...one } of await read
      .select({ id: item.id, language: item.language, tags: item.tags })
      .from(item)
      .where(and(inArray(item.id, ids.slice(at, at + AT_ONCE)), isNull(item.until))))
      traits.set(id, one)
  return traits
}

/** The languages somebody said they read as a panelist; none said: any. */
export async function languagesOf(read: Reader, project: string, member: string): Promise<string[]> {
  const { panelist } = read.tables
  const [row] = await present(read, 'panelist', project, eq(panelist.member, member))
  return row?.languages ?? []
}

/** The languages a rater chose to read answers in; none chosen: any. */
export async function languagesRead(read: Reader, project: string, member: string): Promise<string[]> {
  const { reads } = read.tables
  const [row] = await present(read, 'reads', project, eq(reads.member, member))
  return row?.languages ?? []
}

/** Disputes in which somebody ever held a seat. */
export async function satIn(read: Reader, project: string, member: string): Promise<Set<string>> {
  const { seat } = read.tables
  const rows = await read
    .selectDistinct({ dispute: seat.dispute })
    .from(seat)
    .where(and(eq(seat.project, project), eq(seat.member, member)))
  return new Set(rows.map(({ dispute }) => dispute))
}
