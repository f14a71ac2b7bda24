import * as Y from 'yjs'
import { type Change, changeOf } from './change.ts'
import type { RootNames } from './root-names.ts'

/** Updates below this, bytes, cannot hold enough of anything to stop the loop; above it is counted while it is read. */
const SMALL = 64 * 1024
/** Most stretches of what is deleted that one update names: those of the whole text, when somebody comes back. */
const RANGES = 500_000
/** Most structs in one update, and most places without a letter that it may take. */
const STRUCTS = 50_000
const LENGTH = 1_000_000

/** What an update holds, seen before it touches the text. */
export type Inspected =
  /** It can be applied whole. `clients` are those it writes for. */
  | { kind: 'whole'; clients: number[]; change: Change }
  /** It builds on something that is not here (yet). */
  | { kind: 'gap' }
  /** It writes for clients that are other people's. */
  | { kind: 'foreign' }
  | { kind: 'malformed' }

type Id = { client: number; clock: number }

/**
 * Looks into an update without applying it. Yjs itself would keep what has gaps, and try again at each later update
 * (2,000 of them stop the loop for 20 s), and delete what is yet to be written when a delete set names it.
 */
export function inspect(
  doc: Y.Doc,
  names: RootNames,
  data: Uint8Array,
  isMine: (client: number) => boolean,
): Inspected {
  const decoded = decode(data)
  if (!decoded || decoded.structs.length > STRUCTS) return { kind: 'malformed' }
  const ends = new Map<number, number>()
  const end = (client: number) => ends.get(client) ?? Y.getState(doc.store, client)
  const fresh: (Y.Item | Y.GC)[] = []
  let idle = 0
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id
    if (struct instanceof Y.Skip || clock > end(client)) return { kind: 'gap' }
    const past = clock + struct.length - end(client)
    if (past <= 0) continue
    if (!isMine(client)) return { kind: 'foreign' }
    ends.set(client, end(client) + past)
    fresh.push(struct as Y.Item | Y.GC)
    if (!(struct instanceof Y.Item && struct.countable)) idle += past
  }
  if (idle > LENGTH) return { kind: 'malformed' }
  for (const [client, deletes] of decoded.ds.clients)
    for (const { clock, len } of deletes) if (clock + len > end(client)) return { kind: 'gap' }
  const kind = connected(fresh, (id) => id.clock < end(id.client))
  if (kind !== 'whole') return { kind }
  const change = changeOf(doc, names, fresh, decoded.ds)
  return change ? { kind, clients: [...ends.keys()], change } : { kind: 'malformed' }
}

/** A count of a billion in seven bytes ends here, in a millisecond: nothing is allocated for what does not follow. */
function decode(data: Uint8Array) {
  try {
    return data.length > SMALL ? Y.decodeUpdateV2(data, counting() as never) : Y.decodeUpdate(data)
  } catch {
    return null
  }
}

/** The reader of updates, which gives up on one that holds too many things, however small, before it has read them all. */
function counting() {
  const left = { structs: STRUCTS, ranges: RANGES }
  const counted =
    <Read>(what: keyof typeof left, read: () => Read) =>
    (): Read => {
      if (--left[what] < 0) throw new Error(`too many ${what}`)
      return read()
    }
  return function Reader(decoder: ConstructorParameters<typeof Y.UpdateDecoderV1>[0]) {
    const reader = new Y.UpdateDecoderV1(decoder)
    return Object.assign(reader, {
      readInfo: counted('structs', reader.readInfo.bind(reader)),
      readDsClock: counted('ranges', reader.readDsClock.bind(reader)),
      resetDsCurVal: counted('ranges', reader.resetDsCurVal.bind(reader)),
    })
  }
}

/** Whether everything new stands on something that is here or comes before it. */
function connected(
  fresh: readonly (Y.Item | Y.GC)[],
  has: (id: Id) => boolean,
): 'whole' | 'gap' | 'malformed' {
  const leansOn = new Map<number, Set<number>>()
  for (const struct of fresh) {
    if (!(struct instanceof Y.Item)) continue
    const parent: unknown = struct.parent
    for (const id of [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null]) {
      if (!id) continue
      if (!has(id)) return 'gap'
      if (id.client !== struct.id.client)
        leansOn.set(struct.id.client, (leansOn.get(struct.id.client) ?? new Set()).add(id.client))
      else if (id.clock >= struct.id.clock) return 'malformed'
    }
  }
  const writers = new Set(fresh.map(({ id }) => id.client))
  return [...writers].some((client) => leansOnItself(client, leansOn, writers)) ? 'malformed' : 'whole'
}

/** New structs of several clients that need each other in a circle would stay pending for ever. */
function leansOnItself(client: number, leansOn: Map<number, Set<number>>, writers: Set<number>): boolean {
  const seen = new Set<number>()
  const follow = (from: number): boolean =>
    [...(leansOn.get(from) ?? [])].some((next) => {
      if (next === client) return true
      if (!writers.has(next) || seen.has(next)) return false
      seen.add(next)
      return follow(next)
    })
  return follow(client)
}
