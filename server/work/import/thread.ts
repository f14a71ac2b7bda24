import { deserialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Store } from '../../store/store.ts'
import { lean } from '../lean.ts'
import { type Order, type Outcome, perform } from './perform.ts'
import type { Batch, Step } from './plan.ts'
import { Stopped } from './read.ts'
import type { Said } from './worker.ts'

export interface Hears {
  step(step: Step): void
  write(batch: Batch): Promise<void>
}
export interface Working {
  outcome: Promise<Outcome>
  /** Ends it; the outcome then fails with `Stopped`. */
  stop(): void
}

/** Heap of a thread, MB: a file's items, raters and pairs are kept while it is read. */
const HEAP_MB = 1024
/** Room for what is thrown away at once; without a limit it grows to several times this. */
const YOUNG_MB = 12

/** Files up to this size, bytes, are read in place: a few thousand rows, done before a thread has started. */
const SMALL = 256 * 1024

/** Does the work in a thread of its own; a database that lives inside this thread has to be read here. */
export function startWork(store: Store, order: Order, hears: Hears): Working {
  const { votes, items } = order.plan
  const small = votes.size + (items?.size ?? 0) <= SMALL
  return store.address && !small ? inThread(store, order, hears) : inPlace(store, order, hears)
}

function inPlace(store: Store, order: Order, { step, write }: Hears): Working {
  let stopped = false
  const outcome = perform(order, store.read, {
    step,
    post: order.settled ? write : null,
    stopped: () => stopped,
  })
  return {
    outcome,
    stop() {
      stopped = true
    },
  }
}

function inThread(store: Store, order: Order, { step, write }: Hears): Working {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { address: store.address, order },
    ...lean,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  })
  let stop = () => {}
  const outcome = new Promise<Outcome>((resolve, reject) => {
    let writing: Promise<unknown> = Promise.resolve()
    // A batch already handed over is written to its end before anybody hears that the work is over.
    const fail = (error: unknown) =>
      void writing.then(
        () => reject(error),
        () => reject(error),
      )
    stop = () => {
      void worker.terminate()
      fail(new Stopped('the import was cancelled'))
    }
    const hear = (said: Said) => {
      if ('step' in said) step(said.step)
      else if ('outcome' in said) resolve(said.outcome)
      else if ('failed' in said) fail(new Error(said.failed))
      else {
        // Read when its turn comes: many batches of rows at once would make this thread's heap grow for good.
        writing = writing.then(() => write(deserialize(said.batch))).then(() => worker.postMessage(true))
        writing.catch((error) => {
          void worker.terminate()
          reject(error)
        })
      }
    }
    worker.on('message', hear)
    worker.on('error', fail)
    worker.on('exit', (code) => {
      if (code !== 0) fail(new Error(`the thread of an import ended with ${code}`))
    })
  })
  return { outcome, stop }
}
