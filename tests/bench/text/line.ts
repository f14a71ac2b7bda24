import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { openWire, type Protocol } from './wire.ts'

/** A place at one text: where it is, as whom one comes, and which Y.Text one writes in. */
export type Seat = {
  protocol: Protocol
  url: string
  headers: Record<string, string>
  room: string
  root: string
}
/** So many texts, so many editors at each. */
export type Shape = { name: string; texts: number; editors: number }
type Ears = {
  update(bytes: Uint8Array): void
  /** A barrier came back, or (null) the next message in line was taken. */
  acked(token: number | null): void
  /** The server asked for what it lacks and was answered: that, too, stands in the line. */
  answered?(): void
}

/** One connection to one text, with a copy that sends what is written in it and takes in nothing by itself. */
export async function openLine({ protocol, url, headers, room, root }: Seat, ears: Ears) {
  const wire = openWire(protocol, room)
  const doc = new Y.Doc()
  const socket = new WebSocket(url, { headers, perMessageDeflate: false })
  socket.binaryType = 'nodebuffer'
  let closed = false
  const send = (...frames: Uint8Array[]) => {
    if (!closed) for (const frame of frames) socket.send(frame)
  }
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'server') send(wire.update(update))
  })
  socket.on('close', () => {
    closed = true
  })
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.once('close', (code) => reject(new Error(`${protocol} hung up: ${code}`)))
    socket.once('open', () => {
      send(...wire.hello(doc))
      if (protocol !== 'hocuspocus') resolve()
    })
    socket.on('message', (bytes: Buffer) => {
      const what = wire.read(bytes)
      if (what.kind === 'update') ears.update(what.update)
      else if (what.kind === 'acked') ears.acked(what.token)
      else if (what.kind === 'asked') {
        send(wire.answer(doc, what.stateVector))
        ears.answered?.()
      } else if (what.kind === 'let-in') {
        send(...wire.letIn(doc))
        resolve()
      }
    })
  })
  return {
    doc,
    text: doc.getText(root),
    /** Asks to be told when all before is stored; false where every message is answered by itself, or none is. */
    ask(token: number): boolean {
      const frame = wire.barrier(token)
      if (frame) send(frame)
      return frame !== null
    },
    get closed() {
      return closed
    },
    hang() {
      closed = true
      socket.terminate()
      doc.destroy()
    },
  }
}
