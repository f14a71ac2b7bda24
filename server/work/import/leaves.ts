import { hash } from 'node:crypto'
import { type VoteLeaf, voteBytes } from '#shared/import-run.ts'
import { emptyRoot } from '#shared/merkle.ts'

const BYTES = 32
/** Leaves lie in parts of so many: one array that doubles would be there twice while it is copied. */
const PART = 2 ** 15

/** The leaves of an import's votes as they come, and RFC 6962's root over them in the order of their bytes. */
export function collectLeaves(): { add(vote: VoteLeaf): void; root(): string } {
  const parts: Buffer[] = []
  let count = 0
  return {
    add(vote) {
      if (count % PART === 0) parts.push(Buffer.allocUnsafeSlow(PART * BYTES))
      const bytes = Buffer.from(`\u0000${voteBytes(vote)}`)
      parts.at(-1)!.write(sha256(bytes), (count % PART) * BYTES, 'latin1')
      count += 1
    },
    root: () => (count === 0 ? emptyRoot : rootOf(parts, inOrder(parts, count))),
  }
}

/** As characters and not as bytes: a million small buffers cost more than what is in them. */
const sha256 = (bytes: Buffer): string => hash('sha256', bytes, 'binary')

/** Native sorting of the first four bytes with the place behind them, then the few with equal beginnings by all their bytes. */
function inOrder(parts: readonly Buffer[], count: number): Uint32Array {
  const keys = new BigUint64Array(count)
  for (let n = 0; n < count; n++) {
    const beginning = parts[Math.floor(n / PART)]!.readUInt32BE((n % PART) * BYTES)
    keys[n] = (BigInt(beginning) << 32n) | BigInt(n)
  }
  keys.sort()
  const order = new Uint32Array(count)
  for (let n = 0; n < count; n++) order[n] = Number(keys[n]! & 0xffffffffn)
  for (let n = 0; n < count; ) {
    let end = n + 1
    while (end < count && keys[end]! >> 32n === keys[n]! >> 32n) end += 1
    if (end > n + 1) order.subarray(n, end).sort((a, b) => Buffer.compare(leafAt(parts, a), leafAt(parts, b)))
    n = end
  }
  return order
}

function leafAt(parts: readonly Buffer[], place: number): Buffer {
  const from = (place % PART) * BYTES
  return parts[Math.floor(place / PART)]!.subarray(from, from + BYTES)
}

/** The pairs of leaves first, then each row of the tree over the one below it. */
function rootOf(parts: readonly Buffer[], order: Uint32Array): string {
  const row = Buffer.alloc(Math.ceil(order.length / 2) * BYTES)
  const pair = Buffer.alloc(1 + 2 * BYTES, 1)
  for (let n = 0; n < order.length; n += 2) {
    leafAt(parts, order[n]!).copy(pair, 1)
    if (n + 1 === order.length) pair.copy(row, (n / 2) * BYTES, 1, 1 + BYTES)
    else {
      leafAt(parts, order[n + 1]!).copy(pair, 1 + BYTES)
      row.write(sha256(pair), (n / 2) * BYTES, 'latin1')
    }
  }
  for (let width = Math.ceil(order.length / 2); width > 1; width = Math.ceil(width / 2)) {
    for (let n = 0; n < width; n += 2) {
      const to = (n / 2) * BYTES
      if (n + 1 === width) row.copy(row, to, n * BYTES, (n + 1) * BYTES)
      else {
        row.copy(pair, 1, n * BYTES, (n + 2) * BYTES)
        row.write(sha256(pair), to, 'latin1')
      }
    }
  }
  return row.toString('hex', 0, BYTES)
}
