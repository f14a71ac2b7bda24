import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { inArray } from 'drizzle-orm'
import { type WebSocket, WebSocketServer } from 'ws'
import { hangUp, MESSAGE_BYTES } from '#shared/live-text.ts'
import type { House } from '../command.ts'
import type { DraftPort, Frozen } from '../domain/still.ts'
import type { Note } from '../store/notes.ts'
import type { Texts } from '../store/texts.ts'
import { listen } from './connection.ts'
import { catchUp, lose } from './document.ts'
import { openDraft } from './draft-port.ts'
import { freezeText } from './freeze.ts'
import { FROZEN_MS } from './hold.ts'
import { beat, type Guest, openLine } from './line.ts'
import { openPresenceElsewhere } from './presence-elsewhere.ts'
import { type Door, guestOf, placeOf, recheck } from './rights.ts'
import { kinds, type Open, openShelf, type Shelf } from './shelf.ts'
import { onUpgrade, refuseUpgrade } from './upgrade.ts'

const PATH = '/live/docs/'
/** Texts one person may have open at a time, in all their tabs. */
export const TEXTS_PER_PERSON = 10
/** How often a sign of life is sent, and how often other processes' rows are looked for, ms. */
const BEAT_MS = 20_000
const LOOK_MS = 1000
/** Acts that come together are answered by one asking, ms. */
const TOGETHER_MS = 50

export type Documents = {
  /** Takes in people who come to this server. */
  listen(server: HttpServer, door: Door): void
  /** Something happened in a project (`_`: to people themselves): what everybody may is asked anew, within a second. */
  changed(project: string): void
  /** Who is in a text by another process. */
  carets(note: Extract<Note, { kind: 'carets' }>, by: string): void
  /** Stills a text until it is released; null where nobody has begun it. */
  freeze(kind: string, id: string): Promise<Frozen | null>
  draft: DraftPort
  close(): Promise<void>
}

/** The rooms of shared texts, on the wire of the stock y-websocket client: one connection, one text, for its life. */
export function openDocuments(house: House, texts: Texts, failed: (why: unknown) => void): Documents {
  const shelf = openShelf(house, texts, failed)
  const wss = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES, perMessageDeflate: false })
  wss.on('wsClientError', (_error, socket) => socket.destroy())
  const elsewhere = openPresenceElsewhere(house.store.notes)
  const room: Room = { house, shelf, wss, elsewhere, door: null, epoch: 0, failed, seqs: new Map() }
  const beats = setInterval(() => {
    for (const { lines } of shelf.all()) for (const line of lines) beat(line)
  }, BEAT_MS)
  const looks = setInterval(() => texts.shared && look(room).catch(failed), LOOK_MS)
  for (const timer of [beats, looks]) timer.unref()
  return {
    listen(server, door) {
      room.door = door
      onUpgrade(server, PATH, door.isOurs, (request, socket, head) => {
        socket.on('error', () => socket.destroy())
        admit(room, door, request, socket, head).catch((error) => {
          failed(error)
          socket.destroy()
        })
      })
    },
    changed: (project) => changed(room, project),
    carets(note, by) {
      for (const { document } of shelf.all())
        if (document.key === note.doc) elsewhere.hear(document, note, by)
    },
    async freeze(kind, id) {
      const open = await shelf.take(kind, id, null)
      if (!open) return null
      const { document, release } = await freezeText(shelf, open)
      return { text: open.kind.text(document.doc), release }
    },
    draft: openDraft(shelf),
    async close() {
      clearInterval(beats)
      clearInterval(looks)
      await shelf.close()
      wss.close()
    },
  }
}

type Room = {
  house: House
  shelf: Shelf
  wss: WebSocketServer
  elsewhere: ReturnType<typeof openPresenceElsewhere>
  door: Door | null
  /** Counts what happened, so that somebody who comes in meanwhile is asked again. */
  epoch: number
  failed: (why: unknown) => void
  /** The last entry seen of each project, where other processes write too. */
  seqs: Map<string, number>
}

