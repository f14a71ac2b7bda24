import { parentPort } from 'node:worker_threads'
import type { QueueQuery } from '#shared/queue.ts'
import { type Params, Refusal, type RefusalCode } from '#shared/refusals.ts'
import { countLanes, countPairs, readFrame } from './queue-counts.ts'
import { readPage, readRow } from './queue-page.ts'
import { settle } from './queue-settle.ts'
import type { Settling } from './queue-state.ts'
import { closeView, itemNumber, openView, openWords, rowOf, type View } from './queue-view.ts'

const views = new Map<string, View>()

/** Everything the reader thread can be asked about one project. */
const asks = {
  /** Puts new estimates in the place of the old, with what people have done since already set in them. */
  open(project: string, folder: string, n: number, settled: Settling[]) {
    const view = openView(folder, n)
    settle(view, [], settled)
    const old = views.get(project)
    views.set(project, view)
    if (old) closeView(old)
  },
  words: (project: string) => openWords(viewOf(project)),
  settle: (project: string, touched: string[], settled: Settling[]) =>
    settle(viewOf(project), touched, settled),
  page: (project: string, query: QueueQuery) => readPage(viewOf(project), query),
  pairs: (project: string, query: QueueQuery) => countPairs(viewOf(project), query),
  lanes: (project: string) => countLanes(viewOf(project)),
  frame: (project: string) => readFrame(viewOf(project)),
  row(project: string, item: string, question: string) {
    const view = viewOf(project)
    const number = itemNumber(view, item)
    const row = number === undefined ? undefined : rowOf(view, number, question)
    return row === undefined ? null : readRow(view, row)
  },
  close(project: string) {
    const view = views.get(project)
    if (view) closeView(view)
    views.delete(project)
  },
}
export type Asks = typeof asks
export type Asking = { id: number; ask: keyof Asks; args: unknown[] }
export type Answering =
  | { id: number; answer: unknown }
  | { id: number; refused: RefusalCode; params: Params }
  | { id: number; broken: string }

function viewOf(project: string): View {
  const view = views.get(project)
  if (!view) throw new Error(`the queue of ${project} is not open`)
  return view
}

parentPort!.on('message', ({ id, ask, args }: Asking) => {
  const reply = (answer: Answering) => parentPort!.postMessage(answer)
  try {
    reply({ id, answer: (asks[ask] as (...args: unknown[]) => unknown)(...args) })
  } catch (error) {
    if (error instanceof Refusal) reply({ id, refused: error.code, params: error.params })
    else reply({ id, broken: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
