import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { DAY } from '#shared/account.ts'
import type { Draft } from '#shared/draft.ts'
import type { GuidelineHead } from '#shared/guideline.ts'
import { pseudonyms } from '#shared/pseudonym.ts'
import { changesBetween, goneFrom, headsOf } from '#shared/publish.ts'
import { snippetOf } from '#shared/snippet.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { newestVersion, versionAt } from './guideline.ts'
import { policyOf } from './policy.ts'
import { versionsWith } from './recheck/marks.ts'
import { meanings, touchedBy } from './recheck/open.ts'
import { type DecisionRow, marksThatWouldChange, type Would } from './recheck/would.ts'
import { itemsOf } from './vote.ts'

/** Marks and cases named in one answer; the counts are of all. */
const MARKS = 1000
const CASES = 50
/** Decisions read at once, and ids asked for in one statement. */
const PAGE = 1000
const AT_ONCE = 500

/**
 * What publishing the draft now would set off: if every decision it sends back for a look were confirmed, which marks
 * would say something else. Nothing is written. `named`: raters by the ids of their tool, else by the item's letters.
 */
export async function impactOf(
  read: Reader,
  project: string,
  draft: Draft,
  { wording, named, now }: { wording: readonly string[]; named: boolean; now: number },
) {
  const next = await wouldBe(read, project, draft, wording, now)
  const touched = touchedBy(next)
  const changed = new Set(Object.keys(next.changes).filter((id) => next.changes[id] !== 'translation'))
  const citing = await citingAny(read, project, changed)
  const versions = await withNext(read, project, citing, next)
  const meant = meanings(versions)
  const waiting = await waitingClauses(read, project)
  const clausesOf = ({ id: decision, clauses, guideline }: DecisionRow) =>
    clauses.filter(
      (id) =>
        (touched.has(id) || waiting.get(decision)?.includes(id)) &&
        meant(guideline, id) !== meant(next.version, id),
    )
  const again = citing.filter((row) => row.clauses.some((id) => touched.has(id)) && clausesOf(row).length > 0)
  const would = await marksThatWouldChange(read, project, again, versions)
  const worst = again
    .map((row) => ({ row, marks: would.get(row.id) ?? [], clauses: clausesOf(row) }))
    .sort((a, b) => b.marks.length - a.marks.length || (b.row.signedAt ?? 0) - (a.row.signedAt ?? 0))
  const all = worst.flatMap(({ marks }) => marks)
  return {
    version: next.version,
    changes: next.changes,
    decisions: citing.length,
    rechecks: again.length,
    marks: await markRows(read, worst, named),
    marksCount: all.length,
    raters: new Set(all.map(({ rater }) => rater)).size,
    cases: await caseRows(read, project, worst.slice(0, CASES)),
    bindsFrom: next.bindsFrom,
  }
}

/** What decisions wait for already: a re-check goes on under the next version. */
async function waitingClauses(read: Reader, project: string) {
  const rows = await present(read, 'recheck', project, eq(read.tables.recheck.state, 'waiting'))
  return new Map(rows.map(({ decision, clauses }) => [decision, clauses]))
}

/** The version the draft would be, were it published now. */
async function wouldBe(
  read: Reader,
  project: string,
  draft: Draft,
  wording: readonly string[],
  now: number,
): Promise<GuidelineHead> {
  const before = await versionAt(read, project, await newestVersion(read, project))
  const changes = changesBetween(before, draft, wording)
  const { graceDays } = await policyOf(read, project)
  return {
    version: (before?.version ?? 0) + 1,
    hash: '',
    bindsFrom: before ? now + graceDays * DAY : null,
    publishedAt: now,
    clauses: headsOf(before, draft, changes),
    changes,
    gone: goneFrom(changes, draft.clauses, draft.gone),
    overridden: [],
  }
}

/** Signed decisions that cite one of these clauses, read so many at a time that others get a turn of the loop. */
async function citingAny(read: Reader, project: string, clauses: ReadonlySet<string>) {
  const { decision } = read.tables
  const found: DecisionRow[] = []
  for (let after = ''; clauses.size > 0; ) {
    const rows = await read
      .select()
      .from(decision)
      .where(
        and(
          eq(decision.project, project),
          isNull(decision.until),
          eq(decision.state, 'signed'),
          gt(decision.id, after),
        ),
      )
      .orderBy(asc(decision.id))
      .limit(PAGE)
    found.push(...rows.filter((row) => row.clauses.some((id) => clauses.has(id))))
    if (rows.length < PAGE) break
    after = rows.at(-1)!.id
    await nextTurn()
  }
  return found
}

/** Every version and the one to come, with the heads of the clauses that count here alone. */
async function withNext(read: Reader, project: string, citing: readonly DecisionRow[], next: GuidelineHead) {
  const cited = [...new Set(citing.flatMap(({ clauses }) => clauses))]
  const into = next.gone.flatMap((one) => (one.into !== null && cited.includes(one.id) ? [one.into] : []))
  const clauses = next.clauses.filter(({ id }) => cited.includes(id) || into.includes(id))
  return [...(await versionsWith(read, project, [...cited, ...into])), { ...next, clauses }]
}

type Case = { row: DecisionRow; marks: Would[]; clauses: string[] }
async function markRows(read: Reader, cases: readonly Case[], named: boolean) {
  const rows = cases.flatMap(({ row, marks }) => marks.map((mark) => ({ row, mark }))).slice(0, MARKS)
  const { item, rater } = read.tables
  const items = await externals(
    read,
    item,
    rows.map((one) => one.row.item),
  )
  const raters = named
    ? await externals(
        read,
        rater,
        rows.map((one) => one.mark.rater),
      )
    : new Map<string, string>()
  return rows.map(({ row, mark }) => ({
    vote: mark.vote,
    item: row.item,
    external: items.get(row.item) ?? '',
    question: row.question,
    rater: raters.get(mark.rater) ?? pseudonyms(row.item, mark.among).get(mark.rater)!,
    was: mark.was,
    would: mark.would,
  }))
}

/** The ids these items or raters have in the tool they came from. */
async function externals(
  read: Reader,
  table: Reader['tables']['item'] | Reader['tables']['rater'],
  ids: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  const found = new Map<string, string>()
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const rows = await read
      .select({ id: table.id, external: table.external })
      .from(table)
      .where(inArray(table.id, wanted.slice(from, from + AT_ONCE)))
    for (const { id, external } of rows) found.set(id, external)
  }
  return found
}

async function caseRows(read: Reader, project: string, cases: readonly Case[]) {
  const items = await itemsOf(
    read,
    project,
    cases.map(({ row }) => row.item),
  )
  return cases.map(({ row, marks, clauses }) => {
    const item = items.get(row.item)
    return {
      dispute: row.dispute,
      decision: row.id,
      item: row.item,
      external: item?.external ?? '',
      snippet: item ? snippetOf(item) : '',
      question: row.question,
      kind: row.kind,
      clauses,
      marks: marks.length,
    }
  })
}
