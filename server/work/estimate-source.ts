import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core'
import { connect } from '../store/sqlite.ts'
import type { Reader, Store } from '../store/store.ts'

/** Rows asked for at once where the database cannot hand them over one by one. */
const ROWS_AT_ONCE = 20_000

/** Where the estimates are learned from: a read-only look at the project's data, row by row. */
export interface EstimateSource {
  /** Every row of the query as an array of its columns; the first is `id`, by which the query can be cut into pages. */
  each(query: SQL, id: SQL, take: (row: readonly unknown[]) => void): Promise<void>
  all<Row>(query: SQL): Promise<Row[]>
  close(): Promise<void>
}

/** A source over the store's own reading connection, for a database that lives inside this thread. */
export function sourceOf(read: Pick<Reader, 'rows'>, close = async () => {}): EstimateSource {
  return {
    all: (query) => read.rows(query),
    close,
    async each(query, id, take) {
      let after = ''
      for (;;) {
        const page = sql`${query} and ${id} > ${after} order by ${id} limit ${ROWS_AT_ONCE}`
        const rows = await read.rows<Record<string, unknown>>(page)
        for (const row of rows) take(Object.values(row))
        if (rows.length < ROWS_AT_ONCE) return
        after = String(Object.values(rows.at(-1)!)[0])
      }
    },
  }
}

/** A connection of its own, for a worker thread. */
export async function openSource(address: NonNullable<Store['address']>): Promise<EstimateSource> {
  if ('postgres' in address) {
    const { openPostgres } = await import('../store/postgres.ts')
    const store = openPostgres(address.postgres, 1)
    return sourceOf(store.read, () => store.close())
  }
  const db = connect(address.sqlite, true)
  const dialect = new SQLiteSyncDialect()
  const prepare = (query: SQL) => {
    const { sql: text, params } = dialect.sqlToQuery(query)
    return { statement: db.prepare(text), params }
  }
  return {
    async all<Row>(query: SQL) {
      const { statement, params } = prepare(query)
      return statement.all(...params) as Row[]
    },
    async each(query, _id, take) {
      const { statement, params } = prepare(query)
      for (const row of statement.raw().iterate(...params)) take(row as unknown[])
    },
    async close() {
      db.close()
    },
  }
}

/** JSON as the two dialects hand it over: text or already read. */
export const readJson = <T>(cell: unknown): T => (typeof cell === 'string' ? JSON.parse(cell) : cell) as T

/** The imports whose rows are seen: done, and not withdrawn. */
export const seenImports = (project: string): SQL =>
  sql`(select "id" from "import" where "project" = ${project} and "seq" is not null and "until" is null)`
