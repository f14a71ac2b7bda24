import { and, asc, count, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { standings } from './standing.ts'

/** Raters on one page. */
const PAGE = 50

/** Raters by the platform's id, a page at a time, with what each basis says of their votes. */
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
  const standing = await standings(read, project, ids)
  const rows = shown.map((row) => ({
    ...row,
    votes: votes.find((one) => one.rater === row.rater)?.n ?? 0,
    ...standing.get(row.rater)!,
    member: linked.find((one) => one.rater === row.rater)?.member ?? null,
  }))
  return { rows, next: page.length > PAGE ? shown.at(-1)!.external : null }
}
