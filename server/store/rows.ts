import { and, eq, isNull, type SQL } from 'drizzle-orm'
import type { Schema } from './schema.ts'
import type { Reader, Writer } from './store.ts'

/** Tables whose rows are superseded, never edited: `since` and `until` are entry numbers. */
type Spanned = {
  [Name in keyof Schema]: Schema[Name] extends { since: unknown; until: unknown; project: unknown }
    ? Name
    : never
}[keyof Schema]
type RowOf<Name extends keyof Schema> = Schema[Name]['$inferSelect']

/** The rows that hold now, of one project. */
export async function present<Name extends Spanned>(
  read: Reader,
  name: Name,
  project: string,
  where?: SQL,
): Promise<RowOf<Name>[]> {
  const table = read.tables[name] as Schema['seat']
  const rows = await read
    .select()
    .from(table)
    .where(and(eq(table.project, project), isNull(table.until), where))
  return rows as RowOf<Name>[]
}

/** Puts `next` in the place of a row: the old one ends at `seq`, where the new one begins. */
export async function supersede<Name extends Spanned>(
  tx: Writer,
  name: Name,
  seq: number,
  where: SQL,
  old: RowOf<Name>,
  change: Partial<RowOf<Name>>,
): Promise<RowOf<Name>> {
  const table = tx.tables[name] as Schema['seat']
  const next = { ...old, ...change, since: seq, until: null } as RowOf<Name>
  // A row made by this same entry has no past to keep.
  if (old.since === seq) await tx.delete(table).where(and(where, eq(table.since, seq)))
  else
    await tx
      .update(table)
      .set({ until: seq })
      .where(and(where, isNull(table.until)))
  await tx.insert(table).values(next as never)
  return next
}

/** Ends rows without a successor. */
export async function retire(tx: Writer, name: Spanned, seq: number, where: SQL): Promise<void> {
  const table = tx.tables[name] as Schema['seat']
  await tx
    .update(table)
    .set({ until: seq })
    .where(and(where, isNull(table.until)))
}

/** Puts rows in the place of all that `where` finds: those end at `seq`, where these begin. */
export async function replace<Name extends Spanned>(
  tx: Writer,
  name: Name,
  seq: number,
  where: SQL,
  rows: readonly RowOf<Name>[],
): Promise<void> {
  const table = tx.tables[name] as Schema['seat']
  // A row made by this same entry has no past to keep.
  await tx.delete(table).where(and(where, eq(table.since, seq)))
  await retire(tx, name, seq, where)
  if (rows.length > 0) await tx.insert(table).values(rows as never)
}
