import { mkdirSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Store } from '../store/store.ts'
import { sourceOf } from './estimate-source.ts'
import { indexWords } from './estimate-words.ts'
import { type Building, type Built, buildEstimates } from './estimates.ts'
import type { Finished, Job } from './estimates-worker.ts'
import { lean } from './lean.ts'

/** After learning from more votes than this the thread ends, and its memory goes back. */
const VOTES_KEPT = 200_000

/** Builds one thing at a time, so that learning takes one core at most; pages are read in another thread meanwhile. */
export function queueBuilder(store: Store) {
  const { address, read } = store
  let last: Promise<unknown> = Promise.resolve()
  let worker: Worker | null = null

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  function begin(): Worker {
    const begun = new Worker(new URL('./estimates-worker.ts', import.meta.url), lean)
    // One that falls, also while nothing is asked of it, is begun anew for the next piece of work.
    const fall = () => {
      if (worker === begun) worker = null
    }
    begun.on('error', fall).on('exit', fall)
    worker = begun
    return begun
  }

  function inThread<T>(job: Job): Promise<T> {
    const at = worker ?? begin()
    at.ref()
    return new Promise<T>((settle, fail) => {
      const stop = (why: unknown) => fail(new Error(`the thread that learns the estimates stopped (${why})`))
      at.once('error', stop).once('exit', stop)
      at.once('message', (finished: Finished) => {
        at.off('error', stop).off('exit', stop).unref()
        if ('broken' in finished) fail(new Error(finished.broken))
        else settle(finished.answer as T)
      })
      at.postMessage(job)
    })
  }

  async function letGo(): Promise<void> {
    const at = worker
    worker = null
    await at?.terminate()
  }

  return {
    estimates: (building: Building): Promise<Built> =>
      inTurn(async () => {
        mkdirSync(building.folder, { recursive: true })
        if (!address) return buildEstimates(sourceOf(read), building)
        const built = await inThread<Built>({ address, building })
        if (built.votes > VOTES_KEPT) await letGo()
        return built
      }),
    words: (folder: string, items: string): Promise<void> =>
      inTurn(async () => {
        if (!address) return indexWords(folder, items)
        await inThread({ folder, items })
        await letGo()
      }),
    async close() {
      await letGo()
      await last
    },
  }
}
export type QueueBuilder = ReturnType<typeof queueBuilder>
