import { once } from 'node:events'
import { serialize } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { openPostgres } from '../../store/postgres.ts'
import { readSqlite } from '../../store/sqlite.ts'
import type { Address, Reader } from '../../store/store.ts'
import { type Order, type Outcome, perform } from './perform.ts'
import type { Batch, Step } from './plan.ts'

/** What the thread says, a batch in V8's own bytes; it hears `true` for each batch that is written. */
export type Said = { step: Step } | { batch: Uint8Array } | { outcome: Outcome } | { failed: string }

/** Batches under way at a time: enough that writer and reader work side by side, few enough that memory stays bounded. */
const UNDER_WAY = 8
/** After so many batches the log of the database is copied into its file while the writer rests. */
const SETTLE_AFTER = 48
/** After so many the log goes to the disk, so that nobody else's commit has to wait for all of it. */
const FLUSH_AFTER = 8

const { address, order } = workerData as { address: NonNullable<Address>; order: Order }
const port = parentPort!
const say = (said: Said) => port.postMessage(said)

function openReader(): { read: Reader; flush(): void; settle(): void; close(): void } {
  if ('sqlite' in address) return readSqlite(address.sqlite)
  const store = openPostgres(address.postgres, 1)
  return { read: store.read, flush: () => {}, settle: () => {}, close: () => void store.close() }
}

const reader = openReader()
let underWay = 0
let posted = 0
port.on('message', () => {
  underWay -= 1
})
const fewerThan = async (limit: number) => {
  while (underWay >= limit) await once(port, 'message')
}

const post = async (batch: Batch) => {
  await fewerThan(UNDER_WAY)
  underWay += 1
  posted += 1
  const bytes = new Uint8Array(serialize(batch))
  port.postMessage({ batch: bytes } satisfies Said, [bytes.buffer])
  if (posted % FLUSH_AFTER === 0) reader.flush()
  if (posted % SETTLE_AFTER > 0) return
  await fewerThan(1)
  reader.settle()
}

try {
  const outcome = await perform(order, reader.read, {
    post: order.settled ? post : null,
    step: (step) => say({ step }),
    stopped: () => false,
  })
  await fewerThan(1)
  if (order.settled) reader.settle()
  say({ outcome })
} catch (error) {
  say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
} finally {
  reader.close()
  port.close()
}
