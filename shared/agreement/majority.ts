import type { VotesByItem } from './votes.ts'

export interface Majority {
  /** The label of each item's majority; −1 on a tie and without votes: a tie is never broken by alphabet. */
  label: Int32Array
  /** Share of the largest camp minus share of the second. */
  margin: Float64Array
  /** How many camps there are. */
  camps: Int32Array
}

export function majority(votes: VotesByItem): Majority {
  const { items, labels, start } = votes
  const label = new Int32Array(items).fill(-1)
  const margin = new Float64Array(items)
  const camps = new Int32Array(items)
  const counts = new Int32Array(labels)
  for (let item = 0; item < items; item++) {
    const [from, to] = [start[item]!, start[item + 1]!]
    if (from === to) continue
    for (let at = from; at < to; at++) counts[votes.label[at]!]! += 1
    let [first, second, best, seen] = [0, 0, -1, 0]
    // Each label is met once: its count is taken, then cleared for the next item.
    for (let at = from; at < to; at++) {
      const count = counts[votes.label[at]!]!
      if (count === 0) continue
      counts[votes.label[at]!] = 0
      seen += 1
      if (count > first) [second, first, best] = [first, count, votes.label[at]!]
      else if (count > second) second = count
    }
    label[item] = first > second ? best : -1
    margin[item] = (first - second) / (to - from)
    camps[item] = seen
  }
  return { label, margin, camps }
}

/** The share of each label among an item's votes, written to `into`. */
export function voteShares(votes: VotesByItem, item: number, into: Float64Array): void {
  into.fill(0)
  const [from, to] = [votes.start[item]!, votes.start[item + 1]!]
  for (let at = from; at < to; at++) into[votes.label[at]!]! += 1 / (to - from)
}

/** How often each rater says what the reference says (−1: it says nothing). */
export function agreementWith(
  votes: VotesByItem,
  reference: Int32Array,
): { agree: Int32Array; of: Int32Array } {
  const agree = new Int32Array(votes.raters)
  const of = new Int32Array(votes.raters)
  for (let item = 0; item < votes.items; item++) {
    const said = reference[item]!
    if (said < 0) continue
    for (let at = votes.start[item]!; at < votes.start[item + 1]!; at++) {
      of[votes.rater[at]!]! += 1
      if (votes.label[at] === said) agree[votes.rater[at]!]! += 1
    }
  }
  return { agree, of }
}

/** How often each rater agrees with the majority of the others; items whose others tie are counted apart. */
export function agreementWithOthers(votes: VotesByItem): {
  agree: Int32Array
  of: Int32Array
  tied: Int32Array
} {
  const [agree, of, tied] = [0, 1, 2].map(() => new Int32Array(votes.raters)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  const counts = new Int32Array(votes.labels)
  for (let item = 0; item < votes.items; item++) {
    const [from, to] = [votes.start[item]!, votes.start[item + 1]!]
    if (to - from < 2) continue
    counts.fill(0)
    for (let at = from; at < to; at++) counts[votes.label[at]!]! += 1
    for (let at = from; at < to; at++) {
      const rater = votes.rater[at]!
      const own = votes.label[at]!
      counts[own]! -= 1
      const best = strictlyMost(counts)
      counts[own]! += 1
      if (best < 0) tied[rater]! += 1
      else {
        of[rater]! += 1
        if (best === own) agree[rater]! += 1
      }
    }
  }
  return { agree, of, tied }
}

function strictlyMost(counts: Int32Array): number {
  let [most, best] = [0, -1]
  for (let label = 0; label < counts.length; label++) {
    const count = counts[label]!
    if (count > most) [most, best] = [count, label]
    else if (count === most) best = -1
  }
  return best
}
