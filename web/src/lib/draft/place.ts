import { generateNKeysBetween } from 'fractional-indexing'
import { LEVELS } from '#shared/draft.ts'

/** A clause where it stands; a plan says where some of them come to stand, and touches no other. */
export type Placed = { id: string; pos: string; level: number }
export type Plan = Record<string, { pos: string; level: number }>
/** Longest position before all are dealt anew; readers take 200. */
const LONG = 120

/** The clauses that hang below one, behind it. */
export function endOf(rows: readonly Placed[], at: number): number {
  let end = at + 1
  while (end < rows.length && rows[end]!.level > rows[at]!.level) end++
  return end
}

/** Puts clauses, with their levels, before what stands at `index`. Two at one place, or odd positions, are parted first. */
export function planAt(
  rows: readonly Placed[],
  index: number,
  added: readonly { id: string; level: number }[],
): Plan {
  const before = rows[index - 1]?.pos ?? null
  let end = index
  while (end < rows.length && rows[end]!.pos === before) end++
  const all = [...added, ...rows.slice(index, end)]
  const keys = keysBetween(before, rows[end]?.pos ?? null, all.length)
  if (keys) return Object.fromEntries(all.map(({ id, level }, i) => [id, { pos: keys[i]!, level }]))
  const every = rows.toSpliced(index, 0, ...added.map((one) => ({ ...one, pos: '' })))
  const anew = generateNKeysBetween(null, null, every.length)
  return Object.fromEntries(every.map(({ id, level }, i) => [id, { pos: anew[i]!, level }]))
}

function keysBetween(before: string | null, after: string | null, count: number): string[] | null {
  try {
    const keys = generateNKeysBetween(before, after, count)
    return keys.every(({ length }) => length <= LONG) ? keys : null
  } catch {
    // Positions come from other people's clients as well; the library takes only its own.
    return null
  }
}

/** Moves a clause with all below it; `level` is what it becomes, the others keep their distance from it. */
function planMove(rows: readonly Placed[], at: number, to: number, level: number): Plan {
  const end = endOf(rows, at)
  const by = level - rows[at]!.level
  const moved = rows
    .slice(at, end)
    .map((one) => ({ id: one.id, level: Math.min(LEVELS, Math.max(1, one.level + by)) }))
  const rest = rows.toSpliced(at, end - at)
  return planAt(rest, to > at ? to - (end - at) : to, moved)
}

/** Past its neighbour above or below; out of its parent where it has none there. Null: it is first, or last. */
export function planStep(rows: readonly Placed[], id: string, way: 'up' | 'down'): Plan | null {
  const at = rows.findIndex((one) => one.id === id)
  const own = rows[at]
  if (!own) return null
  if (way === 'up') {
    const to = rows.findLastIndex((one, i) => i < at && one.level <= own.level)
    return to < 0 ? null : planMove(rows, at, to, rows[to]!.level)
  }
  const end = endOf(rows, at)
  const next = rows[end]
  if (next && next.level === own.level) return planMove(rows, at, endOf(rows, end), own.level)
  const parent = rows.findLastIndex((one, i) => i < at && one.level < own.level)
  return parent < 0 ? null : planMove(rows, at, end, rows[parent]!.level)
}

/** To where another stands, as its neighbour; `before` null: to the end. */
export function planBefore(rows: readonly Placed[], id: string, before: string | null): Plan | null {
  const at = rows.findIndex((one) => one.id === id)
  const to = before === null ? rows.length : rows.findIndex((one) => one.id === before)
  // A clause cannot come to stand among those below it, and where it is it stays.
  if (at < 0 || to < 0 || (to >= at && to <= endOf(rows, at) && before !== null && to !== endOf(rows, at)))
    return null
  return planMove(rows, at, to, rows[to]?.level ?? 1)
}

/** One level in, under the clause above, or one out. Null: there is no such level. */
export function planLevel(rows: readonly Placed[], id: string, by: 1 | -1): Plan | null {
  const at = rows.findIndex((one) => one.id === id)
  const own = rows[at]
  const above = rows[at - 1]
  if (!own) return null
  const level = own.level + by
  if (level < 1 || level > LEVELS || (by === 1 && (!above || above.level < own.level))) return null
  const group = rows.slice(at, endOf(rows, at))
  return Object.fromEntries(
    group.map((one) => [one.id, { pos: one.pos, level: Math.min(LEVELS, one.level + by) }]),
  )
}

/** A new clause behind one and all below it, beside or inside it; null: at the end. */
export function planNew(
  rows: readonly Placed[],
  id: string,
  { after, inside }: { after: string | null; inside: boolean },
): Plan {
  const at = rows.findIndex((one) => one.id === after)
  if (at < 0) return planAt(rows, rows.length, [{ id, level: 1 }])
  const level = Math.min(LEVELS, rows[at]!.level + (inside ? 1 : 0))
  return planAt(rows, endOf(rows, at), [{ id, level }])
}
