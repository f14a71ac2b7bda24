import { and, asc, eq, inArray } from 'drizzle-orm'
import { refuseAnswering, refuseTakingBack } from '#shared/appeal-filing.ts'
import type { Answerer, AppealStep, AppealView } from '#shared/appeal-view.ts'
import { refuseChair } from '#shared/dispute.ts'
import type { Viewer } from '#shared/dispute-view.ts'
import { pseudonyms } from '#shared/pseudonym.ts'
import type { DisputeRecord } from '#shared/record.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { snippetOf } from '#shared/snippet.ts'
import type { Reader } from '../../store/store.ts'
import { refuseBarred } from '../decision.ts'
import { disputeRecords } from '../dispute-record.ts'
import { momentsOf } from '../entry.ts'
import { guidelineHeads } from '../guideline.ts'
import { namesOf } from '../name.ts'
import { ratersOf } from '../stand.ts'
import { itemsOf, votesOfItems } from '../vote.ts'
import { involvementIn } from './involved.ts'
import { appealedVotes } from './marks.ts'
import { type AppealRow, machines } from './record.ts'

/** What the appeals shown together are read with, once for all of them. */
type Ground = Awaited<ReturnType<typeof groundOf>>
async function groundOf(read: Reader, project: string, rows: readonly AppealRow[], viewer: Viewer) {
  const { dispute, rater } = read.tables
  const items = rows.map(({ item }) => item)
  const rooms = rows.flatMap(({ hearing, target }) => (hearing === null ? [target] : [target, hearing]))
  const records = await disputeRecords(read, project, inArray(dispute.id, rooms))
  const raters = rows.map((row) => row.rater)
  const named = viewer.owner || viewer.roles.includes('lead')
  const externals = named
    ? await read
        .select({ id: rater.id, external: rater.external })
        .from(rater)
        .where(inArray(rater.id, raters))
    : []
  const members = named ? rows.flatMap(({ by, answeredBy }) => [by, ...(answeredBy ? [answeredBy] : [])]) : []
  return {
    named,
    items: await itemsOf(read, project, items),
    votes: await votesOfItems(read, items),
    rooms: new Map(records.map((record) => [record.id, record])),
    heads: await guidelineHeads(
      read,
      project,
      rows.flatMap(({ clause }) => clause ?? []),
    ),
    externals: new Map(externals.map(({ id, external }) => [id, external])),
    names: await namesOf(read, [...new Set(members)]),
    mine: new Set(await ratersOf(read, project, viewer.id)),
    steps: await stepsOf(read, project, rows),
  }
}

/** Appeals as this viewer may read them: they must be allowed to, which is asked before. */
export async function appealViews(
  read: Reader,
  project: string,
  rows: readonly AppealRow[],
  viewer: Viewer,
): Promise<AppealView[]> {
  if (rows.length === 0) return []
  const ground = await groundOf(read, project, rows, viewer)
  const views: AppealView[] = []
  for (const row of rows) views.push(await viewOf(read, project, row, viewer, ground))
  return views
}

async function viewOf(
  read: Reader,
  project: string,
  row: AppealRow,
  viewer: Viewer,
  ground: Ground,
): Promise<AppealView> {
  const item = ground.items.get(row.item)
  const hearing = ground.rooms.get(row.hearing ?? '')
  const mine = ground.mine.has(row.rater)
  return {
    ...{ id: row.id, basis: row.basis, target: row.target, item: row.item, questions: row.questions },
    external: item?.external ?? '',
    snippet: item ? snippetOf(item) : '',
    language: item?.language ?? null,
    tags: item?.tags ?? [],
    votes: await appealedVotes(read, project, row, Object.keys(hearing?.decisions ?? {})),
    rater: mine ? '' : ground.named ? (ground.externals.get(row.rater) ?? '') : letterIn(ground, row),
    mine,
    onBehalf: row.onBehalf === 1,
    by: ground.named ? (ground.names[row.by] ?? row.by) : null,
    answeredByName: ground.named && row.answeredBy ? (ground.names[row.answeredBy] ?? null) : null,
    answeredBy: answererOf(row.answeredBy),
    fallback: row.fallback === 1,
    clause: row.clause === null ? null : { id: row.clause, number: numberOf(ground, row.clause) },
    state: row.state,
    reason: row.reason,
    filedAt: row.filedAt,
    due: row.due,
    answeredAt: row.answeredAt,
    first: row.basis === 'decision' ? row.target : null,
    hearing: hearing ? { dispute: hearing.id, state: hearing.state, round: hearing.round } : null,
    steps: ground.steps.get(row.id) ?? [],
    may: await mayOf(read, project, row, viewer, { mine, hearing }),
  }
}

