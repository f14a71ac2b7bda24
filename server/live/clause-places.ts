import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import { type ClauseEntry, inOrder } from '#shared/draft.ts'

/** Positions longer than this are dealt anew: every insertion at the same spot makes them longer. */
const LONG = 100

type Order = {
  /** The clauses that are set, in their order. */
  ids: readonly string[]
  /** Clauses that stay where they are although all others go. */
  stays: ReadonlySet<string>
  whole: boolean
  after?: string | null | undefined
}
type Entries = ReadonlyMap<string, ClauseEntry>
type Placed = Map<string, string>

/**
 * Positions for clauses that are set: those that sort right keep theirs, the others come between. With `whole` they come
 * in their order, otherwise the new ones after `after` and the rest stay where they are. It may move others, where there
 * is no room.
 */
export function placeClauses(entries: Entries, order: Order): Placed {
  const { ids, stays, whole, after } = order
  const stands = (id: string) => entries.get(id)?.into === undefined && entries.has(id)
  const kept = whole ? rising(entries, ids) : new Set(ids.filter(stands))
  const others = [...entries.keys()].filter((id) => stands(id) && (whole ? stays.has(id) : true))
  const fixed = [...new Set([...kept, ...others])]
    .map((id) => ({ id, pos: entries.get(id)!.pos }))
    .sort(inOrder)
  const placed: Placed = new Map([...kept].map((id) => [id, entries.get(id)!.pos]))
  let before = whole ? null : posAfter(entries, fixed, after)
  let run: string[] = []
  const place = () => {
    const at = before
    const next = fixed[at === null ? 0 : firstAt(fixed, ({ pos }) => pos > at)]?.pos ?? null
    for (const [i, pos] of between(before, next, run.length).entries()) placed.set(run[i]!, pos)
    run = []
  }
  for (const id of ids) {
    if (!kept.has(id)) run.push(id)
    else if (whole) {
      place()
      before = entries.get(id)!.pos
    }
  }
  place()
  return [...placed.values()].some((pos) => pos.length > LONG) ? dealt(fixed, placed) : placed
}

/** So many positions between two others, or from the beginning, or to the end. */
export const between = (before: string | null, next: string | null, n: number): string[] =>
  generateNKeysBetween(before, next, n)
/** Whether it is one that others can be placed beside: not every string is. */
export function isPosition(pos: string): boolean {
  try {
    return generateKeyBetween(pos, null) > pos
  } catch {
    return false
  }
}

function posAfter(entries: Entries, fixed: readonly { pos: string }[], after: string | null | undefined) {
  if (after === null) return null
  return (after === undefined ? undefined : entries.get(after)?.pos) ?? fixed.at(-1)?.pos ?? null
}

/** Everything anew, in the order it has. */
function dealt(fixed: readonly { id: string; pos: string }[], placed: Placed): Placed {
  const all = new Map(fixed.map(({ id, pos }) => [id, pos]))
  for (const [id, pos] of placed) all.set(id, pos)
  const ids = [...all].map(([id, pos]) => ({ id, pos })).sort(inOrder)
  return new Map(between(null, null, ids.length).map((pos, i) => [ids[i]!.id, pos]))
}

/** The longest run of clauses whose positions rise in this order already (patience sorting). */
function rising(entries: Entries, ids: readonly string[]): Set<string> {
  const [tails, before] = [[] as string[], new Map<string, string | undefined>()]
  const posOf = (id: string) => entries.get(id)!.pos
  for (const id of ids) {
    if (!entries.has(id)) continue
    const pos = posOf(id)
    const at = firstAt(tails, (tail) => posOf(tail) >= pos)
    before.set(id, tails[at - 1])
    tails[at] = id
  }
  const found = new Set<string>()
  for (let id = tails.at(-1); id !== undefined; id = before.get(id)) found.add(id)
  return found
}

/** Where the first one stands of which something is so that is so of all after it, or the end. */
function firstAt<One>(list: readonly One[], isSo: (one: One) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isSo(list[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
