import { eq, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool, types } from 'pg'
import * as columns from './columns.postgres.ts'
import { defineSchema } from './schema.ts'
import { type Address, readerOf, type Store, snake, type Writer, writer } from './store.ts'

// The one place where the two dialects are declared alike; tests/server/store.test.ts proves that the rows really are.
export const tables = defineSchema(columns as unknown as Parameters<typeof defineSchema>[0])

/** What this file needs of a drizzle database on PostgreSQL, pool or in-process. */
type Database = {
  execute(query: SQL): Promise<unknown>
  transaction<T>(work: (tx: never) => Promise<T>): Promise<T>
}

/** A store over any drizzle database that speaks PostgreSQL; the project's row is the lock. */
export function postgresStore(database: unknown, address: Address, end: () => Promise<void>): Store {
  const db = database as Database
  const rowsOf = (db: Database) => async (query: SQL) => ((await db.execute(query)) as { rows: never[] }).rows
  const on = (tx: Database) => writer(tables, tx as never, rowsOf(tx), bulkInto(rowsOf(tx)))
  return {
    dialect: 'postgres',
    address,
    read: readerOf(on(db)),
    transact: (project, work) =>
      db.transaction(async (tx: Database) => {
        const inside = on(tx)
        if (project !== null)
          await inside.rows(sql`select seq from project where ${eq(tables.project.id, project)} for update`)
        return work(inside)
      }),
    staging: () => ({
      write: (work) =>
        db.transaction(async (tx: Database) => {
          await rowsOf(tx)(sql`set local synchronous_commit = off`)
          return work(on(tx))
        }),
      end: () => {},
    }),
    backup: async () => {
      throw new Error('PostgreSQL keeps its own backups: use pg_dump, or your provider’s snapshots.')
    },
    close: end,
  }
}

/** A column of cells is one parameter: the statement stays short whatever the batch. */
function bulkInto(run: (query: SQL) => Promise<unknown>): Writer['bulk'] {
  return async (table, columns, rows) => {
    if (rows.length === 0) return
    const types = columns.map((name) =>
      (getTableColumns(tables[table]) as Record<string, { getSQLType(): string }>)[name]!.getSQLType(),
    )
    const arrays = columns.map(
      (_, n) =>
        sql`${sql.param(rows.map((row) => row[n]))}::${sql.raw(types[n] === 'jsonb' ? 'text' : types[n]!)}[]`,
    )
    const names = sql.raw(columns.map((name) => `"${snake(name)}"`).join(', '))
    const cells = sql.raw(
      columns.map((_, n) => (types[n] === 'jsonb' ? `u.c${n}::jsonb` : `u.c${n}`)).join(', '),
    )
    await run(
      sql`insert into ${sql.raw(`"${getTableName(tables[table])}"`)} (${names}) select ${cells} from unnest(${sql.join(arrays, sql`, `)}) as u(${sql.raw(columns.map((_, n) => `c${n}`).join(', '))})`,
    )
  }
}

/** Opens a migrated database by its address. */
export function openPostgres(url: string, connections = 20): Store {
  types.setTypeParser(types.builtins.INT8, Number)
  const pool = new Pool({ connectionString: url, max: connections })
  return postgresStore(drizzle(pool, { casing: 'snake_case' }), { postgres: url }, () => pool.end())
}