/** By the letter that the rooms of this item use, and no other (law 10). */
function letterIn({ rooms, votes }: Ground, { item, rater, hearing, target }: AppealRow): string {
  const room = rooms.get(hearing ?? '') ?? rooms.get(target)
  const among = room?.votes ?? votes.filter((vote) => vote.item === item)
  return (
    pseudonyms(
      item,
      among.map((vote) => vote.rater),
    ).get(rater) ?? ''
  )
}

const numberOf = ({ heads }: Ground, clause: string): string =>
  heads.flatMap(({ clauses }) => clauses.filter(({ id }) => id === clause)).at(-1)?.number ?? ''

export const answererOf = (by: string | null): Answerer | null =>
  by === null ? null : by === 'clock' || by === 'rules' ? by : 'person'

async function mayOf(
  read: Reader,
  project: string,
  row: AppealRow,
  viewer: Viewer,
  { mine, hearing }: { mine: boolean; hearing: DisputeRecord | undefined },
): Promise<AppealView['may']> {
  const leads = viewer.owner || viewer.roles.includes('lead')
  const admit: RefusalCode | null = !leads
    ? 'not-allowed'
    : row.state !== 'filed'
      ? 'appeal-settled'
      : (refuseAnswering(row, (await involvementIn(read, project, row))(viewer.id)) ?? null)
  const own = mine || row.by === viewer.id
  return {
    admit,
    refuse: admit,
    withdraw: own ? (refuseTakingBack(row, hearing?.state ?? null) ?? null) : 'not-your-appeal',
    return: refuseReturning(row, viewer, hearing) ?? null,
  }
}

/** May this member send the case back now? */
export function refuseReturning(
  row: Pick<AppealRow, 'state' | 'basis'>,
  viewer: Viewer,
  hearing: DisputeRecord | undefined,
): RefusalCode | undefined {
  if (row.state !== 'admitted' || !hearing) return 'appeal-settled'
  const refusal = refuseChair(hearing, { ...viewer, roles: [...viewer.roles] })
  if (refusal) return refusal
  if (row.basis !== 'decision') return 'no-first-panel'
  if (hearing.state !== 'revealed') return 'not-revealed'
  return refuseBarred(hearing, viewer.id)
}

/** Everything that became of each appeal: its rows are superseded, never edited, so they are its history. */
async function stepsOf(read: Reader, project: string, rows: readonly AppealRow[]) {
  const { appeal } = read.tables
  const ids = rows.map(({ id }) => id)
  const spans = await read
    .select()
    .from(appeal)
    .where(and(eq(appeal.project, project), inArray(appeal.id, ids)))
    .orderBy(asc(appeal.since))
  const at = await momentsOf(
    read,
    project,
    spans.map(({ since }) => since),
  )
  const steps = spans.map((span): [string, AppealStep] => {
    const by = span.state === 'lapsed' ? 'clock' : answeredWith(span)
    return [span.id, { state: span.state, at: at.get(span.since) ?? span.filedAt, by, words: span.answer }]
  })
  const of = Map.groupBy(steps, ([id]) => id)
  return new Map([...of].map(([id, own]) => [id, own.map(([, step]) => step)]))
}

const answeredWith = ({ state, answeredBy }: AppealRow): Answerer =>
  (state === 'admitted' && answeredBy !== null && machines.includes(answeredBy) && answererOf(answeredBy)) ||
  'person'
