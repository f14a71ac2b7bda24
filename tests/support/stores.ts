import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate, migrateSqlite, migrations } from '../../server/store/migrate.ts'
import { postgresStore } from '../../server/store/postgres.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'

export const dialects = ['sqlite', 'postgres'] as const
export type Dialect = (typeof dialects)[number]

export const tempFolder = (): string => mkdtempSync(join(tmpdir(), 'gogi-test-'))

/** One in-process PostgreSQL a test worker: a start takes seconds, so tests share it and make projects of their own. */
let lite: Promise<PGlite> | undefined
async function openLite(): Promise<PGlite> {
  const db = new PGlite()
  await migrate(
    {
      run: async (sql) => void (await db.exec(sql)),
      done: async () =>
        (await db.query<{ name: string }>('select name from migration')).rows.map(({ name }) => name),
    },
    migrations('postgres'),
    async () => {},
  )
  return db
}

export async function openTestStore(dialect: Dialect, data: string): Promise<Store> {
  if (dialect === 'sqlite') {
    await migrateSqlite(join(data, 'gogi.db'))
    return openSqlite(join(data, 'gogi.db'))
  }
  lite ??= openLite()
  return postgresStore(drizzle(await lite, { casing: 'snake_case' }), null, async () => {})
}
