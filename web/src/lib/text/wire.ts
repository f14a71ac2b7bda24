import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, length, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { type Awareness, applyAwarenessUpdate, modifyAwarenessUpdate } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { caretOf } from '#lib/text/caret.ts'
import { openGate } from '#lib/text/gate.ts'
import { access, message, type Present, type RefusedWhy } from '#shared/live-text.ts'

/** Somebody else who is here, and the root of the document their caret is in, if it is anywhere. */
export type Other = Present & { root: string | null }
type Heard = {
  /** Something was written here; it left for the server. */
  written(): void
  sent(): void
  /** Everything up to the barrier of this number is stored. */
  stored(barrier: number): void
  allowed(right: 'read' | 'write'): void
  /** What was written here was not taken: the part of the text it is in, '' for the whole, and why. */
  refused(part: string, why: RefusedWhy): void
  connected(so: boolean): void
  /** Both sides have what the other had. */
  met(): void
  ended(code: number): void
  present(others: Other[]): void
}

/** One document on the stock y-websocket client, with our own messages, and with a gate for words being composed. */
export function openWire(kind: string, id: string, heard: Heard) {
  const doc = new Y.Doc()
  const address = `${location.origin.replace(/^http/, 'ws')}/live/docs/${kind}`
  const provider = new WebsocketProvider(address, id, doc, { disableBc: true, connect: false })
  const { awareness } = provider
  const gate = openGate((updates) => {
    provider._updateHandler(updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates), null)
    heard.sent()
  })

  // What is written here goes through the gate instead of straight to the socket.
  doc.off('update', provider._updateHandler)
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === provider) return
    heard.written()
    gate.goes(update)
  })
  // The stock client sends back whatever it hears of others; only our own presence is ours to say.
  awareness.off('update', provider._awarenessUpdateHandler)
  awareness.on('update', (change: unknown, origin: unknown) => {
    if (origin === 'local') provider._awarenessUpdateHandler(change, origin)
  })
  awareness.on('change', () => heard.present(othersIn(awareness, doc.clientID)))
  handleMessages(provider, gate, heard)
  provider.on('status', ({ status }) => {
    // Others forgot us when the line broke: a newer clock makes them look again.
    if (status === 'connected') awareness.setLocalState(awareness.getLocalState())
    heard.connected(status === 'connected')
  })
  provider.on('sync', (so) => so && heard.met())
  provider.on('closed', ({ code }) => heard.ended(code))
  provider.connect()

  return {
    doc,
    awareness,
    gate,
    /** Whether a change came over the line, not from this screen. */
    came: (origin: unknown) => origin === provider,
    /** Asks the server to say when everything sent so far is stored. */
    barrier(number: number) {
      const inner = createEncoder()
      writeVarUint(inner, number)
      const encoder = createEncoder()
      writeVarUint(encoder, message.barrier)
      writeVarUint8Array(encoder, toUint8Array(inner))
      if (provider.wsconnected) provider.ws?.send(toUint8Array(encoder) as Uint8Array<ArrayBuffer>)
    },
    /** The browser knows sooner than the socket that the network is gone, or back. */
    go: (online: boolean) => (online ? provider.connect() : provider.disconnect()),
    destroy() {
      provider.destroy()
      doc.destroy()
    },
  }
}
export type Wire = ReturnType<typeof openWire>

type State = { user?: Present; cursor?: { head?: { tname?: string | null } } | null }
function othersIn(awareness: Awareness, own: number): Other[] {
  return [...(awareness.getStates() as Map<number, State>)].flatMap(([client, { user, cursor }]) =>
    user && client !== own ? [{ ...user, root: cursor?.head?.tname ?? null }] : [],
  )
}

function handleMessages(provider: WebsocketProvider, gate: ReturnType<typeof openGate>, heard: Heard) {
  const handlers = provider.messageHandlers
  const stock = handlers[message.sync]!
  handlers[message.sync] = (encoder, decoder, of, emitSynced, type) => {
    const body = decoder.arr.slice(decoder.pos)
    gate.comes(() => {
      const answer = createEncoder()
      stock(answer, createDecoder(body), of, emitSynced, type)
      if (length(answer) > 1) of.ws?.send(toUint8Array(answer) as Uint8Array<ArrayBuffer>)
    })
    // The stock client sends what stands in its encoder: nothing, we have answered.
    void encoder
  }
  handlers[message.awareness] = (_encoder, decoder) => {
    const update = modifyAwarenessUpdate(readVarUint8Array(decoder), caretOf)
    applyAwarenessUpdate(provider.awareness, update, provider)
  }
  handlers[message.barrier] = (_encoder, decoder) =>
    heard.stored(readVarUint(createDecoder(readVarUint8Array(decoder))))
  handlers[message.access] = (_encoder, decoder) =>
    heard.allowed(readVarUint(decoder) === access.write ? 'write' : 'read')
  handlers[message.refused] = (_encoder, decoder) =>
    heard.refused(readVarString(decoder), readVarString(decoder) as RefusedWhy)
}
