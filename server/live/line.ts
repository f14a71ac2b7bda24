import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { hangUp, message, PRESENCES_A_SECOND, type Present } from '#shared/live-text.ts'
import { type Bucket, bucket } from './bucket.ts'
import { type Hearer, type LiveDocument, tell } from './document.ts'
import { accessFrame, presenceFrame, step1 } from './frames.ts'
import type { Right } from './kind.ts'
import type { Sighting } from './presence.ts'

/** What waits to be sent to a slow reader, bytes: past the first presence is left out, past the second they come back. */
const SLOW = 1024 * 1024
const TOO_SLOW = 4 * 1024 * 1024
/** Messages a second and at once, before a socket is read more slowly. Presence is counted by itself. */
const RATE = 200
const BURST = 1000

export type Guest = {
  person: string
  user: Present
  right: Right & { may: 'read' | 'write' }
}

/** One person's connection to one text, for its life. */
export type Line = Hearer & {
  socket: WebSocket
  document: LiveDocument
  /** What proved who they are; asked again whenever something changed. */
  headers: Record<string, string | string[] | undefined>
  guest: Guest
  /** Their client id, once they have shown themselves. */
  client: number | null
  alive: boolean
  /** Whether a sign of life came since the last time one was asked for. */
  heard: boolean
  /** Something they sent was refused, and nothing more is taken of them. */
  refused: boolean
  /** Something they sent is not here, so no barrier comes back. */
  gapped: boolean
  tokens: Uint8Array[]
  /** Updates of theirs that could not be used. */
  useless: number
  messages: Bucket
  presences: Bucket
  /** Presence that came too soon. */
  late: Sighting | null
  onGone: () => void
}

export function openLine(
  socket: WebSocket,
  document: LiveDocument,
  headers: Line['headers'],
  guest: Guest,
  onGone: () => void,
): Line {
  const line: Line = {
    socket,
    document,
    headers,
    guest,
    onGone,
    client: null,
    alive: true,
    heard: true,
    refused: false,
    gapped: false,
    tokens: [],
    useless: 0,
    messages: bucket(RATE, BURST),
    presences: bucket(PRESENCES_A_SECOND, PRESENCES_A_SECOND),
    late: null,
    get named() {
      return line.guest.right.named
    },
    send: (frame) => send(line, frame),
  }
  document.hearers.add(line)
  greet(line)
  line.send(document.presence.all(guest.right.named))
  return line
}

function send(line: Line, frame: Uint8Array) {
  if (!line.alive) return
  const { socket } = line
  if (socket.bufferedAmount > TOO_SLOW) return hang(line, hangUp.again)
  if (frame[0] === message.awareness && socket.bufferedAmount > SLOW) return
  socket.send(frame)
}

/** What this person may do; whoever may write is asked for what the server lacks. */
function greet(line: Line) {
  line.send(accessFrame(line.guest.right.may))
  if (line.guest.right.may === 'write') line.send(step1(Y.encodeStateVector(line.document.doc)))
}

/** What somebody may do from now on. */
export function allow(line: Line, guest: Guest): void {
  const changed = guest.right.may !== line.guest.right.may
  line.guest = guest
  if (changed) greet(line)
}

/** Hangs up and takes them out of the text. */
export function hang(line: Line, code: number): void {
  if (!line.alive) return
  line.alive = false
  const { socket, document } = line
  document.hearers.delete(line)
  const left = document.presence.leave(line)
  if (left) tell(document, left)
  socket.close(code)
  // Whoever does not answer the goodbye, or reads too slowly to hear it.
  setTimeout(() => socket.terminate(), 1000).unref()
  line.onGone()
}

/** A sign of life each way. The stock client comes back when it hears nothing for 30 s, and pings do not count. */
export function beat(line: Line): void {
  if (!line.heard) return void line.socket.terminate()
  line.heard = false
  line.socket.ping()
  line.send(presenceFrame([]))
}
