import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { PRESENCE_BYTES, type Present } from '#shared/live-text.ts'
import { presenceFrame } from './frames.ts'

/** Larger messages are not looked into: stock clients send back what they hear of many others. */
const MESSAGE = 64 * 1024
type Entry = { client: number; clock: number; cursor: unknown; user: Present; of: object }
export type Sighting = { client: number; clock: number; cursor: unknown; gone: boolean }

/**
 * Who is in a text and where their caret is. Clients write presence themselves, so of each message only the sender's own
 * entry counts, of that only the caret, and who it is the server says.
 */
export function openPresence() {
  const entries = new Map<number, Entry>()
  return {
    entries,
    /** Puts somebody in or moves their caret; false when the client id is held by another person. */
    put(of: object, { client, clock, cursor, gone }: Sighting, user: Present): boolean {
      const held = entries.get(client)
      if (held && held.of !== of && held.user.id !== user.id) return false
      if (gone) entries.delete(client)
      else entries.set(client, { client, clock, cursor, user, of })
      return true
    },
    /** Takes out everything of a connection that is gone; returns what to tell the others. */
    leave(of: object): Uint8Array | null {
      const gone = [...entries.values()].filter((entry) => entry.of === of)
      for (const { client } of gone) entries.delete(client)
      return gone.length > 0
        ? presenceFrame(gone.map(({ client, clock }) => ({ client, clock, state: 'null' })))
        : null
    },
    /** Everybody, as one who may see names does or one who may not. */
    all: (named: boolean): Uint8Array =>
      presenceFrame([...entries.values()].map((entry) => shown(entry, named))),
    one(client: number, named: boolean): Uint8Array {
      const entry = entries.get(client)
      return presenceFrame(entry ? [shown(entry, named)] : [])
    },
  }
}
export type Presence = ReturnType<typeof openPresence>

const shown = ({ client, clock, cursor, user }: Entry, named: boolean) => ({
  client,
  clock,
  state: JSON.stringify({ cursor, user: named ? user : { id: '', name: '', seat: user.seat } }),
})

/** The sender's own entry: the only one of its first message, later the one with its client id. Null: there is none. */
export function sightingIn(
  bytes: Uint8Array,
  own: number | null,
  isText: IsText,
): Sighting | null | 'too-large' {
  if (bytes.length > MESSAGE) return 'too-large'
  const decoder = createDecoder(bytes)
  const inner = createDecoder(readVarUint8Array(decoder))
  const count = readVarUint(inner)
  if (own === null && count !== 1) return null
  for (let i = 0; i < count; i++) {
    const [client, clock, state] = [readVarUint(inner), readVarUint(inner), readVarString(inner)]
    if (own !== null && client !== own) continue
    if (state.length > PRESENCE_BYTES || clock >= 2 ** 31 || client >= 2 ** 32) return 'too-large'
    const value = JSON.parse(state) as { cursor?: unknown } | null
    return { client, clock, gone: value === null, cursor: cursorOf(value?.cursor, isText) }
  }
  return null
}

/** A caret as y-codemirror writes it, field by field: a broken one would stop the editors that draw it. */
type IsText = (root: string) => boolean
function cursorOf(value: unknown, isText: IsText): unknown {
  const { anchor, head } = (value ?? {}) as { anchor?: unknown; head?: unknown }
  const [from, to] = [placeOf(anchor, isText), placeOf(head, isText)]
  return from && to ? { anchor: from, head: to } : null
}
function placeOf(value: unknown, isText: IsText): unknown {
  if (typeof value !== 'object' || value === null) return null
  const { type, tname, item, assoc } = value as Record<string, unknown>
  const place = {
    type: idOf(type),
    tname: typeof tname === 'string' && isText(tname) ? tname : null,
    item: idOf(item),
    assoc: Number(assoc) < 0 ? -1 : 0,
  }
  return place.type || place.tname || place.item ? place : null
}
function idOf(value: unknown) {
  const { client, clock } = (value ?? {}) as { client?: unknown; clock?: unknown }
  return Number.isSafeInteger(client) && Number.isSafeInteger(clock) ? { client, clock } : null
}
