import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { Client } from 'pg'
import { expect } from 'vitest'
import { migrate, migratePostgres, migrateSqlite, migrations } from '../../server/store/migrate.ts'
import { openPostgres, postgresStore } from '../../server/store/postgres.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'

export const dialects = ['sqlite', 'postgres'] as const
export type Dialect = (typeof dialects)[number]

export const tempFolder = (): string => mkdtempSync(join(tmpdir(), 'gogi-test-'))

/**
 * PostgreSQL for tests: a database of its own on the real server that GOGI_TEST_POSTGRES names, else one in this
 * process. Either start takes a while, so the tests of a file share it and make projects of their own.
 */
let shared: { file: string | undefined; store: Promise<Store> } | undefined

async function sharedByFile(): Promise<Store> {
  const file = expect.getState().testPath
  if (shared?.file !== file) {
    await (await shared?.store)?.close()
    const server = process.env.GOGI_TEST_POSTGRES
    shared = { file, store: server ? openReal(server) : openLite() }
  }
  return shared!.store
}

async function openReal(server: string): Promise<Store> {
  const admin = new Client({ connectionString: server })
  await admin.connect()
  const name = `gogi_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name}`)
  await admin.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  await migratePostgres(url.href)
  return openPostgres(url.href)
}

async function openLite(): Promise<Store> {
  const db = new PGlite()
  const done = async () =>
    (await db.query<{ name: string }>('select name from migration')).rows.map(({ name }) => name)
  await migrate(
    { run: async (sql) => void (await db.exec(sql)), done },
    migrations('postgres'),
    async () => {},
  )
  return postgresStore(drizzle(db, { casing: 'snake_case' }), null, () => db.close())
}

export async function openTestStore(dialect: Dialect, data: string): Promise<Store> {
  if (dialect === 'sqlite') {
    await migrateSqlite(join(data, 'gogi.db'))
    return openSqlite(join(data, 'gogi.db'))
  }
  // A test closes its house; the database stays for the next.
  return { ...(await sharedByFile()), close: async () => {} }
}
