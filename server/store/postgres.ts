import { randomUUID } from 'node:crypto'
import { eq, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool, types } from 'pg'
import * as columns from './columns.postgres.ts'
import { holdName } from './hold.ts'
import { CHANNEL, type Hearing, hearNotes, markOf, type Note, type Notes } from './notes.ts'
import { defineSchema } from './schema.ts'
import { type Address, readerOf, type Store, snake, type Writer, writer } from './store.ts'

// The one place where the two dialects are declared alike; tests/server/store.test.ts proves that the rows really are.
export const tables = defineSchema(columns as unknown as Parameters<typeof defineSchema>[0])

/** What this file needs of a drizzle database on PostgreSQL, pool or in-process. */
type Database = {
  execute(query: SQL): Promise<unknown>
  transaction<T>(work: (tx: never) => Promise<T>): Promise<T>
}

const rowsOf = (db: Database) => async (query: SQL) => ((await db.execute(query)) as { rows: never[] }).rows

/**
 * A store over any drizzle database that speaks PostgreSQL; the project's row is the lock. Whoever raises a project's number
 * notes that in the same commit for the other processes; a database inside this one (no address) has none.
 */
export function postgresStore(database: unknown, address: Address, end: () => Promise<void>): Store {
  const db = database as Database
  const own = randomUUID()
  const hearings: Hearing[] = []
  const url = address && 'postgres' in address ? address.postgres : null
  const on = (tx: Database) => writer(tables, tx as never, rowsOf(tx), bulkInto(rowsOf(tx)))
  return {
    dialect: 'postgres',
    address,
    read: readerOf(on(db)),
    transact: (project, work) =>
      db.transaction(async (tx: Database) => {
        const inside = on(tx)
        if (project === null) return work(inside)
        const its = eq(tables.project.id, project)
        const [row] = await inside.rows<{ seq: number }>(sql`select seq from project where ${its} for update`)
        const done = await work(inside)
        if (url)
          await inside.rows(
            sql`select pg_notify(${CHANNEL}, json_build_object('by', ${own}::text, 'kind', 'entry', 'project', id, 'seq', seq)::text)
              from project where ${its} and seq > ${Number(row?.seq ?? 0)}`,
          )
        return done
      }),
    staging: () => ({
      write: (work) =>
        db.transaction(async (tx: Database) => {
          await rowsOf(tx)(sql`set local synchronous_commit = off`)
          return work(on(tx))
        }),
      end: () => {},
    }),
    notes: url ? notesAt(url, own, db, hearings) : null,
    hold: url ? (name) => holdName(url, name) : async () => async () => {},
    backup: async () => {
      throw new Error('PostgreSQL keeps its own backups: use pg_dump, or your provider’s snapshots.')
    },
    async close() {
      await Promise.all(hearings.map((hearing) => hearing.close()))
      await end()
    },
  }
}

/** A note outside a commit is nothing to keep, so no disk is waited for; one goes after the other, for the last one counts. */
function notesAt(url: string, own: string, db: Database, hearings: Hearing[]): Notes {
  let last: Promise<void> = Promise.resolve()
  const send = (note: Note) =>
    db.transaction(async (tx: Database) => {
      await tx.execute(sql`set local synchronous_commit = off`)
      await tx.execute(sql`select pg_notify(${CHANNEL}, ${JSON.stringify({ ...note, by: own })})`)
    })
  return {
    send(note) {
      const sent = last.then(() => send(note))
      last = sent.catch(() => {})
      return sent
    },
    hear(ear, mark) {
      const hearing = hearNotes({ url, own, mark }, ear)
      hearings.push(hearing)
      return hearing
    },
    async differs(mark) {
      const others = sql`select 1 from pg_stat_activity where datname = current_database()
        and application_name like ${markOf('%')} and application_name <> ${markOf(mark)}`
      return (await rowsOf(db)(others)).length > 0
    },
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
  // A connection that breaks fails whoever uses it; unheard, it would end the process as well.
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  return postgresStore(drizzle(pool, { casing: 'snake_case' }), { postgres: url }, () => pool.end())
}
