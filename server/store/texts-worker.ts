import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { Author, Row, Stored, Update } from './texts.ts'

// The pragmas are those of sqlite.ts; importing it would load drizzle into this thread for nothing.
const db = new Database((workerData as { file: string }).file, { timeout: 5000 })
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('trusted_schema = OFF')
db.pragma('secure_delete = ON')
// A page is what a commit costs, so nothing stands here that the rows say already: a text is begun that has some, and how
// far it is the last one says.
db.exec(`begin immediate;
create table if not exists doc_update (
  doc text not null, seq integer not null, person text not null, at integer not null, data blob not null,
  primary key (doc, seq)
) strict, without rowid;
create table if not exists doc_client (
  doc text not null, client integer not null, person text not null, primary key (doc, client)
) strict, without rowid;
create table if not exists doc_author (
  doc text not null, part text not null, person text not null, at integer not null, primary key (doc, part, person)
) strict, without rowid;
create table if not exists doc_snapshot (doc text primary key, seq integer not null, data blob not null) strict;
commit`)

const seqOf = db.prepare<[string], number | null>('select max(seq) from doc_update where doc = ?').pluck()
const add = db.prepare('insert into doc_update (doc, seq, person, at, data) values (?, ?, ?, ?, ?)')
const personOf = db
  .prepare<[string, number], string>('select person from doc_client where doc = ? and client = ?')
  .pluck()
const bind = db.prepare(
  'insert into doc_client (doc, client, person) values (?, ?, ?) on conflict do nothing',
)
const clientsOf = db.prepare<[string], { client: number; person: string }>(
  'select client, person from doc_client where doc = ?',
)
const rowsAfter = db.prepare<[string, number], Row>(
  'select seq, data from doc_update where doc = ? and seq > ? order by seq',
)
const newest = db.prepare<[string], Row>('select seq, data from doc_snapshot where doc = ?')
const keep = db.prepare(
  'insert into doc_snapshot (doc, seq, data) values (?, ?, ?) on conflict (doc) do update set seq = excluded.seq, data = excluded.data where excluded.seq > doc_snapshot.seq',
)

const sign = db.prepare(
  'insert into doc_author (doc, part, person, at) values (?, ?, ?, ?) on conflict (doc, part, person) do update set at = max(at, excluded.at)',
)
const authorsOf = db.prepare<[string], Author>(
  'select part, person, at from doc_author where doc = ? order by part, person',
)

/** Texts of which an update was not added: none is until they are loaded again. */
const torn = new Set<string>()

/** Inside a transaction: the row after `seq`, unless a client id in it is another's. */
function append(doc: string, seq: number, { person, at, data, clients, parts }: Update): number | 'taken' {
  if (clients.some((client) => (personOf.get(doc, client) ?? person) !== person)) {
    torn.add(doc)
    return 'taken'
  }
  for (const client of clients) bind.run(doc, client, person)
  add.run(doc, seq + 1, person, at, data)
  for (const part of parts) sign.run(doc, part, person, at)
  return seq + 1
}

const asks = {
  begin: db.transaction((doc: string, first: Update) => {
    if (!seqOf.get(doc)) append(doc, 0, first)
  }).immediate,
  load(doc: string): Stored | null {
    torn.delete(doc)
    const seq = seqOf.get(doc)
    if (!seq) return null
    const snapshot = newest.get(doc)
    const clients = new Map(clientsOf.all(doc).map(({ client, person }) => [client, person]))
    return { seq, snapshot: snapshot?.data ?? null, rows: rowsAfter.all(doc, snapshot?.seq ?? 0), clients }
  },
  since: (doc: string, seq: number): Row[] => rowsAfter.all(doc, seq),
  authors: (doc: string): Author[] => authorsOf.all(doc),
  snapshot: (doc: string, seq: number, state: Uint8Array): void => void keep.run(doc, seq, state),
  backup: async (file: string): Promise<void> => void (await db.backup(file)),
  close: (): void => void db.close(),
}
export type Asks = typeof asks
export type Asking =
  | { id: number; append: [doc: string, update: Update] }
  | { id: number; ask: keyof Asks; args: unknown[] }
export type Answering = { id: number; answer: unknown } | { id: number; broken: string }

type Waiting = { id: number; append: [doc: string, update: Update] }
let waiting: Waiting[] = []

/** Everything that came while the last commit went to the disk goes into one; its answers leave after it. */
function commit() {
  if (waiting.length === 0) return
  const batch = waiting
  waiting = []
  parentPort!.postMessage(answersTo(batch))
}

const appendAll = db.transaction((batch: readonly Waiting[]): Answering[] =>
  batch.map(({ id, append: [doc, update] }) => {
    if (torn.has(doc)) return { id, broken: `the text ${doc} must be loaded again` }
    const seq = seqOf.get(doc)
    if (!seq) throw new Error(`nobody has begun the text ${doc}`)
    return { id, answer: append(doc, seq, update) }
  }),
).immediate

function answersTo(batch: readonly Waiting[]): Answering[] {
  try {
    return appendAll(batch)
  } catch (error) {
    for (const { append } of batch) torn.add(append[0])
    return batch.map(({ id }) => ({ id, broken: broken(error) }))
  }
}
const broken = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

parentPort!.on('message', (asked: Asking[]) => {
  for (const asking of asked) {
    if ('ask' in asking) void answer(asking)
    // The loop hands over all messages that lie there before it comes to this.
    else if (waiting.push(asking) === 1) setImmediate(commit)
  }
})

async function answer({ id, ask, args }: Extract<Asking, { ask: unknown }>) {
  commit()
  try {
    const answer = await (asks[ask] as (...args: unknown[]) => unknown)(...args)
    parentPort!.postMessage([{ id, answer }] satisfies Answering[])
  } catch (error) {
    parentPort!.postMessage([{ id, broken: broken(error) }] satisfies Answering[])
  }
}
