import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from './sqlite.ts'
import type { Address } from './store.ts'

const folder = fileURLToPath(new URL('../../migrations', import.meta.url))
export type Migration = { name: string; sql: string }

/** The migrations of one dialect in their order; the same number on both is the same change. */
export function migrations(dialect: 'sqlite' | 'postgres'): Migration[] {
  const files = readdirSync(join(folder, dialect)).filter((name) => /^\d{4}_\w+\.sql$/.test(name))
  return files.sort().map((name) => ({
    name: name.replace('.sql', ''),
    sql: readFileSync(join(folder, dialect, name), 'utf8'),
  }))
}

/** What a database that can be migrated offers: one call runs several statements. */
export type Migratable = { run(sql: string): Promise<void>; done(): Promise<string[]> }
const bookkeeping =
  'create table if not exists migration (name text primary key, at text not null default current_timestamp)'

/** Runs what is missing, one transaction a file with its bookkeeping row; `backup` is called first when there is data to lose. */
export async function migrate(
  db: Migratable,
  all: readonly Migration[],
  backup: (before: string) => Promise<void>,
): Promise<string[]> {
  await db.run(bookkeeping)
  const done = await db.done()
  const missing = all.filter(({ name }) => !done.includes(name))
  if (done.length > 0 && missing.length > 0) await backup(missing[0]!.name)
  for (const { name, sql } of missing)
    await db.run(`begin;\n${sql};\ninsert into migration (name) values ('${name}');\ncommit;`)
  return missing.map(({ name }) => name)
}

/** Migrates a SQLite file; its copy goes to `backups/` beside it. */
export async function migrateSqlite(file: string): Promise<string[]> {
  mkdirSync(dirname(file), { recursive: true })
  const db = connect(file)
  try {
    return await migrate(
      {
        run: async (sql) => {
          try {
            db.exec(sql)
          } catch (error) {
            if (db.inTransaction) db.exec('rollback')
            throw error
          }
        },
        done: async () => db.prepare('select name from migration order by name').pluck().all() as string[],
      },
      migrations('sqlite'),
      async (before) => {
        const backups = join(dirname(file), 'backups')
        mkdirSync(backups, { recursive: true })
        const copy = join(backups, `before-${before}.db`)
        if (!existsSync(copy)) await db.backup(copy)
      },
    )
  } finally {
    db.close()
  }
}

/** Migrates a PostgreSQL database by its address. */
export async function migratePostgres(url: string): Promise<string[]> {
  const { Client } = await import('pg')
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(4706)')
    return await migrate(
      {
        run: async (sql) => {
          await client.query(sql).catch(async (error) => {
            await client.query('rollback')
            throw error
          })
        },
        done: async () =>
          (await client.query('select name from migration order by name')).rows.map((row) => row.name),
      },
      migrations('postgres'),
      async () => {},
    )
  } finally {
    await client.end()
  }
}

export const migrateAt = (address: NonNullable<Address>): Promise<string[]> =>
  'sqlite' in address ? migrateSqlite(address.sqlite) : migratePostgres(address.postgres)
