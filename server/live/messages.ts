import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding'
import * as Y from 'yjs'
import { hangUp, message, PRESENCES_A_SECOND, type RefusedWhy, sync } from '#shared/live-text.ts'
import { catchUp, reserve, take, wholeOf } from './document.ts'
import { accessFrame, barrierFrame, presenceFrame, refusedFrame, step1, step2 } from './frames.ts'
import { hang, type Line } from './line.ts'
import { type Sighting, sightingIn } from './presence.ts'

/** Updates that could not be used, before somebody is told to stop; barriers that may wait for one. */
const PATIENCE = 500
/** Largest of the small things a client sends, bytes. */
const TOKEN = 64
const STATE_VECTOR = 64 * 1024

/** One message of one person. Anything that cannot be read ends the connection. */
export async function handle(line: Line, bytes: Uint8Array): Promise<void> {
  const decoder = createDecoder(bytes)
  const type = readVarUint(decoder)
  if (type === message.awareness) return see(line, bytes.subarray(decoder.pos))
  if (type === message.barrier) return barrier(line, readVarUint8Array(decoder))
  if (type !== message.sync) return hang(line, hangUp.malformed)
  const kind = readVarUint(decoder)
  const body = readVarUint8Array(decoder)
  if (kind === sync.step1) return answer(line, body)
  if (kind === sync.step2 || kind === sync.update) return write(line, body, kind)
  hang(line, hangUp.malformed)
}

/** Sends when all that was taken so far is stored; when that fails the text is lost and everybody with it. */
function afterStoring({ document }: Line, then: () => void) {
  document.settled.then(then, () => {})
}

function answer(line: Line, stateVector: Uint8Array) {
  if (stateVector.length > STATE_VECTOR) return hang(line, hangUp.malformed)
  const { document } = line
  // Whoever comes for the first time has nothing, which is one zero.
  const fresh = stateVector.length === 1 && stateVector[0] === 0
  const missing = step2(fresh ? wholeOf(document) : Y.encodeStateAsUpdate(document.doc, stateVector))
  // It may hold what others have only just written.
  afterStoring(line, () => line.send(missing))
}

async function write(line: Line, data: Uint8Array, kind: number) {
  const { document, guest } = line
  if (data.length > document.kind.bytes) return hang(line, hangUp.tooLarge)
  if (guest.right.may !== 'write') return refuse(line, data)
  if (line.refused) return
  let taken = take(document, data, guest, line)
  if (document.texts.shared && taken.kind !== 'fine' && taken.kind !== 'known') {
    // It may build on what another process stored and this one has not read yet.
    await catchUp(document)
    taken = take(document, data, guest, line)
  }
  if (taken.kind === 'refused') return turnDown(line, taken)
  if (taken.kind === 'malformed' || taken.kind === 'foreign') return hang(line, hangUp.malformed)
  if (taken.kind === 'gap') return ask(line, kind)
  if (kind === sync.step2) closeGap(line)
}

/** The copy of whoever sent it has gone another way, and is of no use here any more. */
function turnDown(line: Line, { part, why }: { part: string; why: RefusedWhy }) {
  line.refused = true
  line.send(refusedFrame(part, why))
}

/** A reader's answer that says nothing is no offence. Anything else is not taken, and no barrier comes back for it. */
function refuse(line: Line, data: Uint8Array) {
  if (data.length <= 2) return
  line.gapped = true
  if (++line.useless > PATIENCE) return hang(line, hangUp.malformed)
  line.send(accessFrame('read'))
}

/** It builds on something that never came. Nothing is kept; the client is asked, once, for all that is missing. */
function ask(line: Line, kind: number) {
  if (++line.useless > PATIENCE) return hang(line, hangUp.malformed)
  if (line.gapped && kind === sync.update) return
  line.gapped = true
  line.send(step1(Y.encodeStateVector(line.document.doc)))
}

/** The answer to that holds everything the client has. */
function closeGap(line: Line) {
  if (!line.gapped) return
  line.gapped = false
  for (const token of line.tokens.splice(0)) barrier(line, token)
}

function barrier(line: Line, token: Uint8Array) {
  if (token.length > TOKEN || line.tokens.length > PATIENCE) return hang(line, hangUp.malformed)
  const own = token.slice()
  if (line.refused) return
  if (line.gapped) line.tokens.push(own)
  else afterStoring(line, () => line.send(barrierFrame(own)))
}

function see(line: Line, bytes: Uint8Array) {
  const sighting = sightingIn(bytes, line.client, line.document.kind.isText)
  if (sighting === null) return
  if (sighting === 'too-large' || !reserve(line.document, sighting.client, line.guest.person))
    return hang(line, hangUp.malformed)
  line.client = sighting.client
  if (line.presences.take()) return show(line, sighting)
  // Too soon: the latest is shown when it may be.
  if (line.late === null) setTimeout(() => showLate(line), 1000 / PRESENCES_A_SECOND).unref()
  line.late = sighting
}

function showLate(line: Line) {
  const { late } = line
  line.late = null
  if (late && line.alive) show(line, late)
}

/** To everybody, its sender too: it is what tells them that the connection lives. */
function show(line: Line, sighting: Sighting) {
  const { document, guest } = line
  const { client, clock } = sighting
  // A reader is not announced.
  if (guest.right.may !== 'write') return line.send(presenceFrame([{ client, clock, state: '{}' }]))
  if (!document.presence.put(line, sighting, guest.user)) return hang(line, hangUp.malformed)
  const gone = presenceFrame([{ client, clock, state: 'null' }])
  const [named, lettered] = [true, false].map((names) =>
    sighting.gone ? gone : document.presence.one(client, names),
  )
  for (const hearer of document.hearers) hearer.send(hearer.named ? named! : lettered!)
}
