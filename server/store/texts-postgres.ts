import { sql } from 'drizzle-orm'
import type { Reader, Store, Writer } from './store.ts'
import { type Author, type Row, type Stored, type Texts, TOGETHER, type Update } from './texts.ts'

type Answer = number | 'frozen' | 'taken'
type Waiting = { update: Update; settle(answer: Answer): void; fail(error: unknown): void }

/** Texts as tables of the one database; a text's row is its lock, so that any number of processes may write to it. */
export function postgresTexts(store: Store): Texts {
  const { read } = store
  const queue = queueOf(store)
  return {
    begin: (doc, first) =>
      store.transact(null, async (tx) => {
        await tx.rows(
          sql`insert into doc (id, seq, frozen_until) values (${doc}, 0, 0) on conflict do nothing`,
        )
        if ((await lock(tx, doc)).seq === 0) await append(tx, doc, [first])
      }),
    load(doc) {
      queue.mend(doc)
      return load(read, doc)
    },
    append: queue.add,
    since: (doc, seq) => since(read, doc, seq),
    async authors(doc) {
      const rows = await read.rows<Author>(
        sql`select part, person, at from doc_author where doc = ${doc} order by part, person`,
      )
      return rows.map((row) => ({ ...row, at: Number(row.at) }))
    },
    async snapshot(doc, seq, state) {
      await store.transact(null, (tx) =>
        tx.rows(
          sql`insert into doc_snapshot (doc, seq, data) values (${doc}, ${seq}, ${Buffer.from(state)})
            on conflict (doc) do update set seq = excluded.seq, data = excluded.data where excluded.seq > doc_snapshot.seq`,
        ),
      )
    },
    freeze: (doc, until, now) =>
      store.transact(null, async (tx) => {
        const { frozenUntil } = await lock(tx, doc)
        if (until > 0 && frozenUntil > now) return false
        await tx.rows(sql`update doc set frozen_until = ${until} where id = ${doc}`)
        return true
      }),
    shared: true,
    // They are in the one database, which keeps its own backups.
    backup: async () => {},
    close: async () => {},
  }
}

/** A commit of a text begins when the one before it ends, and takes all that came meanwhile. */
function queueOf(store: Store) {
  const queues = new Map<string, Waiting[]>()
  /** Texts of which an update was not added: none is until they are loaded again. */
  const torn = new Set<string>()

  async function commit(doc: string, batch: readonly Waiting[]) {
    try {
      if (torn.has(doc)) throw new Error(`the text ${doc} must be loaded again`)
      const updates = batch.map(({ update }) => update)
      const answers = await store.transact(null, (tx) => append(tx, doc, updates))
      if (answers.some((answer) => typeof answer === 'string')) torn.add(doc)
      for (const [i, { settle }] of batch.entries()) settle(answers[i]!)
    } catch (error) {
      torn.add(doc)
      for (const { fail } of batch) fail(error)
    }
  }
  async function drain(doc: string, queue: Waiting[]) {
    while (queue.length > 0) await commit(doc, queue.splice(0, TOGETHER))
    queues.delete(doc)
  }
  return {
    mend: (doc: string) => torn.delete(doc),
    add: (doc: string, update: Update) =>
      new Promise<Answer>((settle, fail) => {
        const queue = queues.get(doc) ?? []
        queue.push({ update, settle, fail })
        if (queues.has(doc)) return
        queues.set(doc, queue)
        // Not before this turn has said all it has to say: that is one commit.
        queueMicrotask(() => void drain(doc, queue))
      }),
  }
}

async function load(read: Reader, doc: string): Promise<Stored | null> {
  const [row] = await read.rows<{ seq: number }>(sql`select seq from doc where id = ${doc}`)
  if (!row) return null
  const [snapshot] = await read.rows<Row>(sql`select seq, data from doc_snapshot where doc = ${doc}`)
  const covered = Number(snapshot?.seq ?? 0)
  const rows = await since(read, doc, covered)
  const clients = await read.rows<{ client: number; person: string }>(
    sql`select client, person from doc_client where doc = ${doc}`,
  )
  return {
    seq: rows.at(-1)?.seq ?? covered,
    snapshot: snapshot?.data ?? null,
    rows,
    clients: new Map(clients.map(({ client, person }) => [Number(client), person])),
  }
}

async function lock(tx: Writer, doc: string): Promise<{ seq: number; frozenUntil: number }> {
  const [row] = await tx.rows<{ seq: number; frozen_until: number }>(
    sql`select seq, frozen_until from doc where id = ${doc} for update`,
  )
  if (!row) throw new Error(`nobody has begun the text ${doc}`)
  return { seq: Number(row.seq), frozenUntil: Number(row.frozen_until) }
}

async function append(tx: Writer, doc: string, updates: readonly Update[]): Promise<Answer[]> {
  const { seq, frozenUntil } = await lock(tx, doc)
  const answers: Answer[] = []
  const rows = []
  for (const update of updates) {
    // What follows an update that is not added may build on it.
    const before = answers.at(-1)
    if (typeof before === 'string') answers.push(before)
    else if (frozenUntil > update.at && !update.through) answers.push('frozen')
    else if (!(await own(tx, doc, update))) answers.push('taken')
    else {
      rows.push(
        sql`(${doc}, ${seq + rows.length + 1}, ${update.person}, ${update.at}, ${Buffer.from(update.data)})`,
      )
      answers.push(seq + rows.length)
    }
  }
  if (rows.length > 0) {
    await tx.rows(sql`insert into doc_update (doc, seq, person, at, data) values ${sql.join(rows, sql`, `)}`)
    await tx.rows(sql`update doc set seq = ${seq + rows.length} where id = ${doc}`)
    await sign(tx, doc, updates.slice(0, rows.length))
  }
  return answers
}

/** Says who wrote in which part, in the same commit. */
async function sign(tx: Writer, doc: string, updates: readonly Update[]): Promise<void> {
  const authors = new Map(
    updates.flatMap(({ person, at, parts }) =>
      parts.map((part) => [`${part} ${person}`, sql`(${doc}, ${part}, ${person}, ${at})`] as const),
    ),
  )
  if (authors.size === 0) return
  await tx.rows(
    sql`insert into doc_author (doc, part, person, at) values ${sql.join([...authors.values()], sql`, `)}
      on conflict (doc, part, person) do update set at = greatest(doc_author.at, excluded.at)`,
  )
}

/** Binds the client ids that are used for the first time; false when one of them is another person's. */
async function own(tx: Writer, doc: string, { person, clients }: Update): Promise<boolean> {
  for (const client of clients) {
    await tx.rows(
      sql`insert into doc_client (doc, client, person) values (${doc}, ${client}, ${person}) on conflict do nothing`,
    )
    const [row] = await tx.rows<{ person: string }>(
      sql`select person from doc_client where doc = ${doc} and client = ${client}`,
    )
    if (row!.person !== person) return false
  }
  return true
}

async function since(read: Reader, doc: string, seq: number): Promise<Row[]> {
  const rows = await read.rows<Row>(
    sql`select seq, data from doc_update where doc = ${doc} and seq > ${seq} order by seq`,
  )
  return rows.map((row) => ({ seq: Number(row.seq), data: row.data }))
}
