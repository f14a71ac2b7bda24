import { and, asc, count, eq, gt, inArray, isNull } from 'drizzle-orm'
import { RECHECKS_AT_ONCE, type RecheckState } from '#shared/recheck.ts'
import { snippetOf } from '#shared/snippet.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { namesOf } from '../name.ts'
import { itemsOf } from '../vote.ts'
import { versionsWith } from './marks.ts'
import type { RecheckRow } from './record.ts'
import { type DecisionRow, marksThatWouldChange } from './would.ts'

export type RecheckQuery = {
  version: number | null
  state: RecheckState | null
  /** The last id of the page before. */
  after: string | null
  /** Whether whoever asks is told who answered. */
  named: boolean
}

/** Decisions sent back for a look, as many as one act may answer, with what confirming each would do. */
export async function recheckList(read: Reader, project: string, query: RecheckQuery) {
  const { recheck, decision } = read.tables
  const page = await read
    .select()
    .from(recheck)
    .where(
      and(
        eq(recheck.project, project),
        isNull(recheck.until),
        query.version === null ? undefined : eq(recheck.version, query.version),
        query.state === null ? undefined : eq(recheck.state, query.state),
        query.after === null ? undefined : gt(recheck.id, query.after),
      ),
    )
    .orderBy(asc(recheck.id))
    .limit(RECHECKS_AT_ONCE)
  const ids = page.map((row) => row.decision)
  const decisions =
    ids.length === 0 ? [] : await present(read, 'decision', project, inArray(decision.id, ids))
  const by = [...new Set(page.flatMap((row) => row.by ?? []))]
  return {
    rows: await rowsOf(read, project, page, decisions, query.named),
    next: page.length === RECHECKS_AT_ONCE ? page.at(-1)!.id : null,
    counts: await countsOf(read, project),
    names: query.named ? await namesOf(read, by) : {},
  }
}

async function countsOf(read: Reader, project: string): Promise<Record<RecheckState, number>> {
  const { recheck } = read.tables
  const rows = await read
    .select({ state: recheck.state, n: count() })
    .from(recheck)
    .where(and(eq(recheck.project, project), isNull(recheck.until)))
    .groupBy(recheck.state)
  const counts = { waiting: 0, kept: 0, reopened: 0, superseded: 0 }
  for (const { state, n } of rows) counts[state] = n
  return counts
}

async function rowsOf(
  read: Reader,
  project: string,
  page: readonly RecheckRow[],
  decisions: readonly DecisionRow[],
  named: boolean,
) {
  const versions = await versionsWith(read, project, [
    ...new Set(decisions.flatMap(({ clauses }) => clauses)),
  ])
  const waiting = new Set(page.filter(({ state }) => state === 'waiting').map((row) => row.decision))
  const would = await marksThatWouldChange(
    read,
    project,
    decisions.filter(({ id }) => waiting.has(id)),
    versions,
  )
  const items = await itemsOf(
    read,
    project,
    decisions.map(({ item }) => item),
  )
  const numberIn = (version: number | null, clause: string) =>
    versions.find((one) => one.version === version)?.clauses.find(({ id }) => id === clause)?.number ?? null
  const byId = new Map(decisions.map((row) => [row.id, row]))
  return page.flatMap((row) => {
    const decided = byId.get(row.decision)
    const item = decided && items.get(decided.item)
    if (!decided) return []
    return {
      id: row.id,
      version: row.version,
      state: row.state,
      decision: row.decision,
      dispute: row.dispute,
      item: decided.item,
      external: item?.external ?? '',
      snippet: item ? snippetOf(item) : '',
      language: item?.language ?? null,
      question: row.question,
      kind: decided.kind,
      values: decided.values,
      guideline: decided.guideline,
      signedAt: decided.signedAt,
      clauses: row.clauses.map((id) => ({
        id,
        was: numberIn(decided.guideline, id),
        now: numberIn(row.version, id),
      })),
      marks: would.get(row.decision)?.length ?? 0,
      by: row.by === null || named ? row.by : '',
      at: row.at,
      reason: row.reason,
    }
  })
}
