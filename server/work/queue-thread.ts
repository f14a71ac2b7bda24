import { Worker } from 'node:worker_threads'
import { Refusal } from '#shared/refusals.ts'
import { lean } from './lean.ts'
import type { Answering, Asking, Asks } from './queue-worker.ts'

type Waiting = { settle(answer: unknown): void; fail(error: Error): void }

/** The thread that reads queues. One that fell is begun anew at the next question; `fallen` hears of it. */
export function queueThread(fallen: () => void) {
  let worker: Worker | null = null
  let next = 0
  const waiting = new Map<number, Waiting>()

  function begin(): Worker {
    const begun = new Worker(new URL('./queue-worker.ts', import.meta.url), lean)
    begun.unref()
    begun.on('message', (answer: Answering) => {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) begun.unref()
      if ('answer' in answer) asked?.settle(answer.answer)
      else if ('refused' in answer) asked?.fail(new Refusal(answer.refused, answer.params))
      else asked?.fail(new Error(answer.broken))
    })
    const fall = (why: string) => {
      if (worker !== begun) return
      worker = null
      for (const { fail } of waiting.values())
        fail(new Error(`the thread that reads the queue stopped (${why}); ask again`))
      waiting.clear()
      fallen()
    }
    begun.on('error', (error) => fall(error instanceof Error ? error.message : String(error)))
    begun.on('exit', (code) => fall(`exit ${code}`))
    return begun
  }

  return {
    ask<Name extends keyof Asks>(
      ask: Name,
      ...args: Parameters<Asks[Name]>
    ): Promise<ReturnType<Asks[Name]>> {
      worker ??= begin()
      const at = worker
      const id = next++
      return new Promise((settle, fail) => {
        waiting.set(id, { settle: settle as Waiting['settle'], fail })
        at.ref()
        at.postMessage({ id, ask, args } satisfies Asking)
      })
    },
    async close() {
      const last = worker
      worker = null
      await last?.terminate()
      for (const { fail } of waiting.values()) fail(new Error('the server is closing'))
      waiting.clear()
    },
  }
}
export type QueueThread = ReturnType<typeof queueThread>
