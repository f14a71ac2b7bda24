import { type Bootstrap, bootstrap } from './bootstrap.ts'
import type { VotesByItem } from './votes.ts'

/** Labels told apart at most before their distances are computed anew each time instead of kept. */
const KEPT = 1000

/**
 * How far apart two labels count, squared: all alike, by their ranks (labels stand in order), by their values, or by a
 * distance of their own (Krippendorff 2011; for sets the distance itself, as Passonneau 2006 does).
 */
export type Metric =
  | { kind: 'nominal' }
  | { kind: 'ordinal' }
  | { kind: 'interval'; at: ArrayLike<number> }
  | { kind: 'pairs'; apart: (a: number, b: number) => number }

/** Undefined is a reason, never a number (law 9). `items`: those with two votes or more; `dropped`: those with one. */
export type Alpha = {
  alpha: number | null
  why: 'few' | 'no-variation' | null
  items: number
  dropped: number
  votes: number
}

/** Krippendorff's α: 1 is agreement, 0 what chance would give. Repeats by one rater must be settled before. */
export function alpha(votes: VotesByItem, metric: Metric): Alpha {
  const found = patternsOf(votes)
  const value = found.items < 2 ? null : statistic(found, metric)(Float64Array.from(found.sizes))
  return {
    alpha: value,
    why: value !== null ? null : found.items < 2 ? 'few' : 'no-variation',
    items: found.items,
    dropped: found.dropped,
    votes: found.patterns.reduce((sum, { votes: n }, at) => sum + n * found.sizes[at]!, 0),
  }
}

/** Between what α lies when the items are drawn anew; the same seed gives the same interval. */
export function alphaInterval(
  votes: VotesByItem,
  metric: Metric,
  chance: { seed: number; draws?: number },
): Bootstrap | null {
  const found = patternsOf(votes)
  return found.items < 2 ? null : bootstrap(found.sizes, statistic(found, metric), chance)
}

/** Items whose votes are counted alike are one pattern: which labels, how often each. */
type Pattern = { labels: Int32Array; counts: Int32Array; votes: number }
type Patterns = { patterns: Pattern[]; sizes: number[]; labels: number; items: number; dropped: number }

function patternsOf({ start, label, items, labels }: VotesByItem): Patterns {
  // Each step of a sorted list of labels leads to a number; equal lists end at the same.
  const steps = new Map<number, number>()
  const ends = new Map<number, number>()
  const found: Patterns = { patterns: [], sizes: [], labels, items: 0, dropped: 0 }
  for (let item = 0; item < items; item++) {
    const n = start[item + 1]! - start[item]!
    if (n === 1) found.dropped += 1
    if (n < 2) continue
    found.items += 1
    const sorted = label.slice(start[item], start[item + 1]).sort()
    let at = 0
    for (const one of sorted) {
      const step = at * labels + one
      const next = steps.get(step) ?? steps.size + 1
      steps.set(step, next)
      at = next
    }
    const known = ends.get(at)
    if (known !== undefined) found.sizes[known]! += 1
    else {
      ends.set(at, found.patterns.length)
      found.patterns.push(patternOf(sorted))
      found.sizes.push(1)
    }
  }
  return found
}

function patternOf(sorted: Int32Array): Pattern {
  const labels = [...new Set(sorted)]
  const counts = labels.map((label) => sorted.lastIndexOf(label) - sorted.indexOf(label) + 1)
  return { labels: Int32Array.from(labels), counts: Int32Array.from(counts), votes: sorted.length }
}

/** α for so many items of each pattern; null where their votes do not vary. */
function statistic({ patterns, labels }: Patterns, metric: Metric): (times: Float64Array) => number | null {
  const everything = Int32Array.from({ length: labels }, (_, label) => label)
  const counts = new Float64Array(labels)
  const fixed = metric.kind === 'ordinal' ? null : spreadBy(metric, labels)
  const own = fixed && patterns.map((one) => fixed(one.labels, one.counts, one.votes) / (one.votes - 1))
  return (times) => {
    counts.fill(0)
    let n = 0
    for (const [at, one] of patterns.entries()) {
      if (times[at] === 0) continue
      n += times[at]! * one.votes
      for (let i = 0; i < one.labels.length; i++) counts[one.labels[i]!]! += times[at]! * one.counts[i]!
    }
    if (counts.reduce((seen, count) => seen + (count > 0 ? 1 : 0), 0) < 2) return null
    // Ranks are those of the votes at hand, so they differ from draw to draw.
    const spread = fixed ?? spreadBy({ kind: 'interval', at: midRanks(counts) }, labels)
    let observed = 0
    for (const [at, one] of patterns.entries())
      if (times[at]! > 0)
        observed += times[at]! * (own?.[at] ?? spread(one.labels, one.counts, one.votes) / (one.votes - 1))
    const expected = spread(everything, counts, n) / (n - 1)
    return expected > 0 ? 1 - observed / expected : null
  }
}

/** The sum of the squared distances of all ordered pairs among votes counted by label. */
type Spread = (labels: Int32Array, counts: ArrayLike<number>, n: number) => number
function spreadBy(metric: Exclude<Metric, { kind: 'ordinal' }>, labels: number): Spread {
  if (metric.kind === 'nominal')
    return (_, counts, n) => {
      let same = 0
      for (let i = 0; i < counts.length; i++) same += counts[i]! * counts[i]!
      return n * n - same
    }
  if (metric.kind === 'interval') return alongLine(metric.at)
  const apart = labels <= KEPT ? kept(metric.apart, labels) : metric.apart
  return (some, counts) => {
    let sum = 0
    for (let i = 0; i < some.length; i++)
      for (let j = 0; counts[i]! > 0 && j < i; j++)
        if (counts[j]! > 0) sum += 2 * counts[i]! * counts[j]! * apart(some[i]!, some[j]!)
    return sum
  }
}

/** Σ (x − y)² over all pairs is 2 (n Σx² − (Σx)²); measured from the middle, so that little is lost in the difference. */
function alongLine(at: ArrayLike<number>): Spread {
  return (some, counts, n) => {
    let [mean, squares] = [0, 0]
    for (let i = 0; i < some.length; i++) mean += (counts[i]! * at[some[i]!]!) / n
    for (let i = 0; i < some.length; i++) squares += counts[i]! * (at[some[i]!]! - mean) ** 2
    return 2 * n * squares
  }
}

function midRanks(counts: Float64Array): Float64Array {
  let before = 0
  return counts.map((count) => {
    before += count
    return before - count / 2
  })
}

function kept(apart: (a: number, b: number) => number, labels: number) {
  const known = new Float64Array(labels * labels).fill(-1)
  return (a: number, b: number) => {
    const at = a * labels + b
    if (known[at]! < 0) known[at] = apart(a, b)
    return known[at]!
  }
}
