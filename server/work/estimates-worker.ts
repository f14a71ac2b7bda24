import { parentPort } from 'node:worker_threads'
import type { Address } from '../store/store.ts'
import { openSource } from './estimate-source.ts'
import { indexWords } from './estimate-words.ts'
import { type Building, buildEstimates } from './estimates.ts'

/** Learning the estimates, or indexing the words of a file of items. */
export type Job = { address: NonNullable<Address>; building: Building } | { folder: string; items: string }
export type Finished = { answer: unknown } | { broken: string }

parentPort!.on('message', (job: Job) => {
  work(job).then(
    (answer) => parentPort!.postMessage({ answer } satisfies Finished),
    (error) =>
      parentPort!.postMessage({ broken: String((error as Error)?.stack ?? error) } satisfies Finished),
  )
})

async function work(job: Job): Promise<unknown> {
  if (!('building' in job)) return indexWords(job.folder, job.items)
  const source = await openSource(job.address)
  try {
    return await buildEstimates(source, job.building)
  } finally {
    await source.close()
  }
}
