import { rmSync } from 'node:fs'
import { connect } from '../store/sqlite.ts'

export type DerivedFile = ReturnType<typeof connect>
type Numbers = Int32Array | Float64Array | Uint8Array

/** A derived file while it is written: nobody else sees it and losing it loses nothing, so it takes no care of itself. */
export function beginFile(path: string): DerivedFile {
  rmSync(path, { force: true })
  const db = connect(path)
  db.pragma('secure_delete = OFF')
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -65536')
  db.exec('create table "column" (name text primary key, numbers blob not null); begin')
  return db
}

export function endFile(db: DerivedFile): void {
  db.exec('commit')
  db.close()
}

/** What is filtered and sorted by is kept as whole columns of numbers, read into memory at once. */
export function writeColumn(db: DerivedFile, name: string, numbers: Numbers): void {
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
  db.prepare('insert into "column" values (?, ?)').run(name, bytes)
}

export function readColumn<T extends Numbers>(
  db: DerivedFile,
  name: string,
  kind: new (buffer: ArrayBuffer) => T,
): T {
  const bytes = db.prepare('select numbers from "column" where name = ?').pluck().get(name) as Buffer
  const own = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(own).set(bytes)
  return new kind(own)
}

export function writeWords(db: DerivedFile, name: string, words: unknown): void {
  writeColumn(db, name, new Uint8Array(Buffer.from(JSON.stringify(words))))
}

export const readWords = <T>(db: DerivedFile, name: string): T =>
  JSON.parse(Buffer.from(readColumn(db, name, Uint8Array)).toString()) as T

/** Opens a finished file for reading. */
export const openFile = (path: string): DerivedFile => connect(path, true)
