import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { RaterAttribute } from '#shared/rater-note.ts'
import type { Asked } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Writer } from '../store/store.ts'
import { attributeColumns, endAttributes, toThoseAllowed } from './attribute.ts'
import { handfuls } from './named.ts'

type Row = Schema['raterAttribute']['$inferSelect']
type Described = { facts: Fact[]; told: Told[] }
const keyOf = ({ rater, name }: Pick<Row, 'rater' | 'name'>) => `${rater}/${name}`

/** What an import says of raters counts from its entry on; what was known already stays as it was. */
export async function finishAttributes(tx: Writer, { project, seq }: Asked, id: string): Promise<Described> {
  const { raterAttribute: table } = tx.tables
  const staged = await tx
    .select()
    .from(table)
    .where(and(eq(table.import, id), eq(table.until, 0)))
  if (staged.length === 0) return { facts: [], told: [] }
  const before = await attributesNow(tx, project.id, staged)
  const fresh = staged.filter((row) => before.get(keyOf(row))?.value !== row.value)
  await endAttributes(
    tx,
    project.id,
    seq,
    fresh.filter((row) => before.has(keyOf(row))),
  )
  await tx.delete(table).where(and(eq(table.import, id), eq(table.until, 0)))
  await writeAttributes(
    tx,
    fresh.map((row) => ({ ...row, since: seq, until: null })),
  )
  return described(fresh)
}

/** Takes back what an import said of raters; what it had put an end to comes back, unless its own import is withdrawn too. */
export async function withdrawAttributes(
  tx: Writer,
  { project, seq }: Asked,
  gone: { id: string; seq: number | null },
): Promise<Described> {
  const { raterAttribute: table, imports } = tx.tables
  const own = await present(tx, 'raterAttribute', project.id, eq(table.import, gone.id))
  if (own.length === 0) return { facts: [], told: [] }
  await endAttributes(tx, project.id, seq, own)
  const ended = await tx
    .select({ row: table })
    .from(table)
    .leftJoin(imports, eq(imports.id, table.import))
    .where(
      and(
        eq(table.project, project.id),
        eq(table.until, gone.seq!),
        or(isNull(table.import), and(isNotNull(imports.seq), isNull(imports.until))),
      ),
    )
  const taken = new Set(own.map(keyOf))
  const back = ended.map(({ row }) => row).filter((row) => taken.has(keyOf(row)))
  await writeAttributes(
    tx,
    back.map((row) => ({ ...row, since: seq, until: null })),
  )
  const returned = new Set(back.map(keyOf))
  const lost = own.filter((row) => !returned.has(keyOf(row))).map((row) => ({ ...row, value: '' }))
  return described([...lost, ...back])
}

function described(rows: readonly Row[]): Described {
  if (rows.length === 0) return { facts: [], told: [] }
  const attributes = rows.map(({ rater, name, value }): RaterAttribute => ({ rater, name, value }))
  const event: Fact = { kind: 'raters.described', attributes }
  return { facts: [event], told: [{ to: toThoseAllowed, event }] }
}

async function attributesNow(tx: Writer, project: string, rows: readonly Row[]): Promise<Map<string, Row>> {
  const { rater } = tx.tables.raterAttribute
  const found = new Map<string, Row>()
  for (const some of handfuls([...new Set(rows.map((row) => row.rater))]))
    for (const row of await present(tx, 'raterAttribute', project, inArray(rater, some)))
      found.set(keyOf(row), row)
  return found
}

async function writeAttributes(tx: Writer, rows: readonly Row[]) {
  for (const some of handfuls(rows))
    await tx.bulk(
      'raterAttribute',
      attributeColumns,
      some.map((row) => attributeColumns.map((column) => row[column])),
    )
}
