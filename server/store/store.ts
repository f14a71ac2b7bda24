import type { SQL } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Notes } from './notes.ts'
import type { Schema, TableName } from './schema.ts'

type Queries = BetterSQLite3Database<Record<string, never>>

/** Reading: any time, no lock. `rows` takes SQL that both dialects speak. */
export type Reader = {
  tables: Schema
  select: Queries['select']
  selectDistinct: Queries['selectDistinct']
  rows<Row>(query: SQL): Promise<Row[]>
}

/** Writing: only inside `transact`, which holds the project until it returns. */
export type Writer = Reader & {
  insert: Queries['insert']
  update: Queries['update']
  delete: Queries['delete']
  /** Many rows of one table at once, as an import brings them. Cells are as the database keeps them: JSON is text already. */
  bulk(table: TableName, columns: readonly string[], rows: readonly (readonly Cell[])[]): Promise<void>
}
export type Cell = string | number | null

/** Where a worker thread finds the same data; null for a database that lives inside this thread. */
export type Address = { sqlite: string } | { postgres: string } | null

export type Store = {
  dialect: 'sqlite' | 'postgres'
  address: Address
  read: Reader
  /** One transaction; with a project its row is the lock and gives the next `seq`, with null (import batches) there is none. */
  transact<T>(project: string | null, work: (tx: Writer) => Promise<T>): Promise<T>
  /**
   * Transactions of rows that nobody sees yet and that a crash may take: they are not fsynced one by one. The next
   * ordinary commit makes them durable with itself. `end` when no more come.
   */
  staging(): { write<T>(work: (tx: Writer) => Promise<T>): Promise<T>; end(): void }
  /** What other server processes on the same database say and are told; null where this is the only one. */
  notes: Notes | null
  /** Holds a name among those processes until it is let go or this process ends; null where another one holds it. */
  hold(name: string): Promise<(() => Promise<void>) | null>
  /** A whole copy of the database while it is in use. */
  backup(file: string): Promise<void>
  close(): Promise<void>
}

/** A column's name in the database, as drizzle's casing makes it. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

type Database = Pick<Queries, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'>
export function writer(tables: Schema, db: Database, rows: Reader['rows'], bulk: Writer['bulk']): Writer {
  return {
    tables,
    rows,
    bulk,
    select: db.select.bind(db),
    selectDistinct: db.selectDistinct.bind(db),
    insert: db.insert.bind(db),
    update: db.update.bind(db),
    delete: db.delete.bind(db),
  }
}

/** The same without its ways to write: whoever reads outside a transaction can be told from whoever is inside one. */
export const readerOf = ({ tables, rows, select, selectDistinct }: Writer): Reader => ({
  tables,
  rows,
  select,
  selectDistinct,
})
