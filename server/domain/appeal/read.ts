import { eq, inArray } from 'drizzle-orm'
import { appealsLeft, openAppeals } from '#shared/appeal.ts'
import type { AppealPage, AppealView, HeardDecision, MyAppeals } from '#shared/appeal-view.ts'
import { readsRoom, type Viewer } from '#shared/dispute-view.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { wordsOf } from '../answer-words.ts'
import { disputeRecords } from '../dispute-record.ts'
import { policyOf } from '../policy.ts'
import { ratersOf } from '../stand.ts'
import { type AppealRow, appealOf } from './record.ts'
import { sealedItems } from './sealed.ts'
import { appealViews } from './view.ts'

/** Appeals of one list, the newest first. */
const LIST = 500

/** Of a whole project, for those who run or audit it; a lead who hears one unseen is not told of it. */
export async function appealList(
  read: Reader,
  project: string,
  viewer: Viewer,
  state: 'open' | 'all',
): Promise<{ rows: AppealView[] }> {
  const { appeal } = read.tables
  const where = state === 'open' ? inArray(appeal.state, [...openAppeals]) : undefined
  const sealed = await sealedItems(read, project, viewer.id)
  const rows = (await present(read, 'appeal', project, where))
    .filter(({ item }) => !sealed.has(item))
    .sort(newestFirst)
    .slice(0, LIST)
  return { rows: await appealViews(read, project, rows, viewer) }
}

const newestFirst = (a: AppealRow, b: AppealRow) => b.filedAt - a.filedAt || (a.id < b.id ? -1 : 1)

/** A member's own, and what they may still spend. */
export async function myAppeals(read: Reader, project: string, viewer: Viewer): Promise<MyAppeals> {
  const { appeal, reads } = read.tables
  const raters = await ratersOf(read, project, viewer.id)
  const policy = await policyOf(read, project)
  const rows =
    raters.length === 0 ? [] : await present(read, 'appeal', project, inArray(appeal.rater, raters))
  const [chosen] = await present(read, 'reads', project, eq(reads.member, viewer.id))
  const leftOf = (rater: string) =>
    appealsLeft(
      rows.filter((row) => row.rater === rater),
      policy.appeals,
    )
  return {
    rows: await appealViews(read, project, rows.sort(newestFirst).slice(0, LIST), viewer),
    quota: policy.appeals,
    left: raters.reduce((sum, rater) => sum + leftOf(rater), 0),
    days: policy.appealDays,
    hours: policy.appealHours,
    reads: chosen?.languages ?? [],
  }
}

/** One appeal with the decisions on both sides of it, for whoever may read it; to everybody else it is not there. */
export async function appealPage(
  read: Reader,
  project: string,
  viewer: Viewer,
  id: string,
): Promise<AppealPage> {
  const page = await appealHeard(read, project, viewer, id)
  if (!page) throw new Refusal('not-found')
  return page
}

/** As a room shows the appeal it hears: to its watchers and, once they may, its seats. */
export async function appealHeard(
  read: Reader,
  project: string,
  viewer: Viewer,
  id: string | null,
): Promise<AppealPage | null> {
  if (id === null) return null
  const row = await appealOf(read, project, id)
  const rooms = await roomsOf(read, project, row)
  if (!(await mayRead(read, project, viewer, row, rooms.hearing))) return null
  const [view] = await appealViews(read, project, [row], viewer)
  return {
    ...view!,
    before: rooms.first ? await decidedIn(read, rooms.first, row.filedAt) : [],
    after: rooms.hearing ? await decidedIn(read, rooms.hearing, Number.POSITIVE_INFINITY) : [],
  }
}

async function roomsOf(read: Reader, project: string, { basis, target, hearing }: AppealRow) {
  const ids = [...(basis === 'decision' ? [target] : []), ...(hearing === null ? [] : [hearing])]
  const records =
    ids.length === 0 ? [] : await disputeRecords(read, project, inArray(read.tables.dispute.id, ids))
  return {
    first: records.find(({ id }) => basis === 'decision' && id === target),
    hearing: records.find(({ id }) => id === hearing),
  }
}

async function mayRead(
  read: Reader,
  project: string,
  viewer: Viewer,
  row: AppealRow,
  hearing: DisputeRecord | undefined,
): Promise<boolean> {
  if ((await ratersOf(read, project, viewer.id)).includes(row.rater)) return true
  const watches = viewer.owner || viewer.roles.some((role) => role === 'lead' || role === 'auditor')
  if (watches) return !(await sealedItems(read, project, viewer.id)).has(row.item)
  return hearing !== undefined && readsRoom(hearing, viewer)
}

/** What was decided there: of each question the newest that was signed until then. */
async function decidedIn(
  read: Reader,
  { id: dispute, questions, decisions }: DisputeRecord,
  until: number,
): Promise<HeardDecision[]> {
  const signed = Object.values(decisions)
    .filter(({ state, signedAt }) => state !== 'drafted' && (signedAt ?? 0) <= until)
    .sort((a, b) => (a.signedAt ?? 0) - (b.signedAt ?? 0))
  const newest = questions.flatMap((key) => signed.findLast(({ question }) => question === key) ?? [])
  const words = await wordsOf(
    read,
    newest.map(({ rationale = '', ...one }) => ({ ...one, rationale })),
  )
  return newest.map((one) => heard(one, dispute, words.get(one.id) ?? ''))
}

const heard = (
  { id, question, kind, values, causes, clauses, guideline, state, signedAt, consent }: DecisionRecord,
  dispute: string,
  rationale: string,
): HeardDecision => ({
  ...{ id, dispute, question, kind, values, causes, clauses, guideline, state, signedAt, consent },
  rationale,
})
