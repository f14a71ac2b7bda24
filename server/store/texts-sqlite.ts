import { Worker } from 'node:worker_threads'
import type { Texts } from './texts.ts'
import type { Answering, Asking, Asks } from './texts-worker.ts'

type Waiting = { settle(answer: unknown): void; fail(error: Error): void }
type Unnumbered<One> = One extends { id: number } ? Omit<One, 'id'> : never

/** Texts in a SQLite file whose only connection lives in a thread: its fsyncs stop nobody. The thread begins at the first asking. */
export function sqliteTexts(file: string): Texts {
  let worker: Worker | null = null
  let closed = false
  let next = 0
  const waiting = new Map<number, Waiting>()

  function begin(): Worker {
    const begun = new Worker(new URL('./texts-worker.ts', import.meta.url), { workerData: { file } })
    begun.unref()
    begun.on('message', (answers: Answering[]) => {
      for (const answer of answers) {
        const asked = waiting.get(answer.id)
        waiting.delete(answer.id)
        if ('answer' in answer) asked?.settle(answer.answer)
        else asked?.fail(new Error(answer.broken))
      }
      if (waiting.size === 0) begun.unref()
    })
    const fall = (why: string) => {
      if (worker !== begun) return
      worker = null
      for (const { fail } of waiting.values()) fail(new Error(`the thread that keeps texts stopped (${why})`))
      waiting.clear()
    }
    begun.on('error', (error) => fall(error instanceof Error ? error.message : String(error)))
    begun.on('exit', (code) => fall(`exit ${code}`))
    return begun
  }

  function send<Answer>(asking: Unnumbered<Asking>): Promise<Answer> {
    if (closed) return Promise.reject(new Error('the texts are closed'))
    worker ??= begin()
    const at = worker
    const id = next++
    return new Promise((settle, fail) => {
      waiting.set(id, { settle: settle as Waiting['settle'], fail })
      at.ref()
      at.postMessage({ id, ...asking })
    })
  }
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
    async close() {
      if (worker) await ask('close')
      closed = true
      const last = worker
      worker = null
      await last?.terminate()
    },
  }
}