/** A path that names a text, a session, a right: all before the handshake. Only then may a browser hear why not. */
async function admit(room: Room, door: Door, request: IncomingMessage, socket: Duplex, head: Buffer) {
  const [, name = '', id = ''] = /^\/live\/docs\/([a-z]+)\/([a-z0-9-]{1,80})$/.exec(request.url ?? '') ?? []
  if (!Object.hasOwn(kinds, name)) return refuseUpgrade(socket, '404 Not Found')
  const { epoch } = room
  const found = await knock(room, door, request, name, id).catch((error) => {
    room.failed(error)
    return hangUp.again
  })
  if (socket.destroyed) return
  room.wss.handleUpgrade(request, socket, head, (ws) => {
    // A browser cannot read a refused handshake, and would try for ever: it is let in to be told, and hears nothing else.
    if (typeof found === 'number') return turnAway(ws, found)
    enter(room, door, ws, request, found)
    if (room.epoch !== epoch) void soon(room, found.open)
  })
}

function turnAway(ws: WebSocket, code: number) {
  ws.on('error', () => ws.terminate())
  ws.close(code)
  setTimeout(() => ws.terminate(), 1000).unref()
}

type Entry = { open: Open; guest: Guest }
async function knock(
  { house, shelf }: Room,
  door: Door,
  request: IncomingMessage,
  name: string,
  id: string,
): Promise<Entry | number> {
  const kind = kinds[name]!
  const who = await door.whoOf(request.headers)
  if (!who || !('person' in who)) return hangUp.signedOut
  const project = await kind.place(house.store.read, id, who)
  if (project === null) return hangUp.notFound
  const guest = await guestOf(house, who, await placeOf(house, kind, id, project))
  if (typeof guest === 'number') return guest
  const open = await shelf.take(name, id, project)
  if (!open) return hangUp.again
  open.project = project
  const held = shelf
    .all()
    .flatMap(({ lines }) => [...lines].filter((line) => line.guest.person === who.person))
  return held.length >= TEXTS_PER_PERSON ? hangUp.tooMany : { open, guest }
}

function enter(room: Room, door: Door, ws: WebSocket, request: IncomingMessage, { open, guest }: Entry) {
  if (open.document.lost) return turnAway(ws, hangUp.again)
  const line = openLine(ws, open.document, request.headers, guest, () => {
    open.lines.delete(line)
    if (open.lines.size === 0) room.shelf.linger(open)
  })
  if (open.lines.size === 0) room.elsewhere.ask(open.document)
  open.lines.add(line)
  listen(line, () => open.frozen ?? (open.stale ? recheck(room.house, door, open) : open.checking))
}

function changed(room: Room, project: string) {
  room.epoch++
  for (const open of room.shelf.all()) if (project === '_' || open.project === project) soon(room, open)
}

/** Whoever sends something meanwhile waits for the answer; the others are asked about together. */
function soon(room: Room, open: Open) {
  if (open.stale || !room.door) return
  open.stale = true
  const { door } = room
  setTimeout(async () => {
    if (open.stale) await recheck(room.house, door, open)
    if (room.shelf.texts.shared) await takeInOthers(room, open)
  }, TOGETHER_MS)
}

/** What was done to a text by a command of another process, which may have ended before it wrote it there. */
async function takeInOthers({ house, shelf }: Pick<Room, 'house' | 'shelf'>, open: Open): Promise<void> {
  const { document, kind, id } = open
  if (open.frozen || document.lost) return
  try {
    if (await kind.pending(house.store.read, id, document.doc))
      await (await freezeText(shelf, open)).release(true)
  } catch {
    // It is held by the process that does so itself, or that has just gone: then it is free again in a while.
    setTimeout(() => takeInOthers({ house, shelf }, open), FROZEN_MS).unref()
  }
}

/** What other processes stored and did. */
async function look(room: Room) {
  const open = room.shelf.all()
  if (open.length === 0) return
  for (const { document } of open) {
    await catchUp(document).catch((why) => lose(document, why))
    room.elsewhere.say(document)
  }
  room.elsewhere.forget(open.map(({ document }) => document))
  const { project } = room.house.store.read.tables
  const ids = ['_', ...new Set(open.flatMap(({ project }) => project ?? []))]
  const rows = await room.house.store.read
    .select({ id: project.id, seq: project.seq })
    .from(project)
    .where(inArray(project.id, ids))
  for (const { id, seq } of rows) {
    if ((room.seqs.get(id) ?? seq) !== seq) changed(room, id)
    room.seqs.set(id, seq)
  }
}
