import * as Y from 'yjs'

/** Most structs in one update, and most letters (or places of deleted ones) it may add. */
const STRUCTS = 50_000
const LENGTH = 1_000_000

/** What an update holds, seen before it touches the text. */
export type Inspected =
  /** It can be applied whole. `clients` are those it writes for; `letters` counts what it adds to the text. */
  | { kind: 'whole'; clients: number[]; letters: number }
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
  data: Uint8Array,
  isMine: (client: number) => boolean,
  accepts: (item: Y.Item) => boolean,
): Inspected {
  const decoded = decode(data)
  if (!decoded || decoded.structs.length > STRUCTS) return { kind: 'malformed' }
  const ends = new Map<number, number>()
  const end = (client: number) => ends.get(client) ?? Y.getState(doc.store, client)
  const fresh: (Y.Item | Y.GC)[] = []
  let [added, letters] = [0, 0]
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id
    if (struct instanceof Y.Skip || clock > end(client)) return { kind: 'gap' }
    const past = clock + struct.length - end(client)
    if (past <= 0) continue
    if (!isMine(client)) return { kind: 'foreign' }
    if (struct instanceof Y.Item && !accepts(struct)) return { kind: 'malformed' }
    ends.set(client, end(client) + past)
    fresh.push(struct as Y.Item | Y.GC)
    added += past
    if (struct instanceof Y.Item && struct.countable && !struct.deleted) letters += past
  }
  if (added > LENGTH) return { kind: 'malformed' }
  for (const [client, deletes] of decoded.ds.clients)
    for (const { clock, len } of deletes) if (clock + len > end(client)) return { kind: 'gap' }
  const kind = connected(fresh, (id) => id.clock < end(id.client))
  return kind === 'whole' ? { kind, clients: [...ends.keys()], letters } : { kind }
}

/** A count of a billion in seven bytes ends here, in a millisecond: nothing is allocated for what does not follow. */
function decode(data: Uint8Array) {
  try {
    return Y.decodeUpdate(data)
  } catch {
    return null
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
