import * as Y from 'yjs'
import type { Stored, Texts } from '../store/texts.ts'
import { updateFrame } from './frames.ts'
import type { Kind } from './kind.ts'
import { openPresence, type Presence } from './presence.ts'
import { type Inspected, inspect } from './update.ts'

/** Rows after which the whole state is kept, so that the next load is short. */
const SNAPSHOT_EVERY = 500
/** Client ids remembered for people who have not written yet. */
const RESERVED = 10_000

/** A connection as a text knows it. */
export type Hearer = { readonly named: boolean; send(frame: Uint8Array): void }

/** One open text and who hears it. */
export type LiveDocument = {
  key: string
  kind: Kind
  texts: Texts
  now: () => number
  doc: Y.Doc
  hearers: Set<Hearer>
  presence: Presence
  /** Whose each client id is: as stored, and as seen since the text was opened. */
  clients: Map<number, string>
  reserved: Map<number, string>
  /** The last row that is in the copy here, and the last that the snapshot covers. */
  seq: number
  kept: number
  /** Resolves when everything taken so far is stored. */
  settled: Promise<unknown>
  storing: number
  /** What the last applied update changed. */
  change: Uint8Array | null
  /** Set once storing went wrong: the copy here may hold what is stored nowhere, so it is thrown away. */
  lost: boolean
  onLost: (why: unknown) => void
}

type Outside = Pick<LiveDocument, 'texts' | 'now' | 'onLost'>

/** Opens what was stored; throws when it is not whole, and then nothing is ever stored over it. */
export function openDocument(key: string, kind: Kind, stored: Stored, outside: Outside): LiveDocument {
  const doc = new Y.Doc({ gc: true })
  const document: LiveDocument = {
    key,
    kind,
    ...outside,
    doc,
    hearers: new Set(),
    presence: openPresence(),
    clients: stored.clients,
    reserved: new Map(),
    seq: stored.seq,
    kept: stored.seq - stored.rows.length,
    settled: Promise.resolve(),
    storing: 0,
    change: null,
    lost: false,
  }
  doc.transact(() => {
    if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot)
    for (const { data } of stored.rows) Y.applyUpdate(doc, data)
  })
  refuseGap(document)
  doc.on('update', (update: Uint8Array) => {
    document.change = update
  })
  return document
}

function refuseGap({ doc, key }: LiveDocument) {
  if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error(`the text ${key} has a gap`)
}

/** Applies bytes that are whole; returns what they changed, or null when it was all here. */
function apply(document: LiveDocument, data: Uint8Array): Uint8Array | null {
  document.change = null
  Y.applyUpdate(document.doc, data)
  refuseGap(document)
  return document.change
}

export function tell({ hearers }: LiveDocument, frame: Uint8Array, except?: Hearer): void {
  for (const hearer of hearers) if (hearer !== except) hearer.send(frame)
}

/** Gives up the copy here; everybody comes back to a fresh one. */
export function lose(document: LiveDocument, why: unknown): void {
  if (document.lost) return
  document.lost = true
  document.onLost(why)
}

const ownerOf = ({ clients, reserved }: LiveDocument, client: number) =>
  clients.get(client) ?? reserved.get(client)

/** A client id is somebody's from the moment others can see it, written with or not. */
export function reserve(document: LiveDocument, client: number, person: string): boolean {
  const owner = ownerOf(document, client)
  if (owner === undefined && document.reserved.size < RESERVED) document.reserved.set(client, person)
  return owner === undefined || owner === person
}

/**
 * Looks into an update, applies and stores it, and only then passes it on, so that nobody ever holds what could still be
 * lost. `known`: there was nothing new in it.
 */
export function take(
  document: LiveDocument,
  data: Uint8Array,
  person: string,
  from: Hearer,
): Inspected['kind'] | 'too-long' | 'known' {
  const { doc, kind, clients } = document
  const mine = (client: number) => (ownerOf(document, client) ?? person) === person
  const found = inspect(doc, data, mine, kind.accepts)
  if (found.kind !== 'whole') return found.kind
  if (found.letters > 0 && kind.length(doc) + found.letters > kind.letters) return 'too-long'
  try {
    // What Yjs says has changed: nothing pends, so this is all there was in it, and no more.
    const change = apply(document, data)
    if (!change) return 'known'
    const used = found.clients.filter((client) => !clients.has(client))
    for (const client of used) clients.set(client, person)
    const stored = store(document, change, { person, used, from })
    document.settled = Promise.all([document.settled, stored])
    document.settled.catch((why) => lose(document, why))
    return 'whole'
  } catch (error) {
    lose(document, error)
    return 'malformed'
  }
}

async function store(
  document: LiveDocument,
  change: Uint8Array,
  { person, used, from }: { person: string; used: number[]; from: Hearer },
) {
  const { texts, key, now } = document
  document.storing++
  const seq = await texts.append(key, { person, at: now(), data: change, clients: used })
  // Frozen by another process is no fault: everybody comes back until it thaws, and sends again what was not stored.
  if (seq === 'frozen') lose(document, null)
  if (typeof seq !== 'number') throw new Error(`the text ${key} takes nothing: ${seq}`)
  // A hole in the numbers is what another process stored: it is told first, for this may build on it.
  if (seq > document.seq + 1) await catchUp(document)
  document.seq = Math.max(document.seq, seq)
  document.storing--
  if (document.lost) return
  tell(document, updateFrame(change), from)
  if (document.seq - document.kept >= SNAPSHOT_EVERY) await keepSnapshot(document)
}

/** Takes in the rows that other processes stored. */
export async function catchUp(document: LiveDocument): Promise<void> {
  for (const row of await document.texts.since(document.key, document.seq)) {
    if (document.lost) return
    const change = apply(document, row.data)
    document.seq = Math.max(document.seq, row.seq)
    if (change) tell(document, updateFrame(change))
  }
}

/** Keeps the whole state, but only at a moment when everything in it is stored, so that its number is right. */
export async function keepSnapshot(document: LiveDocument): Promise<void> {
  const { texts, key, doc, seq, kept, lost, storing } = document
  if (lost || storing > 0 || seq === kept) return
  document.kept = seq
  await texts.snapshot(key, seq, Y.encodeStateAsUpdate(doc))
}
