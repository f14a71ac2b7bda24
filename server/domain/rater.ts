import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, asc, count, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { majorityMarks, split } from '#shared/split.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { questionsOf } from './round.ts'
import { type VoteRow, votesOfItems } from './vote.ts'

/** Raters on one page. */
const PAGE = 50
/** So many votes of each rater are compared with their majority: ids are random, so they are a fair draw. */
const COMPARED = 100
/** Items read at once. */
const BATCH = 500

type Counted = { right: number; wrong: number; excused: number; none: number }

/** Raters by the platform's id, a page at a time, with what majority and decisions say of their votes. */
export async function ratersPage(
  read: Reader,
  project: string,
  { q, after }: { q?: string; after?: string },
) {
  const { rater, imports, vote } = read.tables
  const done = and(isNull(vote.until), isNotNull(imports.seq), isNull(imports.until))
  const page = await read
    .select({ rater: rater.id, external: rater.external, kind: rater.kind })
    .from(rater)
    .innerJoin(imports, eq(imports.id, rater.import))
    .where(
      and(
        eq(rater.project, project),
        isNotNull(imports.seq),
        q
          ? sql`lower(${rater.external}) like ${`%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`
          : undefined,
        after === undefined ? undefined : gt(rater.external, after),
      ),
    )
    .orderBy(asc(rater.external))
    .limit(PAGE + 1)
  const shown = page.slice(0, PAGE)
  const ids = shown.map((row) => row.rater)
  if (ids.length === 0) return { rows: [], next: null }
  const votes = await read
    .select({ rater: vote.rater, n: count() })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(inArray(vote.rater, ids), done))
    .groupBy(vote.rater)
  const linked = await present(read, 'raterLink', project, inArray(read.tables.raterLink.rater, ids))
  const [majority, decision] = [await byMajority(read, project, ids), await byDecision(read, project, ids)]
  const rows = shown.map((row) => {
    const { right = 0, wrong = 0 } = majority.get(row.rater) ?? {}
    return {
      ...row,
      votes: votes.find((one) => one.rater === row.rater)?.n ?? 0,
      // Without a split that has a majority there is no rate, which is not a rate of nought.
      majority: { rate: right + wrong === 0 ? null : right / (right + wrong), n: right + wrong },
      decision: decision.get(row.rater) ?? { right: 0, wrong: 0, excused: 0, none: 0 },
      member: linked.find((one) => one.rater === row.rater)?.member ?? null,
    }
  })
  return { rows, next: page.length > PAGE ? shown.at(-1)!.external : null }
}

async function byDecision(
  read: Reader,
  project: string,
  ids: readonly string[],
): Promise<Map<string, Counted>> {
  const { mark } = read.tables
  const found = new Map(ids.map((id) => [id, { right: 0, wrong: 0, excused: 0, none: 0 }]))
  const rows = await read
    .select({ rater: mark.rater, mark: mark.mark, n: count() })
    .from(mark)
    .where(
      and(
        eq(mark.project, project),
        eq(mark.basis, 'decision'),
        inArray(mark.rater, [...ids]),
        isNull(mark.until),
      ),
    )
    .groupBy(mark.rater, mark.mark)
  for (const row of rows) found.get(row.rater)![row.mark as keyof Counted] = row.n
  return found
}

/** Law 6: measured from whole splits, here and now, and never stored as a verdict. */
async function byMajority(
  read: Reader,
  project: string,
  ids: readonly string[],
): Promise<Map<string, Counted>> {
  const { vote } = read.tables
  const found = new Map(ids.map((id) => [id, { right: 0, wrong: 0, excused: 0, none: 0 }]))
  const questions = new Map((await questionsOf(read, project)).map((question) => [question.key, question]))
  const drawn = new Set<string>()
  const items = new Set<string>()
  for (const id of ids)
    for (const row of await read
      .select({ id: vote.id, item: vote.item })
      .from(vote)
      .where(and(eq(vote.rater, id), isNull(vote.until)))
      .orderBy(vote.id)
      .limit(COMPARED)) {
      drawn.add(row.id)
      items.add(row.item)
    }
  const all = [...items]
  for (let at = 0; at < all.length; at += BATCH) {
    const rows = await votesOfItems(read, all.slice(at, at + BATCH))
    for (const group of Map.groupBy(rows, ({ item, question }) =>
      JSON.stringify([item, question]),
    ).values()) {
      const question = questions.get(group[0]!.question)
      if (question) compare(question, group)
    }
    // A page of raters is much to read: let others have a turn of the loop.
    await nextTurn()
  }
  return found

  function compare(question: Parameters<typeof split>[0], group: VoteRow[]) {
    const values = group.map(({ value }) => value)
    const marks = majorityMarks(question, values, split(question, values))
    group.forEach((one, at) => {
      const own = drawn.has(one.vote) ? found.get(one.rater) : undefined
      if (own) own[marks[at] ?? 'none'] += 1
    })
  }
}
