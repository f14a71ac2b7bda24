/** What rows are sorted by; `wrong` is larger the likelier the majority is wrong. */
export interface Keys {
  n: Int32Array
  margin: Float64Array
  entropy: Float64Array
  wrong: Float64Array
  lone: Float64Array
  /** Larger the likelier a dissent is right; below all of those where there is none. */
  dissent: Float64Array
}

export const orders = ['majority-wrong', 'dissent', 'margin', 'entropy', 'votes', 'lone'] as const
export type Order = (typeof orders)[number]

/** The keys of one row under an order, smaller first; equal ones stand in the order of their rows. */
export function keysOf(
  order: Order,
  { n, margin, entropy, wrong, lone, dissent }: Keys,
  row: number,
): number[] {
  // Estimates are compared to nine decimals, as `orderQueue` does.
  const doubt = -Math.round(wrong[row]! * 1e9)
  const equal = [doubt, margin[row]!, -n[row]!]
  if (order === 'majority-wrong') return equal
  if (order === 'dissent') return [-Math.round(dissent[row]! * 1e6), ...equal]
  if (order === 'margin') return [margin[row]!, ...equal]
  if (order === 'entropy') return [-entropy[row]!, ...equal]
  if (order === 'votes') return [-n[row]!, ...equal]
  return [-lone[row]!, ...equal]
}

export function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!
  return 0
}

/** All rows in the order of the estimates. */
export function byWrong({ wrong, margin, n }: Keys): Int32Array {
  const doubt = wrong.map((one) => -Math.round(one * 1e9))
  const all = Int32Array.from(wrong, (_, row) => row)
  return all.sort((a, b) => doubt[a]! - doubt[b]! || margin[a]! - margin[b]! || n[b]! - n[a]! || a - b)
}

/**
 * Rows by a key of few different values; among equals the order handed in stays. Handed in by the estimates, they come out as
 * `keysOf` says.
 */
export function regroup(rows: Int32Array, key: (row: number) => number): Int32Array {
  const values = [...new Set(Array.from(rows, key))].sort((a, b) => a - b)
  const place = new Map(values.map((value, at) => [value, at]))
  const start = new Int32Array(values.length + 1)
  const places = rows.map((row) => place.get(key(row))!)
  for (const one of places) start[one + 1]! += 1
  for (let at = 0; at < values.length; at++) start[at + 1]! += start[at]!
  const sorted = new Int32Array(rows.length)
  rows.forEach((row, at) => {
    sorted[start[places[at]!]!++] = row
  })
  return sorted
}
