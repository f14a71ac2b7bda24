import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import { access, message, type RefusedWhy, sync } from '#shared/live-text.ts'

function frame(type: number, write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, type)
  write(encoder)
  return toUint8Array(encoder)
}
const syncFrame = (kind: number, bytes: Uint8Array) =>
  frame(message.sync, (encoder) => {
    writeVarUint(encoder, kind)
    writeVarUint8Array(encoder, bytes)
  })

/** "This is what I have": the other side answers with what is missing. */
export const step1 = (stateVector: Uint8Array) => syncFrame(sync.step1, stateVector)
export const step2 = (update: Uint8Array) => syncFrame(sync.step2, update)
export const updateFrame = (update: Uint8Array) => syncFrame(sync.update, update)
export const barrierFrame = (token: Uint8Array) =>
  frame(message.barrier, (encoder) => writeVarUint8Array(encoder, token))
export const accessFrame = (right: keyof typeof access) =>
  frame(message.access, (encoder) => writeVarUint(encoder, access[right]))

export const refusedFrame = (part: string, why: RefusedWhy) =>
  frame(message.refused, (encoder) => {
    writeVarString(encoder, part)
    writeVarString(encoder, why)
  })

/** Presence of some clients; `state` is JSON, `null` says that one is gone. None at all is a sign of life. */
export const presenceFrame = (entries: readonly { client: number; clock: number; state: string }[]) =>
  frame(message.awareness, (encoder) => {
    const inner = createEncoder()
    writeVarUint(inner, entries.length)
    for (const { client, clock, state } of entries) {
      writeVarUint(inner, client)
      writeVarUint(inner, clock)
      writeVarString(inner, state)
    }
    writeVarUint8Array(encoder, toUint8Array(inner))
  })
