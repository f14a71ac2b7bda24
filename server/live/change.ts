import * as Y from 'yjs'
import type { Place, RootNames } from './root-names.ts'

/** What an update brings. Letters that it deletes in the same breath are counted here and among the deletions. */
export type Added = { item: Y.Item; place: Place; letters: number }
/** A stretch of what stood, or came with the same update, that it takes away. */
export type Deleted = { item: Y.Item; place: Place; letters: number }
export type Change = { added: Added[]; deleted: Deleted[] }

type Fresh = Y.Item | Y.GC
type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

export const lettersOf = (pieces: readonly { letters: number }[]): number =>
  pieces.reduce((sum, { letters }) => sum + letters, 0)

/** Letters, or the place of some that are gone: all that stands in a text. Editors count carriage returns otherwise. */
export const isPlain = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentDeleted || (content instanceof Y.ContentString && !/[\0\r]/.test(content.str))

/**
 * What an update would change, place by place. Yjs writes a place only for the first thing in a root; all others stand
 * beside something whose place is theirs. Null: something stands in two places, in none, or inside something else.
 */
export function changeOf(
  doc: Y.Doc,
  names: RootNames,
  fresh: readonly Fresh[],
  ds: Deletions,
): Change | null {
  const young = Map.groupBy(fresh, ({ id }) => id.client)
  const find = finder(doc, young)
  const places = new Map<Y.Item, Place>()
  const known = (item: Y.Item) => places.get(item) ?? names.placeOf(item)
  const added: Added[] = []
  for (const item of fresh) {
    const place = item instanceof Y.Item ? settle(item, places, known, find) : null
    if (!place) return null
    const { client, clock } = item.id
    const past = item.length - Math.max(0, Y.getState(doc.store, client) - clock)
    added.push({ item: item as Y.Item, place, letters: lettersIn(item as Y.Item, past) })
  }
  if (!added.every(({ item, place }) => standsApart(item, place, known, find))) return null
  const deleted: Deleted[] = []
  for (const [client, ranges] of ds.clients) {
    const state = Y.getState(doc.store, client)
    let done = 0
    for (const { clock, len } of ranges) {
      // Yjs writes them in order and apart; letters that are deleted twice would count twice.
      if (clock < done) return null
      done = clock + len
      const old = doc.store.clients.get(client) ?? []
      if (!deleteIn(deleted, old, [clock, Math.min(done, state)], known)) return null
      if (!deleteIn(deleted, young.get(client) ?? [], [Math.max(clock, state), done], known)) return null
    }
  }
  return { added, deleted }
}

const lettersIn = (item: Y.Item, length: number): number =>
  item.countable && !(item.content instanceof Y.ContentDeleted) ? length : 0

type Known = (item: Y.Item) => Place | null
type Structs = readonly (Y.Item | Y.GC | Y.Skip)[]

function deleteIn(found: Deleted[], structs: Structs, [from, to]: [number, number], known: Known): boolean {
  if (from >= to) return true
  for (let at = indexAt(structs, from); at < structs.length; at++) {
    const item = structs[at]!
    if (item.id.clock >= to) break
    if (!(item instanceof Y.Item) || item.deleted) continue
    const length = Math.min(to, item.id.clock + item.length) - Math.max(from, item.id.clock)
    const place = known(item)
    if (!place) return false
    found.push({ item, place, letters: lettersIn(item, length) })
  }
  return true
}

/** The first struct that ends after `clock`. */
function indexAt(structs: readonly { id: Y.ID; length: number }[], clock: number): number {
  let [low, high] = [0, structs.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const { id, length } = structs[middle]!
    if (id.clock + length > clock) high = middle
    else low = middle + 1
  }
  return low
}

type Find = (id: Y.ID) => Y.Item | null
/** What stands at an id: here already, or in the update. */
function finder(doc: Y.Doc, young: Map<number, Fresh[]>): Find {
  return (id) => {
    const old = id.clock < Y.getState(doc.store, id.client)
    const list = old ? doc.store.clients.get(id.client)! : (young.get(id.client) ?? [])
    const found = list[indexAt(list, id.clock)]
    return found instanceof Y.Item ? found : null
  }
}

/** Follows neighbours, as many as it takes, to one whose place is written or known. */
function settle(item: Y.Item, places: Map<Y.Item, Place>, known: Known, find: Find): Place | null {
  const way: Y.Item[] = []
  let place = known(item)
  for (let at: Y.Item | null = item; at && !place; place = at && known(at)) {
    way.push(at)
    const beside: Y.ID | null = at.parent ? null : (at.origin ?? at.rightOrigin)
    at = beside && find(beside)
  }
  if (place) for (const one of way) places.set(one, place)
  return place
}

/** What stands on the right is in the same place as what stands on the left, or Yjs would sew two texts together. */
function standsApart(item: Y.Item, place: Place, known: Known, find: Find): boolean {
  if (!item.origin || !item.rightOrigin) return true
  const right = find(item.rightOrigin)
  const other = right && known(right)
  return other?.root === place.root && other.key === place.key
}
