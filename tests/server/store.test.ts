import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import Database from 'better-sqlite3'
import { eq, sql } from 'drizzle-orm'
import { getTableConfig as postgresTable } from 'drizzle-orm/pg-core'
import { getTableConfig as sqliteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, test } from 'vitest'
import { type Migratable, migrate, migrateSqlite, migrations } from '../../server/store/migrate.ts'
import { tables as postgresTables } from '../../server/store/postgres.ts'
import { openSqlite, tables as sqliteTables } from '../../server/store/sqlite.ts'
import { dialects, openTestStore, tempFolder } from '../support/stores.ts'

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

describe.each(dialects)('the store on %s', (dialect) => {
  const project = () => `p${Math.random().toString(36).slice(2, 11)}`
  async function open() {
    const store = await openTestStore(dialect, tempFolder())
    const id = project()
    const row = { id, key: id, name: { en: 'é', ja: '合議' }, seq: 0, at: 1_790_000_000_000 }
    await store.transact(null, async (tx) => void (await tx.insert(tx.tables.project).values(row)))
    return { store, id, row }
  }
  test('reads back what was written, JSON and large numbers whole', async () => {
    const { store, id, row } = await open()
    expect(
      await store.read.select().from(store.read.tables.project).where(eq(store.read.tables.project.id, id)),
    ).toEqual([row])
    await store.close()
  })
  test('a transaction that throws leaves nothing behind', async () => {
    const { store, id } = await open()
    const failing = store.transact(id, async (tx) => {
      await tx.update(tx.tables.project).set({ seq: 9 }).where(eq(tx.tables.project.id, id))
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    const [row] = await store.read
      .select({ seq: store.read.tables.project.seq })
      .from(store.read.tables.project)
      .where(eq(store.read.tables.project.id, id))
    expect(row!.seq).toBe(0)
    await store.close()
  })
  test('a hundred writers at once each see the one before', async () => {
    const { store, id } = await open()
    const bump = () =>
      store.transact(id, async (tx) => {
        const { project } = tx.tables
        const [row] = await tx.select({ seq: project.seq }).from(project).where(eq(project.id, id))
        await tx
          .update(project)
          .set({ seq: row!.seq + 1 })
          .where(eq(project.id, id))
      })
    await Promise.all(Array.from({ length: 100 }, bump))
    const [row] = await store.read.rows<{ seq: number }>(sql`select seq from project where id = ${id}`)
    expect(Number(row!.seq)).toBe(100)
    await store.close()
  })
  test('the log is never edited: the database itself refuses', async () => {
    const { store, id } = await open()
    const entry = { project: id, seq: 1, body: '{}', leaf: 'ab' }
    await store.transact(id, async (tx) => void (await tx.insert(tx.tables.logEntry).values(entry)))
    const { logEntry } = store.read.tables
    await expect(
      store.transact(
        id,
        async (tx) =>
          void (await tx.update(logEntry).set({ body: 'x' }).where(eq(tx.tables.logEntry.project, id))),
      ),
    ).rejects.toThrow()
    await expect(
      store.transact(id, async (tx) => void (await tx.delete(logEntry).where(eq(logEntry.project, id)))),
    ).rejects.toThrow()
    expect(await store.read.select().from(logEntry).where(eq(logEntry.project, id))).toEqual([entry])
    await store.close()
  })
})

describe('on SQLite', () => {
  async function file() {
    const path = join(tempFolder(), 'gogi.db')
    await migrateSqlite(path)
    return path
  }
  test('a transaction that waits for anything but the database is refused and undone', async () => {
    const store = openSqlite(await file())
    const slow = store.transact('_', async (tx) => {
      await tx.update(tx.tables.project).set({ seq: 5 }).where(eq(tx.tables.project.id, '_'))
      await new Promise((done) => setTimeout(done, 5))
    })
    await expect(slow).rejects.toThrow('only the database')
    expect((await store.read.select().from(store.read.tables.project))[0]!.seq).toBe(0)
    await store.close()
  })
  test('transact inside transact is refused instead of waiting for itself', async () => {
    const store = openSqlite(await file())
    await expect(store.transact('_', async () => store.transact('_', async () => {}))).rejects.toThrow(
      'would wait for itself',
    )
    await store.close()
  })
  test('the loop turns between queued transactions', async () => {
    const store = openSqlite(await file())
    let turns = 0
    let beating = true
    const beat = () => {
      turns++
      if (beating) setImmediate(beat)
    }
    beat()
    await Promise.all(
      Array.from({ length: 200 }, () =>
        store.transact('_', async (tx) => void (await tx.update(tx.tables.project).set({ at: 1 }))),
      ),
    )
    beating = false
    expect(turns).toBeGreaterThan(150)
    await store.close()
  })
  test('the reader cannot write', async () => {
    const store = openSqlite(await file())
    await expect(store.read.rows(sql`update project set seq = 1`)).rejects.toThrow()
    await store.close()
  })

  const child = fileURLToPath(new URL('../support/fsync-child.ts', import.meta.url))
  /** The write-ahead log reaches the disk before each acknowledgement: fsyncs that come before every “acknowledged”. */
  function acknowledgedUnsynced(path: string, mode: string) {
    const trace = join(tempFolder(), 'trace')
    execFileSync('strace', [
      '-f',
      '-e',
      'trace=fdatasync,fsync,write',
      '-s',
      '40',
      '-o',
      trace,
      process.execPath,
      child,
      path,
      '30',
      mode,
    ])
    let synced = false
    let without = 0
    let said = 0
    for (const line of readFileSync(trace, 'utf8').split('\n')) {
      if (/\b(fdatasync|fsync)\(/.test(line)) synced = true
      if (!/write\(1, "acknowledged/.test(line)) continue
      said++
      if (!synced) without++
      synced = false
    }
    return { said, without }
  }
  test('every acknowledged transaction was fsynced first (strace counts)', async () => {
    expect(acknowledgedUnsynced(await file(), 'full')).toEqual({ said: 30, without: 0 })
    // The library's own default would not have: the check can fail.
    expect(acknowledgedUnsynced(await file(), 'normal').without).toBeGreaterThan(20)
  })
  test('a backup taken while it is written to is a whole database', async () => {
    const folder = tempFolder()
    await migrateSqlite(join(folder, 'gogi.db'))
    const store = openSqlite(join(folder, 'gogi.db'))
    const writing = Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        store.transact(
          '_',
          async (tx) =>
            void (await tx
              .update(tx.tables.project)
              .set({ seq: i + 1 })
              .where(eq(tx.tables.project.id, '_'))),
        ),
      ),
    )
    await store.backup(join(folder, 'copy.db'))
    await writing
    await store.close()
    const copy = new Database(join(folder, 'copy.db'), { readonly: true })
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(copy.prepare('select name from migration order by name').pluck().all()).toEqual(
      migrations('sqlite').map(({ name }) => name),
    )
    copy.close()
  })
})

describe('migrations', () => {
  test('on SQLite they give the tables that the code names', async () => {
    const path = join(tempFolder(), 'gogi.db')
    await migrateSqlite(path)
    const db = new Database(path, { readonly: true })
    for (const table of Object.values(sqliteTables)) {
      const { name, columns } = sqliteTable(table)
      const made = db
        .prepare('select name, type, "notnull" as required from pragma_table_info(?)')
        .all(name) as { name: string; type: string; required: number }[]
      expect([
        name,
        made.map((column) => [column.name, column.type.toLowerCase(), column.required === 1]),
      ]).toEqual([name, columns.map((column) => [snake(column.name), column.getSQLType(), column.notNull])])
    }
    db.close()
  })
  test('on PostgreSQL too, text compared byte by byte', async () => {
    const lite = new PGlite()
    await migrate(migratable(lite), migrations('postgres'), async () => {})
    for (const table of Object.values(postgresTables)) {
      const { name, columns } = postgresTable(table as never)
      const { rows } = await lite.query<{
        name: string
        type: string
        required: boolean
        collation: string | null
      }>(
        `select column_name as name, data_type as type, is_nullable = 'NO' as required, collation_name as collation from information_schema.columns where table_name = $1 order by ordinal_position`,
        [name],
      )
      expect([name, rows.map(({ name, type, required }) => [name, type, required])]).toEqual([
        name,
        columns.map((column) => [snake(column.name), column.getSQLType(), column.notNull]),
      ])
      expect(rows.filter(({ type, collation }) => type === 'text' && collation !== 'C')).toEqual([])
    }
    await lite.close()
  })
  const migratable = (lite: PGlite): Migratable => ({
    run: async (text) => void (await lite.exec(text)),
    done: async () =>
      (await lite.query<{ name: string }>('select name from migration')).rows.map(({ name }) => name),
  })
  test('a second run does nothing, a broken one leaves the database as it was and a copy beside it', async () => {
    const folder = tempFolder()
    const path = join(folder, 'gogi.db')
    expect(await migrateSqlite(path)).toEqual(migrations('sqlite').map(({ name }) => name))
    expect(await migrateSqlite(path)).toEqual([])
    const db = new Database(path)
    const run = async (text: string) => {
      try {
        db.exec(text)
      } catch (error) {
        if (db.inTransaction) db.exec('rollback')
        throw error
      }
    }
    const done = async () => db.prepare('select name from migration').pluck().all() as string[]
    const backups: string[] = []
    const broken = { name: '9999_broken', sql: 'create table half (id text); create table half (id text)' }
    await expect(
      migrate({ run, done }, [...migrations('sqlite'), broken], async (before) => void backups.push(before)),
    ).rejects.toThrow('already exists')
    expect(backups).toEqual(['9999_broken'])
    expect(db.prepare("select count(*) from sqlite_master where name = 'half'").pluck().get()).toBe(0)
    expect(await done()).not.toContain('9999_broken')
    db.close()
  })
  test('the automatic copy is made before the first new migration', async () => {
    const folder = tempFolder()
    const path = join(folder, 'gogi.db')
    await migrateSqlite(path)
    const db = new Database(path)
    db.exec("delete from migration; insert into migration (name) values ('0000_older')")
    db.close()
    await expect(migrateSqlite(path)).rejects.toThrow('already exists')
    expect(existsSync(join(folder, 'backups'))).toBe(true)
    expect(readdirSync(join(folder, 'backups'))).toEqual(['before-0001_first.db'])
  })
})
