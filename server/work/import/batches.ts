import type { Batch, Row } from './plan.ts'

/** Rows written in one transaction: half of what DESIGN allows, for a batch must not hold up the loop. */
const WRITTEN_ROWS = 500

export interface Batches {
  add(table: 'items' | 'raters' | 'votes' | 'attributes', row: Row): void
  /** A vote of this import that a later row of the file supersedes. */
  outdate(vote: string): void
  /** Hands on whatever is full; with `all`, whatever there is. */
  flush(all?: boolean): Promise<void>
}

const empty = (): Batch => ({ items: [], raters: [], votes: [], attributes: [], outdated: [] })
const size = (batch: Batch) =>
  batch.items.length +
  batch.raters.length +
  batch.votes.length +
  batch.attributes.length +
  batch.outdated.length

/** Rows gathered into batches of at most 500. Items and raters of a vote are in its batch or one before. */
export function gatherBatches(post: (batch: Batch) => Promise<void>): Batches {
  let batch = empty()
  const full: Batch[] = []
  const turn = () => {
    if (size(batch) < WRITTEN_ROWS) return
    full.push(batch)
    batch = empty()
  }
  return {
    add(table, row) {
      batch[table].push(row)
      turn()
    },
    outdate(vote) {
      batch.outdated.push(vote)
      turn()
    },
    async flush(all = false) {
      for (const one of full.splice(0)) await post(one)
      if (!all || size(batch) === 0) return
      await post(batch)
      batch = empty()
    },
  }
}
