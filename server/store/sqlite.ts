import { AsyncLocalStorage } from 'node:async_hooks'
import { closeSync, fdatasyncSync, openSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import * as columns from './columns.sqlite.ts'
import { defineSchema } from './schema.ts'
import { type Cell, type Reader, readerOf, type Store, snake, type Writer, writer } from './store.ts'

export const tables = defineSchema(columns)

/** How long a statement may wait for another process's lock; longer would stop the loop for everybody. */
const LOCK_WAIT_MS = 250

/** A connection with every safety on. WAL's default here is `synchronous=NORMAL`, which does not fsync a commit: say FULL. */
export function connect(file: string, readonly = false): Database.Database {
  const db = new Database(file, { readonly, timeout: LOCK_WAIT_MS })
  if (!readonly) db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('secure_delete = ON')
  return db
}

function on(db: Database.Database): Writer {
  const queries = drizzle(db, { casing: 'snake_case' })
  return writer(tables, queries, async (query) => queries.all(query), bulkInto(db))
}

/** One prepared statement for each shape of row: several times faster than one statement of many rows. */
function bulkInto(db: Database.Database): Writer['bulk'] {
  const prepared = new Map<string, Database.Statement<Cell[]>>()
  return async (table, columns, rows) => {
    if (rows.length === 0) return
    const text = `insert into "${getTableName(tables[table])}" (${columns.map((name) => `"${snake(name)}"`).join(', ')}) values (${columns.map(() => '?').join(', ')})`
    const statement = prepared.get(text) ?? db.prepare<Cell[]>(text)
    prepared.set(text, statement)
    for (const row of rows) statement.run(...row)
  }
}

/** Reading alone, for a worker thread that takes the slow parts of many commits off the main loop. */
export function readSqlite(file: string): SqliteReader {
  const db = connect(file, true)
  const settling = connect(file)
  settling.pragma('synchronous = NORMAL')
  const log = openSync(`${file}-wal`, 'r+')
  return {
    read: readerOf(on(db)),
    flush: () => fdatasyncSync(log),
    settle() {
      settling.pragma('wal_checkpoint(PASSIVE)')
      // Whoever writes first to an emptied log waits for its header to reach the disk: better here than on the main loop.
      settling.pragma('user_version = 0')
    },
    close() {
      closeSync(log)
      db.close()
      settling.close()
    },
  }
}
export interface SqliteReader {
  read: Reader
  /** Sends to the disk what commits without an fsync have left in the log. */
  flush(): void
  /** Copies the log into the file. */
  settle(): void
  close(): void
}

/** Opens a migrated file: one queued writer, one read-only reader. */
export function openSqlite(file: string): Store {
  const writing = connect(file)
  // The ids of an import's votes fall everywhere in their indexes: with the usual 2 MB every page would be read again.
  writing.pragma('cache_size = -32768')
  const reading = connect(file, true)
  const tx = on(writing)
  const inside = new AsyncLocalStorage<true>()
  let queue: Promise<unknown> = Promise.resolve()

  // One writing connection: whoever holds it between BEGIN and COMMIT must be alone, so transactions queue.
  async function alone<T>(work: (tx: Writer) => Promise<T>): Promise<T> {
    let turned = false
    const turn = setImmediate(() => {
      turned = true
    })
    writing.exec('BEGIN IMMEDIATE')
    try {
      const result = await inside.run(true, () => work(tx))
      // Awaited queries never leave this turn of the loop. If it turned, the work awaited a timer or the network.
      if (turned) throw new Error('a transaction may await only the database')
      writing.exec('COMMIT')
      return result
    } catch (error) {
      if (writing.inTransaction) writing.exec('ROLLBACK')
      throw error
    } finally {
      clearImmediate(turn)
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work)
    // A thousand queued transactions in a row would stall sockets and timers: let the loop turn between two.
    const next = () => nextTurn()
    queue = turn.then(next, next)
    return turn
  }

  return {
    dialect: 'sqlite',
    address: { sqlite: file },
    read: readerOf(on(reading)),
    transact(_project, work) {
      if (inside.getStore()) throw new Error('transact inside transact would wait for itself')
      return inTurn(() => alone(work))
    },
    staging() {
      // Copying the log into the file stops whoever does it: while batches come, the thread that reads the import does it.
      writing.pragma('wal_autocheckpoint = 0')
      return {
        write: (work) => inTurn(() => relaxed(writing, () => alone(work))),
        end: () => void (writing.open && writing.pragma('wal_autocheckpoint = 1000')),
      }
    },
    notes: null,
    hold: async () => async () => {},
    async backup(copy) {
      await reading.backup(copy)
    },
    async close() {
      await queue
      reading.close()
      writing.close()
    },
  }
}

/** Without an fsync: what it writes is lost or kept as a whole with the commits around it, never in part. */
async function relaxed<T>(db: Database.Database, work: () => Promise<T>): Promise<T> {
  db.pragma('synchronous = NORMAL')
  try {
    return await work()
  } finally {
    db.pragma('synchronous = FULL')
  }
}
