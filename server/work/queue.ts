import { join } from 'node:path'
import type { LaneCounts, QueuePage, QueuePair, QueueQuery, QueueRow } from '#shared/queue.ts'
import type { Stratum } from '#shared/sample.ts'
import type { Store } from '../store/store.ts'
import { queueBuilder } from './queue-build.ts'
import { type Keeping, type Kept, keepQueue, learnAgain, learnLater, ready, settleNow } from './queue-keep.ts'
import { queueThread } from './queue-thread.ts'

export interface Queues {
  page(project: string, query: QueueQuery): Promise<QueuePage>
  pairs(project: string, query?: QueueQuery): Promise<QueuePair[]>
  lanes(project: string): Promise<LaneCounts>
  /** Null where the question has no votes on the item. */
  row(project: string, item: string, question: string): Promise<QueueRow | null>
  /** Every item that has votes, with the stratum a sample draws it from. */
  frame(project: string): Promise<{ item: string; stratum: Stratum }[]>
  /** Learns anew if votes or decisions have moved since, and waits for it. */
  freshen(project: string): Promise<void>
  /** Something was done about these items: their rows say so before this returns; decisions are learned within a minute. */
  moved(project: string, items: readonly string[]): Promise<void>
  /** Whether anybody asked this process for the queue of a project. */
  knows(project: string): boolean
  /** An import is done or withdrawn: learns at once, without making the caller wait; a review's fix is learned within a minute. */
  changed(project: string): void
  close(): Promise<void>
}

export interface QueueOptions {
  now: () => number
  /** Hears when new estimates took the old ones' place. */
  rebuilt?: Keeping['rebuilt']
  /** Hears what went wrong where nobody waits for the answer. */
  failed?: Keeping['failed']
}

/** The queues of all projects. Derived data lives in `<data>/derived/<project>/`; losing it loses nothing. */
export function openQueues(
  store: Store,
  data: string,
  { now, rebuilt = () => {}, failed = () => {} }: QueueOptions,
): Queues {
  const known = new Map<string, Kept>()
  const thread = queueThread(() => {
    for (const kept of known.values()) kept.open = false
  })
  const keeping: Keeping = {
    store,
    builder: queueBuilder(store),
    thread,
    now,
    rebuilt,
    failed,
    closed: false,
  }
  const of = (project: string): Kept => {
    const kept = known.get(project) ?? keepQueue(project, join(data, 'derived', project))
    known.set(project, kept)
    return kept
  }
  const opened = (project: string) => ready(keeping, of(project))
  return {
    page: async (project, query) => opened(project).then(() => thread.ask('page', project, query)),
    pairs: async (project, query = {}) => opened(project).then(() => thread.ask('pairs', project, query)),
    lanes: async (project) => opened(project).then(() => thread.ask('lanes', project)),
    row: async (project, item, question) =>
      opened(project).then(() => thread.ask('row', project, item, question)),
    frame: async (project) => opened(project).then(() => thread.ask('frame', project)),
    freshen: async (project) => learnAgain(keeping, of(project)),
    async moved(project, items) {
      await settleNow(keeping, of(project), items)
      learnLater(keeping, of(project))
    },
    knows: (project) => known.has(project),
    changed(project) {
      learnAgain(keeping, of(project), true).catch((error) => keeping.closed || failed(error))
    },
    async close() {
      keeping.closed = true
      for (const { timer } of known.values()) if (timer) clearTimeout(timer)
      await keeping.builder.close()
      await thread.close()
    },
  }
}
