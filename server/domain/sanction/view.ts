import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { counting, refuseSanction, refuseSanctionAnswer, sanctionVerdicts } from '#shared/bar.ts'
import type { MySanction, SanctionPage, SanctionView } from '#shared/bar-view.ts'
import type { Viewer } from '#shared/dispute-view.ts'
import type { Rate } from '#shared/standing.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { barVersions } from '../bar-record.ts'
import { membersBehind } from '../conflict.ts'
import { sanctionRecord } from '../fair-state.ts'
import { namesOf } from '../name.ts'
import { ratersOf } from '../stand.ts'
import { barRates } from '../standing/rates.ts'
import { membersOf } from '../told.ts'
import { casesBehind } from './case.ts'
import { handOf, openAppealsBefore, type SanctionRow, sanctionOf } from './record.ts'

/** Sanctions in one list, the newest first. */
const LIST = 500

/** Leads and owners know whom it is about; whoever else signs or watches judges the record and not the name. */
const isNamed = ({ owner, roles }: Viewer): boolean => owner || roles.includes('lead')

export async function sanctionList(
  read: Reader,
  project: string,
  viewer: Viewer,
  state: SanctionRow['state'] | null,
): Promise<{ rows: SanctionView[]; open: number }> {
  const { sanction } = read.tables
  const of = and(eq(sanction.project, project), isNull(sanction.until))
  const rows = await read
    .select()
    .from(sanction)
    .where(and(of, state === null ? undefined : eq(sanction.state, state)))
    .orderBy(desc(sanction.proposedAt), sanction.id)
    .limit(LIST)
  const open = await read
    .select({ id: sanction.id })
    .from(sanction)
    .where(and(of, eq(sanction.state, 'proposed')))
  return { rows: await viewsOf(read, project, rows, isNamed(viewer)), open: open.length }
}

/** One sanction, with what its rate is today and whether its reader may sign. */
export async function sanctionPage(
  read: Reader,
  project: string,
  viewer: Viewer,
  id: string,
  now: number,
): Promise<SanctionPage> {
  const row = await sanctionOf(read, project, id)
  const [view] = await viewsOf(read, project, [row], isNamed(viewer))
  const theirs = (await membersBehind(read, project)).get(row.rater)?.has(viewer.id) ?? false
  const about = { theirs, open: view!.appeals > 0 }
  const by = await handOf(read, viewer.id, row.signatures)
  const may = sanctionVerdicts.map((verdict) => [
    verdict,
    maySign(viewer)
      ? (refuseSanction(sanctionRecord(row), { by, verdict, at: now }, about) ?? null)
      : 'not-allowed',
  ])
  return {
    ...view!,
    now: await rateNow(read, project, row, now),
    may: Object.fromEntries(may),
    cases: isNamed(viewer) ? await casesBehind(read, project, row, now) : [],
  }
}

const maySign = (viewer: Viewer) => isNamed(viewer) || viewer.roles.includes('panelist')

/** What was proposed against somebody, as they read it themselves. */
export async function mySanctions(
  read: Reader,
  project: string,
  member: string,
  now: number,
): Promise<{ rows: MySanction[] }> {
  const raters = await ratersOf(read, project, member)
  if (raters.length === 0) return { rows: [] }
  const own = await present(read, 'sanction', project, inArray(read.tables.sanction.rater, raters))
  own.sort((a, b) => b.proposedAt - a.proposedAt)
  const views = await viewsOf(read, project, own, false)
  const rows: MySanction[] = []
  for (const [at, { rater: _r, external: _e, name: _n, signatures, ...view }] of views.entries())
    rows.push({
      ...view,
      signatures: signatures.map(({ by: _by, name: _name, ...one }) => one),
      now: await rateNow(read, project, own[at]!, now),
      mayAnswer: refuseSanctionAnswer(own[at]!) ?? null,
      cases: await casesBehind(read, project, own[at]!, now),
    })
  return { rows }
}

async function rateNow(
  read: Reader,
  project: string,
  { rater, basis, question }: SanctionRow,
  now: number,
): Promise<Rate | null> {
  const rates = await barRates(read, project, { basis, question, raters: [rater], now })
  return rates.get(rater)?.fits ?? null
}

async function viewsOf(
  read: Reader,
  project: string,
  rows: readonly SanctionRow[],
  named: boolean,
): Promise<SanctionView[]> {
  const bars = await barVersions(read, project)
  const raters = [...new Set(rows.map(({ rater }) => rater))]
  const behind = named ? await membersOf(read, project, raters) : new Map<string, string>()
  const signers = rows.flatMap(({ signatures }) => signatures.map(({ by }) => by))
  const names = named ? await namesOf(read, [...new Set([...signers, ...behind.values()])]) : {}
  const externals = named ? await externalsOf(read, project, raters) : new Map<string, string>()
  const appeals = await openAppealsBefore(read, project, rows)
  return rows.map((row) => {
    const { bar: value, minimum } = bars.get(row.bar)!
    const counts = counting(row.signatures)
    return {
      ...sanctionRecord(row),
      rater: named ? row.rater : '',
      external: externals.get(row.rater) ?? '',
      name: names[behind.get(row.rater) ?? ''] ?? null,
      ...{ value, minimum, answer: row.answer },
      signatures: row.signatures.map((one, at) => ({
        ...one,
        by: named ? one.by : '',
        name: names[one.by] ?? null,
        counts: counts[at]!,
      })),
      appeals: appeals.get(row.id)!,
      version: row.answeredAt ?? 0,
    }
  })
}

async function externalsOf(read: Reader, project: string, raters: readonly string[]) {
  if (raters.length === 0) return new Map<string, string>()
  const { rater } = read.tables
  const rows = await read
    .select({ id: rater.id, external: rater.external })
    .from(rater)
    .where(and(eq(rater.project, project), inArray(rater.id, [...raters])))
  return new Map(rows.map(({ id, external }) => [id, external]))
}
