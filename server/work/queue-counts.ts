import type { Value } from '#shared/question.ts'
import { type LaneCounts, openStates, type QueuePair, type QueueQuery, queueStates } from '#shared/queue.ts'
import type { Stratum } from '#shared/sample.ts'
import { lanes } from './estimate-rows.ts'
import { filterRows, keepOpen } from './queue-filter.ts'
import type { View } from './queue-view.ts'

/** So many pairs are listed, the most frequent first. */
const PAIRS = 200

const isOpen = queueStates.map((state) => openStates.includes(state))

/** How many open rows each lane holds; a sampled row counts in its own lane too. */
export function countLanes({ state, lane, sampled, item, size }: View): LaneCounts {
  const counts: LaneCounts = { majority: 0, lone: 0, tie: 0, sample: 0, all: 0 }
  for (let row = 0; row < size; row++) {
    if (!isOpen[state[row]!]) continue
    counts.all += 1
    const own = lanes[lane[row]!]
    if (own) counts[own] += 1
    if (sampled[item[row]!] === 1) counts.sample += 1
  }
  return counts
}

/** The two largest camps of open rows, counted. */
export function countPairs(view: View, query: QueueQuery): QueuePair[] {
  const open = filterRows(view, query)?.through.slice() ?? new Uint8Array(view.size).fill(1)
  keepOpen(view)(open, 0, view.size)
  const counts = new Map<number, number>()
  for (let row = 0; row < view.size; row++) {
    const pair = view.pair[row]!
    if (open[row] === 1 && pair >= 0) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  const byName = new Map<string, QueuePair>()
  for (const [pair, n] of counts) {
    const [question, { name, a, b }] = view.pairs[pair]!
    const key = JSON.stringify([question, name])
    const known = byName.get(key) ?? { question, ...inOrder(a as Value, b as Value), n: 0 }
    byName.set(key, { ...known, n: known.n + n })
  }
  return [...byName.values()].sort((a, b) => b.n - a.n).slice(0, PAIRS)
}

/** The same two values are one pair, whichever is the larger camp. */
const inOrder = (a: Value, b: Value) => (JSON.stringify(a) <= JSON.stringify(b) ? { a, b } : { a: b, b: a })

/** Every item that has votes, with the stratum a sample draws it from: that of the most telling of its questions. */
export function readFrame(view: View): { item: string; stratum: Stratum }[] {
  const strata: Stratum[] = ['unanimous', 'split', 'tie', 'decided']
  const best = new Uint8Array(view.language.length)
  for (let row = 0; row < view.size; row++) {
    const item = view.item[row]!
    best[item] = Math.max(best[item]!, strata.indexOf(stratumOf(view, row)) + 1)
  }
  const frame: { item: string; stratum: Stratum }[] = []
  const ids = view.items.prepare('select n, id from item').raw().iterate() as Iterable<[number, string]>
  for (const [n, id] of ids) {
    const stratum = strata[best[n]! - 1]
    if (stratum) frame.push({ item: id, stratum })
  }
  return frame
}

function stratumOf({ state, learned }: View, row: number): Stratum {
  const now = queueStates[state[row]!]!
  if (now === 'decided' || now === 'reopened') return 'decided'
  const lane = lanes[learned.lane[row]!]
  return lane === undefined ? 'unanimous' : lane === 'tie' ? 'tie' : 'split'
}
