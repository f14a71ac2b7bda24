import { once } from 'node:events'
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { message, ROOT, sync } from '#shared/live-text.ts'

/** The kinds of shared texts there are. */
export type TextKind = 'guideline' | 'rationale'
const addressOf = (url: string, kind: TextKind) => `${url.replace('http', 'ws')}/live/docs/${kind}`

export type Writer = ReturnType<typeof openWriter>
export function openWriter(
  url: string,
  headers: Record<string, string>,
  id: string,
  kind: TextKind = 'rationale',
) {
  const doc = new Y.Doc()
  class Polyfill extends WebSocket {
    constructor(address: string) {
      super(address, { headers })
    }
  }
  const provider = new WebsocketProvider(addressOf(url, kind), id, doc, {
    disableBc: true,
    maxBackoffTime: 100,
    WebSocketPolyfill: Polyfill as never,
  })
  const waiting = new Map<number, () => void>()
  const rights: number[] = []
  const refused: string[] = []
  let tokens = 0
  provider.messageHandlers[message.barrier] = (_encoder, decoder) => {
    const token = readVarUint(createDecoder(readVarUint8Array(decoder)))
    waiting.get(token)?.()
    waiting.delete(token)
  }
  provider.messageHandlers[message.access] = (_encoder, decoder) => void rights.push(readVarUint(decoder))
  provider.messageHandlers[message.refused] = (_encoder, decoder) =>
    void refused.push(`${readVarString(decoder)} ${readVarString(decoder)}`)
  const closed = new Promise<number>((resolve) => provider.once('closed', ({ code }) => resolve(code)))
  return {
    doc,
    provider,
    rights,
    /** What was refused: the clause, and why. */
    refused,
    closed,
    text: doc.getText(ROOT),
    read: () => doc.getText(ROOT).toString(),
    synced: () =>
      new Promise<void>((resolve) => {
        if (provider.synced) resolve()
        provider.on('sync', (so: boolean) => so && resolve())
      }),
    /** Resolves when everything written so far on this connection is stored. */
    saved() {
      const token = tokens++
      const back = new Promise<void>((resolve) => waiting.set(token, resolve))
      const inner = createEncoder()
      writeVarUint(inner, token)
      provider.ws!.send(frame(message.barrier, toUint8Array(inner)) as Uint8Array<ArrayBuffer>)
      return back
    },
    close() {
      provider.destroy()
      doc.destroy()
    },
  }
}

export function frame(type: number, body: Uint8Array, kind?: number): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, type)
  if (kind !== undefined) writeVarUint(encoder, kind)
  writeVarUint8Array(encoder, body)
  return toUint8Array(encoder)
}
export const updateOf = (body: Uint8Array) => frame(message.sync, body, sync.update)

/** Presence as a client writes it. */
export function presence(entries: [client: number, clock: number, state: string][]): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, entries.length)
  for (const [client, clock, state] of entries) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
    writeVarString(encoder, state)
  }
  return toUint8Array(encoder)
}

export type Raw = Awaited<ReturnType<typeof openRaw>>
/** A bare socket with everything it hears. */
export async function openRaw(
  url: string,
  headers: Record<string, string>,
  id: string,
  kind: TextKind = 'rationale',
) {
  const socket = new WebSocket(`${addressOf(url, kind)}/${id}`, { headers })
  const heard: Uint8Array[] = []
  socket.binaryType = 'nodebuffer'
  socket.on('message', (data: Buffer) => void heard.push(new Uint8Array(data)))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await Promise.race([once(socket, 'open'), closed])
  return {
    socket,
    heard,
    closed,
    of: (type: number) => heard.filter(([first]) => first === type),
    send: (...frames: Uint8Array[]) => {
      for (const one of frames) socket.send(one)
    },
    hang: () => socket.terminate(),
  }
}
