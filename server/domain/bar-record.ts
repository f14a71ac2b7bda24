import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Bar } from '#shared/bar.ts'
import type { Reader } from '../store/store.ts'

/** A bar, when it was set, and when another took its place or it was ended; null while it holds. */
export type KeptBar = { bar: Bar; since: number; until: number | null; at: number; endedAt: number | null }

/** Every bar the project has had, the newest first. */
export async function barsOf(read: Reader, project: string): Promise<KeptBar[]> {
  const { bar, event } = read.tables
  const rows = await read.select().from(bar).where(eq(bar.project, project)).orderBy(desc(bar.since))
  if (rows.length === 0) return []
  const entries = rows.flatMap(({ since, until }) => (until === null ? [since] : [since, until]))
  const moments = await read
    .select({ seq: event.seq, at: event.at })
    .from(event)
    .where(and(eq(event.project, project), eq(event.n, 0), inArray(event.seq, entries)))
  const at = new Map(moments.map((one) => [one.seq, one.at]))
  return rows.flatMap(({ body, since, until }) =>
    body === null
      ? []
      : [
          {
            bar: body,
            since,
            until,
            at: at.get(since) ?? 0,
            endedAt: until === null ? null : (at.get(until) ?? 0),
          },
        ],
  )
}

/** The bar that holds. */
export const barNow = async (read: Reader, project: string): Promise<KeptBar | undefined> =>
  (await barsOf(read, project)).find(({ until }) => until === null)

/** Every version of the bar, by its number. */
export const barVersions = async (read: Reader, project: string): Promise<Map<number, Bar>> =>
  new Map((await barsOf(read, project)).map(({ bar }) => [bar.version, bar]))
