import { type AnyColumn, and, desc, eq, gt, isNotNull, isNull, lte, or, type SQL } from 'drizzle-orm'
import { asOf as momentOf } from '#shared/as-of.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'

/** The entry after which the record is read; null: as it stands now. */
export type AsOf = number | null
export type Moment = { seq: AsOf; at: number }

/** Rows that held after that entry. Since when and until when are columns of every table whose rows can change. */
export const holding = (table: { since: AnyColumn; until: AnyColumn }, as: AsOf): SQL | undefined =>
  as === null ? isNull(table.until) : and(lte(table.since, as), or(isNull(table.until), gt(table.until, as)))

/** Votes that counted after that entry: not superseded, of an import that was done and not withdrawn. */
export function counting({ vote, imports }: Pick<Schema, 'vote' | 'imports'>, as: AsOf): SQL | undefined {
  if (as === null) return and(isNull(vote.until), isNotNull(imports.seq), isNull(imports.until))
  const open = (until: AnyColumn) => or(isNull(until), gt(until, as))
  return and(open(vote.until), lte(imports.seq, as), open(imports.until))
}

const ENTRY = /^seq:(\d{1,15})$/

/** What `at` names: an entry (`seq:12`), or a day or a moment as its last entry until then. Without it: now. */
export async function momentAsked(
  read: Reader,
  project: { id: string; seq: number },
  text: string | undefined,
  now: number,
): Promise<Moment> {
  if (text === undefined) return { seq: null, at: now }
  const named = ENTRY.exec(text)
  if (named) {
    const seq = Number(named[1])
    return seq >= project.seq ? { seq: null, at: now } : { seq, at: await entryMoment(read, project.id, seq) }
  }
  const at = momentOf(text)
  if (at === undefined)
    throw new Refusal('malformed', {
      detail: `at: “${text}” is no day like 2026-11-02, no moment like 2026-11-02T09:00Z and no entry like seq:12`,
    })
  return { seq: await lastBefore(read, project, at), at }
}

/** When the entry was written; the beginning of time before the first. */
export async function entryMoment(read: Reader, project: string, seq: number): Promise<number> {
  const { logEntry } = read.tables
  const [row] = await read
    .select({ body: logEntry.body })
    .from(logEntry)
    .where(and(eq(logEntry.project, project), lte(logEntry.seq, seq)))
    .orderBy(desc(logEntry.seq))
    .limit(1)
  return row ? (JSON.parse(row.body) as { at: number }).at : 0
}

/** Entries stand in the order of their moments, so halving finds the last one until then. */
async function lastBefore(read: Reader, project: { id: string; seq: number }, at: number): Promise<number> {
  let [low, high] = [0, project.seq]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((await entryMoment(read, project.id, middle)) <= at) low = middle
    else high = middle - 1
  }
  return low
}
