import { once } from 'node:events'
import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { type RawData, WebSocket } from 'ws'
import * as Y from 'yjs'
import { message, sync } from '#shared/live-text.ts'
import { barrierFrame, step1, step2, updateFrame } from '../live/frames.ts'

/** Where the rooms of shared texts are, how somebody's session is shown there, and how it ends. */
export type TextDoor = {
  address: string
  origin: string
  cookie: (session: string) => string
  leave: (session: string) => Promise<void>
}
export type Pen = Awaited<ReturnType<typeof takePen>>

/** How long the room may take to answer, ms. */
const PATIENCE = 20_000

/** Opens a shared text as somebody, by the door that everybody's page comes in by, and has it as it stands. */
export async function takePen(door: TextDoor, session: string, path: string) {
  const doc = new Y.Doc()
  const headers = { cookie: door.cookie(session), origin: door.origin }
  const socket = new WebSocket(`${door.address}/live/docs/${path}`, { headers, perMessageDeflate: false })
  socket.binaryType = 'nodebuffer'
  // An error is followed by the end of the connection, and that is heard.
  socket.on('error', () => {})
  const gone = once(socket, 'close').then(([code]) => {
    throw new Error(`the shared text ${path} hung up: ${code}`)
  })
  gone.catch(() => {})
  const here = Promise.withResolvers<void>()
  let stored = Promise.withResolvers<void>()
  socket.on('message', (data: RawData) => {
    const decoder = createDecoder(new Uint8Array(data as Buffer))
    const type = readVarUint(decoder)
    if (type === message.barrier) stored.resolve()
    if (type !== message.sync) return
    const kind = readVarUint(decoder)
    const body = readVarUint8Array(decoder)
    if (kind === sync.step1) return socket.send(step2(Y.encodeStateAsUpdate(doc, body)))
    Y.applyUpdate(doc, body, 'room')
    if (kind === sync.step2) here.resolve()
  })
  doc.on('update', (update: Uint8Array, from: unknown) => {
    if (from !== 'room') socket.send(updateFrame(update))
  })
  const within = (answer: Promise<unknown>) => {
    const late = AbortSignal.timeout(PATIENCE)
    const tired = once(late, 'abort').then(() => {
      throw new Error(`the shared text ${path} did not answer in time`)
    })
    return Promise.race([answer, gone, tired])
  }
  await within(once(socket, 'open'))
  socket.send(step1(Y.encodeStateVector(doc)))
  await within(here.promise)
  return {
    doc,
    /** Resolves when everything written so far is stored. */
    async saved(): Promise<void> {
      stored = Promise.withResolvers()
      socket.send(barrierFrame(new Uint8Array([1])))
      await within(stored.promise)
    },
    async putDown(): Promise<void> {
      socket.terminate()
      doc.destroy()
      await door.leave(session)
    },
  }
}
