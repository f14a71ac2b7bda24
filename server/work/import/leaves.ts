import { hash } from 'node:crypto'
import { type VoteLeaf, voteBytes } from '#shared/import-run.ts'
import { emptyRoot } from '#shared/merkle.ts'

const BYTES = 32

/** The leaves of an import's votes as they come, and RFC 6962's root over them in the order of their bytes. */
export function collectLeaves(): { add(vote: VoteLeaf): void; root(): string } {
  let all = Buffer.alloc(1024 * BYTES)
  let count = 0
  return {
    add(vote) {
      if ((count + 1) * BYTES > all.length) {
        const larger = Buffer.alloc(all.length * 2)
        all.copy(larger)
        all = larger
      }
      const bytes = hash('sha256', Buffer.from(`\u0000${voteBytes(vote)}`), 'buffer')
      bytes.copy(all, count * BYTES)
      count += 1
    },
    root: () => rootOfSorted(inOrder(all, count), count),
  }
}

/** Native sorting of the first four bytes with the place behind them, then the few with equal beginnings by all their bytes. */
function inOrder(leaves: Buffer, count: number): Buffer {
  const keys = new BigUint64Array(count)
  for (let n = 0; n < count; n++) keys[n] = (BigInt(leaves.readUInt32BE(n * BYTES)) << 32n) | BigInt(n)
  keys.sort()
  const leaf = (key: bigint) => {
    const from = Number(key & 0xffffffffn) * BYTES
    return leaves.subarray(from, from + BYTES)
  }
  const sorted = Buffer.alloc(count * BYTES)
  for (let n = 0; n < count; ) {
    let end = n + 1
    while (end < count && keys[end]! >> 32n === keys[n]! >> 32n) end += 1
    const alike = [...keys.subarray(n, end)].map(leaf).sort(Buffer.compare)
    for (const one of alike) {
      one.copy(sorted, n * BYTES)
      n += 1
    }
  }
  return sorted
}

function rootOfSorted(row: Buffer, count: number): string {
  if (count === 0) return emptyRoot
  const pair = Buffer.alloc(1 + 2 * BYTES, 1)
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    for (let n = 0; n < width; n += 2) {
      const to = (n / 2) * BYTES
      if (n + 1 === width) row.copy(row, to, n * BYTES, (n + 1) * BYTES)
      else {
        row.copy(pair, 1, n * BYTES, (n + 2) * BYTES)
        hash('sha256', pair, 'buffer').copy(row, to)
      }
    }
  }
  return row.toString('hex', 0, BYTES)
}
