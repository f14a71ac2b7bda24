/** Votes of one question in the order they were cast: three columns of small numbers. */
export interface Votes {
  item: Int32Array
  rater: Int32Array
  label: Int32Array
  items: number
  raters: number
  labels: number
}

/** The same votes, those of item i standing at `start[i]` to `start[i + 1]`. */
export interface VotesByItem {
  start: Int32Array
  rater: Int32Array
  label: Int32Array
  /** Where each of them stood in the columns handed in. */
  vote: Int32Array
  items: number
  raters: number
  labels: number
}

/** Counts every vote, repeats included. */
export function byItem(votes: Votes): VotesByItem {
  return gather(votes, null)
}

/** Counts the last vote of a rater on an item: a later one supersedes. */
export function latestByItem(votes: Votes): VotesByItem {
  const all = byItem(votes)
  const superseded = new Uint8Array(votes.item.length)
  const seenOn = new Int32Array(votes.raters).fill(-1)
  let any = false
  for (let item = 0; item < all.items; item++) {
    for (let at = all.start[item + 1]! - 1; at >= all.start[item]!; at--) {
      const rater = all.rater[at]!
      if (seenOn[rater] === item) {
        superseded[all.vote[at]!] = 1
        any = true
      }
      seenOn[rater] = item
    }
  }
  return any ? gather(votes, superseded) : all
}

function gather(votes: Votes, without: Uint8Array | null): VotesByItem {
  const { item, items, raters, labels } = votes
  const start = new Int32Array(items + 1)
  let kept = 0
  for (let at = 0; at < item.length; at++) {
    if (without?.[at]) continue
    start[item[at]! + 1]! += 1
    kept += 1
  }
  for (let i = 0; i < items; i++) start[i + 1]! += start[i]!
  const next = start.slice(0, items)
  const rater = new Int32Array(kept)
  const label = new Int32Array(kept)
  const vote = new Int32Array(kept)
  for (let at = 0; at < item.length; at++) {
    if (without?.[at]) continue
    const to = next[item[at]!]!++
    rater[to] = votes.rater[at]!
    label[to] = votes.label[at]!
    vote[to] = at
  }
  return { start, rater, label, vote, items, raters, labels }
}
