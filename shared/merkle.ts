import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** RFC 6962 §2.1: a leaf is SHA-256(00 ‖ entry), a node SHA-256(01 ‖ left ‖ right). Hashes are hex. */
export const leafHash = (entry: Uint8Array): string =>
  bytesToHex(sha256(concatBytes(Uint8Array.of(0), entry)))
export const nodeHash = (left: string, right: string): string =>
  bytesToHex(sha256(concatBytes(Uint8Array.of(1), hexToBytes(left), hexToBytes(right))))
export const emptyRoot = bytesToHex(sha256(new Uint8Array()))

/** `commit = SHA-256("gogi/payload/v1" 00 salt bytes)`: binds contents to an entry without containing them. Salt: 32 bytes, hex. */
export const commit = (salt: string, bytes: string): string =>
  bytesToHex(
    sha256(
      concatBytes(utf8ToBytes('gogi/payload/v1'), Uint8Array.of(0), hexToBytes(salt), utf8ToBytes(bytes)),
    ),
  )

export const hash = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))

export type Node = { level: number; idx: number; hash: string }

/**
 * The complete subtrees that appending leaf number `idx` (from 0) finishes, leaf first.
 * `at(level, idx)` reads a node stored before.
 */
export async function grown(
  idx: number,
  leaf: string,
  at: (level: number, idx: number) => Promise<string>,
): Promise<Node[]> {
  const nodes: Node[] = [{ level: 0, idx, hash: leaf }]
  let [level, place, hash] = [0, idx, leaf]
  while (place % 2 === 1) {
    hash = nodeHash(await at(level, place - 1), hash)
    place = (place - 1) / 2
    level += 1
    nodes.push({ level, idx: place, hash })
  }
  return nodes
}

/** The root of the first `size` leaves from stored complete subtrees (RFC 6962 §2.1, the right edge folded from the right). */
export async function rootOf(
  size: number,
  at: (level: number, idx: number) => Promise<string>,
): Promise<string> {
  if (size === 0) return emptyRoot
  const edge: string[] = []
  let from = 0
  for (let level = Math.floor(Math.log2(size)); level >= 0; level--) {
    const width = 2 ** level
    if (size - from >= width) {
      edge.push(await at(level, from / width))
      from += width
    }
  }
  return edge.reduceRight((right, left) => nodeHash(left, right))
}

/** The hashes beside the way from leaf number `idx` to the root of the first `size` leaves, lowest first (RFC 6962 §2.1.1). */
export async function inclusion(
  idx: number,
  size: number,
  at: (level: number, idx: number) => Promise<string>,
): Promise<string[]> {
  const proof: string[] = []
  let [from, wide] = [0, size]
  while (wide > 1) {
    const left = leftPart(wide)
    const inLeft = idx - from < left
    proof.unshift(
      inLeft ? await rootBetween(from + left, wide - left, at) : await rootBetween(from, left, at),
    )
    if (!inLeft) from += left
    wide = inLeft ? left : wide - left
  }
  return proof
}

/** The largest power of two that is less than a number of leaves. */
const leftPart = (n: number): number => 2 ** (Math.ceil(Math.log2(n)) - 1)

async function rootBetween(
  from: number,
  n: number,
  at: (level: number, idx: number) => Promise<string>,
): Promise<string> {
  const level = Math.log2(n)
  if (Number.isInteger(level)) return at(level, from / n)
  const left = leftPart(n)
  return nodeHash(await rootBetween(from, left, at), await rootBetween(from + left, n - left, at))
}

/** Whether a leaf is number `idx` of the first `size` leaves whose root is this (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  leaf: string,
  { idx, size }: { idx: number; size: number },
  proof: readonly string[],
  root: string,
): boolean {
  if (!Number.isSafeInteger(idx) || idx < 0 || idx >= size) return false
  let [place, last, found] = [idx, size - 1, leaf]
  for (const beside of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      found = nodeHash(beside, found)
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)]
    } else found = nodeHash(found, beside)
    ;[place, last] = [Math.floor(place / 2), Math.floor(last / 2)]
  }
  return last === 0 && found === root
}

/** The same root from the leaves alone, for imports (one leaf a vote) and for checking the stored tree. */
export function rootOfLeaves(leaves: readonly string[]): string {
  if (leaves.length === 0) return emptyRoot
  let row = [...leaves]
  // Pairing neighbours and carrying an odd last one up gives RFC 6962's tree, whose left part is always complete.
  while (row.length > 1) {
    const next: string[] = []
    for (let i = 0; i < row.length; i += 2)
      next.push(i + 1 < row.length ? nodeHash(row[i]!, row[i + 1]!) : row[i]!)
    row = next
  }
  return row[0]!
}
