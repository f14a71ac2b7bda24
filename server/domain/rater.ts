import { and, asc, count, eq, gt, inArray, isNotNull, isNull, notInArray, type SQL, sql } from 'drizzle-orm'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { inHandfuls } from './finality.ts'
import { hurtRaters } from './standing/dissent.ts'
import { standings } from './standing/standing.ts'

/** Raters on one page. */
const PAGE = 50
export const raterSorts = ['name', 'hurt'] as const
export type RaterQuery = { q?: string; after?: string; sort?: (typeof raterSorts)[number] }

/**
 * Raters by the platform's id, or those hurt most by majority scoring first; a page at a time, with what each basis says
 * of their votes.
 */
export async function ratersPage(read: Reader, project: string, query: RaterQuery) {
  const { rows: shown, next } =
    query.sort === 'hurt' ? await byHurt(read, project, query) : await byName(read, project, query)
  const ids = shown.map((row) => row.rater)
  if (ids.length === 0) return { rows: [], next: null }
  const votes = await votesOf(read, ids)
  const linked = await present(read, 'raterLink', project, inArray(read.tables.raterLink.rater, ids))
  const standing = await standings(read, project, ids)
  const rows = shown.map((row) => ({
    ...row,
    votes: votes.get(row.rater) ?? 0,
    ...standing.get(row.rater)!,
    member: linked.find((one) => one.rater === row.rater)?.member ?? null,
  }))
  return { rows, next }
}

async function byName(
  read: Reader,
  project: string,
  { q, after }: Pick<RaterQuery, 'q' | 'after'>,
  limit = PAGE,
  but?: SQL,
) {
  const { external } = read.tables.rater
  const from = after === undefined ? undefined : gt(external, after)
  const page = await ratersWhere(read, project, and(holds(read, q), from, but)).limit(limit + 1)
  const rows = page.slice(0, limit)
  return { rows, next: page.length > limit ? rows.at(-1)!.external : null }
}

/** The cursor counts those who were hurt, and names the last of the others: they follow by name. */
async function byHurt(read: Reader, project: string, { q, after = '0' }: RaterQuery) {
  const { rater } = read.tables
  const hurt = await hurtRaters(read, project)
  const [, place, name] = /^(\d+)(?:~([\s\S]*))?$/.exec(after) ?? ['', '0', undefined]
  const found = await inHandfuls(hurt, (some) =>
    ratersWhere(read, project, and(inArray(rater.id, some), holds(read, q))),
  )
  const known = new Map(found.map((row) => [row.rater, row]))
  const all = hurt.flatMap((id) => known.get(id) ?? [])
  const from = Number(place)
  const rows = name === undefined ? all.slice(from, from + PAGE) : []
  if (rows.length === PAGE) return { rows, next: String(from + PAGE) }
  const but =
    all.length === 0
      ? undefined
      : notInArray(
          rater.id,
          all.map((row) => row.rater),
        )
  const rest = await byName(
    read,
    project,
    { ...(q ? { q } : {}), ...(name === undefined ? {} : { after: name }) },
    PAGE - rows.length,
    but,
  )
  const next = rest.next === null ? null : `${all.length}~${rest.next}`
  return { rows: [...rows, ...rest.rows], next }
}

function ratersWhere(read: Reader, project: string, where: SQL | undefined) {
  const { rater, imports } = read.tables
  return read
    .select({ rater: rater.id, external: rater.external, kind: rater.kind })
    .from(rater)
    .innerJoin(imports, eq(imports.id, rater.import))
    .where(and(eq(rater.project, project), isNotNull(imports.seq), where))
    .orderBy(asc(rater.external))
}

const holds = ({ tables: { rater } }: Reader, q: string | undefined): SQL | undefined =>
  q
    ? sql`lower(${rater.external}) like ${`%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`
    : undefined

export async function votesOf(read: Reader, ids: readonly string[]): Promise<Map<string, number>> {
  const { imports, vote } = read.tables
  const rows = await read
    .select({ rater: vote.rater, n: count() })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(
      and(inArray(vote.rater, [...ids]), isNull(vote.until), isNotNull(imports.seq), isNull(imports.until)),
    )
    .groupBy(vote.rater)
  return new Map(rows.map(({ rater, n }) => [rater, n]))
}
