import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import * as Y from 'yjs'
import { message, sync } from '#shared/live-text.ts'

/** `raw` passes on whatever it is given; the others speak of documents. */
export type Protocol = 'raw' | 'yws' | 'gogi' | 'hocuspocus'
/** What came, as far as a load has to know. */
export type Heard =
  | { kind: 'update'; update: Uint8Array }
  /** They say what they have and want the rest. */
  | { kind: 'asked'; stateVector: Uint8Array }
  | { kind: 'let-in' }
  /** Everything up to here is safe, as they say; ours names the barrier, Hocuspocus counts messages. */
  | { kind: 'acked'; token: number | null }
  | { kind: 'other' }

/** Messages of Hocuspocus: who one is, and that an update was taken. */
const [AUTH, SYNC_STATUS] = [2, 8]

export function openWire(protocol: Protocol, room: string) {
  function frame(type: number, ...parts: (number | Uint8Array | string)[]): Uint8Array {
    const encoder = createEncoder()
    if (protocol === 'hocuspocus') writeVarString(encoder, room)
    writeVarUint(encoder, type)
    for (const part of parts)
      if (typeof part === 'number') writeVarUint(encoder, part)
      else if (typeof part === 'string') writeVarString(encoder, part)
      else writeVarUint8Array(encoder, part)
    return toUint8Array(encoder)
  }
  const step1 = (doc: Y.Doc) => frame(message.sync, sync.step1, Y.encodeStateVector(doc))
  return {
    /** What is said first. */
    hello: (doc: Y.Doc): Uint8Array[] =>
      protocol === 'raw' ? [] : protocol === 'hocuspocus' ? [frame(AUTH, 0, 'token')] : [step1(doc)],
    /** What is said once one is let in. */
    letIn: (doc: Y.Doc): Uint8Array[] => (protocol === 'hocuspocus' ? [step1(doc)] : []),
    update: (update: Uint8Array) => (protocol === 'raw' ? update : frame(message.sync, sync.update, update)),
    answer: (doc: Y.Doc, stateVector: Uint8Array) =>
      frame(message.sync, sync.step2, Y.encodeStateAsUpdate(doc, stateVector)),
    /** Asks to be told when all before is stored; null where every message is answered by itself, or none is. */
    barrier(token: number): Uint8Array | null {
      if (protocol !== 'gogi') return null
      const inner = createEncoder()
      writeVarUint(inner, token)
      return frame(message.barrier, toUint8Array(inner))
    },
    read(bytes: Uint8Array): Heard {
      if (protocol === 'raw') return { kind: 'update', update: bytes }
      const decoder = createDecoder(bytes)
      if (protocol === 'hocuspocus') readVarString(decoder)
      const type = readVarUint(decoder)
      if (type === message.sync) {
        const kind = readVarUint(decoder)
        const body = readVarUint8Array(decoder)
        return kind === sync.step1 ? { kind: 'asked', stateVector: body } : { kind: 'update', update: body }
      }
      if (protocol === 'hocuspocus' && type === AUTH) return { kind: 'let-in' }
      if (protocol === 'hocuspocus' && type === SYNC_STATUS) return { kind: 'acked', token: null }
      if (protocol === 'gogi' && type === message.barrier)
        return { kind: 'acked', token: readVarUint(createDecoder(readVarUint8Array(decoder))) }
      return { kind: 'other' }
    },
  }
}
