import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../store/store.ts'
import { stampOf } from './estimate-stamp.ts'
import { wordsOf } from './estimate-words.ts'
import type { Built } from './estimates.ts'
import type { QueueBuilder } from './queue-build.ts'
import { newestBuilt, sweep } from './queue-files.ts'
import { readSettling } from './queue-state.ts'
import type { QueueThread } from './queue-thread.ts'

/** Votes and decisions that moved are learned at most this often, imports at once. */
export const LEARN_EVERY_MS = 60_000

/** What keeping a queue takes: where the data is, who learns, who reads, and whom to tell. */
export interface Keeping {
  store: Store
  builder: QueueBuilder
  thread: QueueThread
  now: () => number
  rebuilt(project: string, built: { seq: number; votes: number }): void
  failed(error: unknown): void
  closed: boolean
}

/** One project's queue as this process knows it. */
export interface Kept {
  project: string
  folder: string
  /** The estimates in force. */
  current: { n: number; built: Built } | null
  /** The last number given to a file, finished or not. */
  n: number
  /** Whether the reader thread has the current estimates open. */
  open: boolean
  /** What the reader is told, one thing after another. */
  turn: Promise<unknown>
  learning: Promise<void>
  checkedAt: number
  timer: NodeJS.Timeout | null
}

export function keepQueue(project: string, folder: string): Kept {
  mkdirSync(folder, { recursive: true })
  const current = newestBuilt(folder)
  const idle = Promise.resolve()
  return {
    project,
    folder,
    current,
    n: current?.n ?? 0,
    open: false,
    turn: idle,
    learning: idle,
    checkedAt: 0,
    timer: null,
  }
}

function inTurn<T>(kept: Kept, work: () => Promise<T>): Promise<T> {
  const turn = kept.turn.then(work)
  kept.turn = turn.catch(() => {})
  return turn
}

/** There are estimates and the reader has them open; old ones serve until newer are learned, unless they hold no votes. */
export async function ready(keeping: Keeping, kept: Kept): Promise<void> {
  if (!kept.current?.built.votes) await learnAgain(keeping, kept)
  else if (keeping.now() - kept.checkedAt >= LEARN_EVERY_MS) learnLater(keeping, kept)
  if (!kept.open) await inTurn(kept, async () => kept.open || show(keeping, kept, kept.current!.n))
}

/** What was done while the estimates were learned is read after them, so nothing falls between. */
async function show({ thread, store }: Keeping, kept: Kept, n: number): Promise<void> {
  await thread.ask('open', kept.project, kept.folder, n, await readSettling(store.read, kept.project, null))
  kept.open = true
}

/**
 * Learns anew where something has moved; a learning under way may have begun before it, so this comes after it.
 * `atOnce`: what may wait does, for a review's fix is an import too, and many may come in a minute.
 */
export function learnAgain(keeping: Keeping, kept: Kept, atOnce = false): Promise<void> {
  const next = kept.learning.then(async () => {
    if (keeping.closed) return
    const stamp = await stampOf(keeping.store.read, kept.project)
    const known = kept.current?.built.stamp
    if (atOnce && known?.asked === stamp.asked) return learnLater(keeping, kept)
    kept.checkedAt = keeping.now()
    if (known?.items !== stamp.items || known.votes !== stamp.votes) await learn(keeping, kept)
  })
  kept.learning = next.catch(() => {})
  return next
}

async function learn(keeping: Keeping, kept: Kept): Promise<void> {
  const { project, folder, current } = kept
  kept.n += 1
  const n = kept.n
  const items = current && { name: current.built.items, stamp: current.built.stamp.items }
  const built = await keeping.builder.estimates({ project, folder, n, at: keeping.now(), items })
  if (keeping.closed) return
  await inTurn(kept, async () => {
    await show(keeping, kept, n)
    kept.current = { n, built }
    sweep(folder, n, built)
  })
  keeping.rebuilt(project, { seq: built.seq, votes: built.votes })
  if (!existsSync(join(folder, wordsOf(built.items)))) indexWords(keeping, kept, built.items)
}

/** The words are indexed when the queue already stands: until then searching them takes longer. */
function indexWords(keeping: Keeping, kept: Kept, items: string): void {
  const show = async () => {
    if (kept.open && kept.current?.built.items === items) await keeping.thread.ask('words', kept.project)
  }
  keeping.builder
    .words(kept.folder, items)
    .then(() => inTurn(kept, show))
    .catch((error) => keeping.closed || keeping.failed(error))
}

export function learnLater(keeping: Keeping, kept: Kept): void {
  if (kept.timer || keeping.closed) return
  const wait = Math.max(0, kept.checkedAt + LEARN_EVERY_MS - keeping.now())
  kept.timer = setTimeout(() => {
    kept.timer = null
    learnAgain(keeping, kept).catch(keeping.failed)
  }, wait)
  kept.timer.unref()
}

/** Something was done about these items. */
export async function settleNow(
  { store, thread }: Keeping,
  kept: Kept,
  items: readonly string[],
): Promise<void> {
  await inTurn(kept, async () => {
    if (!kept.open) return
    const settled = await readSettling(store.read, kept.project, items)
    await thread.ask('settle', kept.project, [...items], settled)
  })
}
