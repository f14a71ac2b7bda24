import * as Y from 'yjs'
import { pace } from '../domain/pieces.ts'
import type { Stored, Texts } from '../store/texts.ts'
import { updateFrame } from './frames.ts'
import type { Judge, Kind, Right, Verdict } from './kind.ts'
import { fill } from './load.ts'
import { openPresence, type Presence } from './presence.ts'
import { type RootNames, rootNames, searchInOrder } from './root-names.ts'
import { type Inspected, inspect } from './update.ts'

/** Rows after which the whole state is kept, so that the next load is short; as many again for so many bytes of it. */
const SNAPSHOT_EVERY = 500
const SNAPSHOT_BYTES = 256 * 1024
/** Bytes of one commit above which they are passed on one by one: merging them would hold everybody up. */
const MERGED_BYTES = 64 * 1024
/** Client ids remembered for people who have not written yet. */
const RESERVED = 10_000

/** A connection as a text knows it. */
export type Hearer = { readonly named: boolean; send(frame: Uint8Array): void }

type Passing = { data: Uint8Array; from: Hearer | undefined }
/** One open text and who hears it. */
export type LiveDocument = {
  key: string
  kind: Kind
  texts: Texts
  now: () => number
  doc: Y.Doc
  names: RootNames
  judge: Judge
  hearers: Set<Hearer>
  presence: Presence
  /** Whose each client id is: as stored, and as seen since the text was opened. */
  clients: Map<number, string>
  reserved: Map<number, string>
  /** The last row that is in the copy here, and the last that the snapshot covers. */
  seq: number
  kept: number
  /** Its bytes. */
  keptBytes: number
  /** All that is in it, until it changes: many come in at once. */
  whole: Uint8Array | null
  /** Resolves when everything taken so far is stored. */
  settled: Promise<unknown>
  storing: number
  /** What is stored and on its way to the others. */
  passing: Passing[]
  passed: Promise<void>
  /** What the last applied update changed. */
  change: Uint8Array | null
  /** While a command's change is only half in the copy here: resolves when it is in, or the text is lost. */
  becoming: Promise<void> | null
  /** Set once storing went wrong: the copy here may hold what is stored nowhere, so it is thrown away. */
  lost: boolean
  onLost: (why: unknown) => void
}

type Outside = Pick<LiveDocument, 'texts' | 'now' | 'onLost'>

/** Opens what was stored; throws when it is not whole, and then nothing is ever stored over it. */
export async function openDocument(
  key: string,
  kind: Kind,
  stored: Stored,
  outside: Outside,
): Promise<LiveDocument> {
  const doc = new Y.Doc({ gc: true })
  searchInOrder(doc, kind.isText)
  await fill(doc, stored)
  refuseGap(doc, key)
  const names = rootNames(doc)
  const document: LiveDocument = {
    key,
    kind,
    ...outside,
    doc,
    names,
    judge: kind.judge(doc, names),
    hearers: new Set(),
    presence: openPresence(),
    clients: stored.clients,
    reserved: new Map(),
    seq: stored.seq,
    kept: stored.seq - stored.rows.length,
    keptBytes: stored.snapshot?.length ?? 0,
    whole: null,
    settled: Promise.resolve(),
    storing: 0,
    passing: [],
    passed: Promise.resolve(),
    change: null,
    becoming: null,
    lost: false,
  }
  doc.on('update', (update: Uint8Array) => {
    document.change = update
    document.whole = null
  })
  return document
}

function refuseGap(doc: Y.Doc, key: string) {
  if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error(`the text ${key} has a gap`)
}

