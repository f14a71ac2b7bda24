import { Worker } from 'node:worker_threads'
import type { Texts } from './texts.ts'
import type { Answering, Asking, Asks } from './texts-worker.ts'

type Waiting = { settle(answer: unknown): void; fail(error: Error): void }
type Unnumbered<One> = One extends { id: number } ? Omit<One, 'id'> : never

/** Texts in a SQLite file whose only connection lives in a thread: its fsyncs stop nobody. */
export function sqliteTexts(file: string): Texts {
  const { send, end } = threadOf(file)
  const ask = <Name extends keyof Asks>(name: Name, ...args: Parameters<Asks[Name]>) =>
    send<Awaited<ReturnType<Asks[Name]>>>({ ask: name, args })

  return {
    begin: (doc, first) => ask('begin', doc, first),
    load: (doc) => ask('load', doc),
    append: (doc, update) => send({ append: [doc, update] }),
    since: (doc, seq) => ask('since', doc, seq),
    authors: (doc) => ask('authors', doc),
    snapshot: (doc, seq, state) => ask('snapshot', doc, seq, state),
    // One process holds the folder, so whoever freezes a text holds back its own writers.
    freeze: async () => true,
    shared: false,
    backup: (copy) => ask('backup', copy),
    close: end,
  }
}

/** The thread begins at the first asking, and anew at the next after it has stopped. */
function threadOf(file: string) {
  let worker: Worker | null = null
  let closed = false
  let next = 0
  const waiting = new Map<number, Waiting>()
  /** Waking a thread costs more than most of what it is asked, so all that one turn of the loop asks goes together. */
  let asked: Asking[] = []

  function begin(): Worker {
    const begun = new Worker(new URL('./texts-worker.ts', import.meta.url), { workerData: { file } })
    begun.unref()
    begun.on('message', (answers: Answering[]) => {
      for (const answer of answers) {
        const asker = waiting.get(answer.id)
        waiting.delete(answer.id)
        if ('answer' in answer) asker?.settle(answer.answer)
        else asker?.fail(new Error(answer.broken))
      }
      if (waiting.size === 0) begun.unref()
    })
    const fall = (why: string) => {
      if (worker !== begun) return
      worker = null
      // What it was not asked yet may build on what it lost.
      asked = []
      for (const { fail } of waiting.values()) fail(new Error(`the thread that keeps texts stopped (${why})`))
      waiting.clear()
    }
    begun.on('error', (error) => fall(error instanceof Error ? error.message : String(error)))
    begun.on('exit', (code) => fall(`exit ${code}`))
    return begun
  }
  function post() {
    if (!worker || asked.length === 0) return
    worker.ref()
    worker.postMessage(asked)
    asked = []
  }
  function send<Answer>(asking: Unnumbered<Asking>): Promise<Answer> {
    if (closed) return Promise.reject(new Error('the texts are closed'))
    worker ??= begin()
    const id = next++
    if (asked.push({ id, ...asking }) === 1) setImmediate(post)
    return new Promise((settle, fail) => {
      waiting.set(id, { settle: settle as Waiting['settle'], fail })
    })
  }
  async function end() {
    if (worker) await send({ ask: 'close', args: [] })
    closed = true
    const last = worker
    worker = null
    await last?.terminate()
  }
  return { send, end }
}
