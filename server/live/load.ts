import { writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'
import { inPieces } from '../domain/pieces.ts'
import type { Stored } from '../store/texts.ts'

/** Updates longer than this, bytes, are taken in parts of so many structs, or so many stretches of what is deleted. */
const LARGE = 64 * 1024
const STRUCTS = 200
const STRETCHES = 500

/** Takes in what was stored, piece by piece: nobody has the document yet. */
export async function fill(doc: Y.Doc, stored: Pick<Stored, 'snapshot' | 'rows'>): Promise<void> {
  await inPieces(applied(doc, stored), (piece) => doc.transact(piece))
}

function* applied(doc: Y.Doc, { snapshot, rows }: Pick<Stored, 'snapshot' | 'rows'>): Generator<void> {
  for (const data of [...(snapshot ? [snapshot] : []), ...rows.map((row) => row.data)])
    for (const part of data.length > LARGE ? partsOf(data) : [data]) {
      Y.applyUpdate(doc, part)
      yield
    }
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

/** The same update as many: none of them builds on a later one. */
function* partsOf(update: Uint8Array): Generator<Uint8Array> {
  const { structs, ds } = Y.decodeUpdate(update)
  const ordered = inCausalOrder(structs)
  for (let from = 0; from < ordered.length; from += STRUCTS)
    yield structsUpdate(ordered.slice(from, from + STRUCTS))
  for (const [client, stretches] of ds.clients)
    for (let from = 0; from < stretches.length; from += STRETCHES)
      yield deletionUpdate(client, stretches.slice(from, from + STRETCHES))
}

/** Each client's structs stay in their order; one that stands beside another's comes after it. */
function inCausalOrder(structs: readonly Struct[]): Struct[] {
  const queues = Map.groupBy(structs, ({ id }) => id.client)
  const placed = new Map<number, number>()
  const ordered: Struct[] = []
  const next = (client: number) => queues.get(client)?.[placed.get(client) ?? 0]
  const missing = (struct: Struct) => {
    if (!(struct instanceof Y.Item)) return undefined
    const beside = [struct.origin, struct.rightOrigin, struct.parent].filter((one) => one instanceof Y.ID)
    return beside.find(
      ({ client, clock }) => client !== struct.id.client && (next(client)?.id.clock ?? Infinity) <= clock,
    )
  }
  for (const client of queues.keys()) {
    const waiting = [client]
    for (let at = waiting.at(-1); at !== undefined; at = waiting.at(-1)) {
      const struct = next(at)
      const first = struct && missing(struct)
      if (waiting.length > queues.size) throw new Error('an update builds on itself')
      if (first) waiting.push(first.client)
      else if (struct) {
        ordered.push(struct)
        placed.set(at, (placed.get(at) ?? 0) + 1)
      }
      // Whoever waited for this one may go on; only the first in line goes on to its end.
      if (!first && (!struct || waiting.length > 1)) waiting.pop()
    }
  }
  return ordered
}

/** Yjs' first encoding of updates: structs client by client, then what is deleted. */
function structsUpdate(structs: readonly Struct[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  const clients = Map.groupBy(structs, ({ id }) => id.client)
  writeVarUint(restEncoder, clients.size)
  for (const [client, own] of clients) {
    writeVarUint(restEncoder, own.length)
    encoder.writeClient(client)
    writeVarUint(restEncoder, own[0]!.id.clock)
    for (const struct of own) struct.write(encoder, 0)
  }
  writeVarUint(restEncoder, 0)
  return encoder.toUint8Array()
}

function deletionUpdate(client: number, stretches: readonly { clock: number; len: number }[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  writeVarUint(restEncoder, 0)
  writeVarUint(restEncoder, 1)
  writeVarUint(restEncoder, client)
  writeVarUint(restEncoder, stretches.length)
  for (const { clock, len } of stretches) {
    encoder.writeDsClock(clock)
    encoder.writeDsLen(len)
  }
  return encoder.toUint8Array()
}