/** Applies bytes that are whole; returns what they changed, or null when it was all here. */
function apply(document: LiveDocument, data: Uint8Array): Uint8Array | null {
  document.change = null
  Y.applyUpdate(document.doc, data)
  refuseGap(document.doc, document.key)
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

/** Who writes: the person, and what of the text is theirs to change. */
export type Writer = { person: string; right: Pick<Right, 'touches' | 'begins'> }
/** `known`: there was nothing new in it. */
export type Taken = { kind: Exclude<Inspected['kind'], 'whole'> | 'known' } | Verdict

/**
 * Looks into an update, applies and stores it, and only then passes it on, so that nobody ever holds what could still be
 * lost.
 */
export function take(
  document: LiveDocument,
  data: Uint8Array,
  { person, right }: Writer,
  from: Hearer,
): Taken {
  const { doc, names } = document
  const mine = (client: number) => (ownerOf(document, client) ?? person) === person
  const found = inspect(doc, names, data, mine)
  if (found.kind !== 'whole') return found
  const verdict = document.judge(found.change, right)
  if (verdict.kind !== 'fine') return verdict
  try {
    // What Yjs says has changed: nothing pends, so this is all there was in it, and no more.
    const change = apply(document, data)
    if (!change) return { kind: 'known' }
    keep(document, change, { person, parts: verdict.parts, writers: found.clients, from })
    return verdict
  } catch (error) {
    lose(document, error)
    return { kind: 'malformed' }
  }
}

type Source = { person: string; parts: string[]; writers: number[]; from?: Hearer; through?: true }
/** Takes note of what was done here: stores it, and then passes it on. */
export function keep(document: LiveDocument, change: Uint8Array, { writers, ...source }: Source) {
  const { clients } = document
  const used = writers.filter((client) => !clients.has(client))
  for (const client of used) clients.set(client, source.person)
  const before = document.settled
  document.settled = store(document, change, { ...source, clients: used }).then(() => before)
  document.settled.catch((why) => lose(document, why))
}

async function store(
  document: LiveDocument,
  data: Uint8Array,
  { from, ...source }: Omit<Source, 'writers'> & { clients: number[] },
) {
  const { texts, key, now } = document
  document.storing++
  const seq = await texts.append(key, { ...source, at: now(), data })
  // Frozen by another process is no fault: everybody comes back until it thaws, and sends again what was not stored.
  if (seq === 'frozen') lose(document, null)
  if (typeof seq !== 'number') throw new Error(`the text ${key} takes nothing: ${seq}`)
  // A hole in the numbers is what another process stored: it is told first, for this may build on it.
  if (seq > document.seq + 1) await catchUp(document)
  document.seq = Math.max(document.seq, seq)
  document.storing--
  if (document.lost) return
  await pass(document, { data, from })
  const rows = SNAPSHOT_EVERY * (1 + document.keptBytes / SNAPSHOT_BYTES)
  if (document.seq - document.kept >= rows) await keepSnapshot(document)
}

/** What one commit carried goes to everybody in one piece; whoever wrote part of a larger one gets that back, and knows it. */
function pass(document: LiveDocument, stored: Passing): Promise<void> {
  // All answers of a commit come before the next tick.
  if (document.passing.push(stored) === 1)
    document.passed = new Promise((resolve) => process.nextTick(() => resolve(passOn(document))))
  return document.passed
}

function passOn(document: LiveDocument): void {
  const stored = document.passing.splice(0)
  if (document.lost) return
  const bytes = stored.reduce((sum, { data }) => sum + data.length, 0)
  if (stored.length === 1 || bytes > MERGED_BYTES)
    for (const { data, from } of stored) tell(document, updateFrame(data), from)
  else tell(document, updateFrame(Y.mergeUpdates(stored.map(({ data }) => data))))
}

/** Takes in the rows that other processes stored. */
export async function catchUp(document: LiveDocument): Promise<void> {
  const rest = pace()
  for (const row of await document.texts.since(document.key, document.seq)) {
    if (document.lost) return
    const change = apply(document, row.data)
    document.seq = Math.max(document.seq, row.seq)
    if (change) tell(document, updateFrame(change))
    await rest()
  }
}

/** Keeps the whole state, but only at a moment when everything in it is stored, so that its number is right. */
export async function keepSnapshot(document: LiveDocument): Promise<void> {
  const { texts, key, seq, kept, lost, storing } = document
  if (lost || storing > 0 || seq === kept) return
  const state = wholeOf(document)
  document.kept = seq
  document.keptBytes = state.length
  await texts.snapshot(key, seq, state)
}

export function wholeOf(document: LiveDocument): Uint8Array {
  document.whole ??= Y.encodeStateAsUpdate(document.doc)
  return document.whole
}
