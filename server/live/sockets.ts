import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { type Envelope, hears, type Told } from '#shared/events.ts'
import type { Role } from '#shared/member.ts'
import type { House } from '../command.ts'
import { actorOf, projectOf, type Who } from '../domain/who.ts'
import { type Looking, openLooking } from './looking.ts'
import { onUpgrade } from './upgrade.ts'

/** Largest message taken from a browser, bytes; sockets one person may hold; how often it asks. */
export const MESSAGE_BYTES = 64 * 1024
export const SOCKETS_PER_PERSON = 10

const PATH = '/live/events'

/** `from`: the entry up to which they read for themselves when they joined. */
type Hearer = { id: string; roles: Role[]; owner: boolean; from: number }
type Joined = Map<string, Hearer>
export type Sockets = {
  /** `news`: no entry of its own, so whoever is told nothing hears nothing. */
  publish(done: { project: string; seq: number; at: number; told: readonly Told[]; news?: true }): void
  /** Closes the sockets of people whose access changed; coming back they are asked anew. */
  revoke(gone: { persons: string[]; members: string[]; sessions: string[] }): void
  /** Whether anybody here has joined a project. */
  joined(project: string): boolean
  /** Who looks at a dispute by another process. */
  looking: Looking['elsewhere']
  close(): Promise<void>
}

type Door = {
  /** Whether a page of this very origin asks; a program that names no origin is not one. */
  isOurs: (headers: IncomingMessage['headers']) => boolean
  whoOf: (headers: IncomingMessage['headers']) => Promise<Who>
}

/** One stream of news: each command one envelope, filtered for each hearer on this side of the wire. */
export function openSockets(server: HttpServer, house: House, door: Door): Sockets {
  // `cors` does not guard the WebSocket transport: our own origin is asked for before the handshake.
  onUpgrade(server, PATH, door.isOurs, null)
  const io = new Server(server, {
    path: PATH,
    transports: ['websocket'],
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: MESSAGE_BYTES,
    perMessageDeflate: false,
    allowRequest: (request, callback) => callback(null, door.isOurs(request.headers)),
  })
  const joined = new WeakMap<Socket, Joined>()
  const looking = openLooking(house, (socket, project) => joined.get(socket)?.get(project))
  letIn(io, door.whoOf)
  io.on('connection', (socket) => {
    joined.set(socket, new Map())
    socket.on('error', () => socket.disconnect(true))
    socket.on('look', (asked: unknown) => looking.look(socket, asked))
    socket.on('disconnect', () => looking.leave(socket))
    socket.on('join', async (asked: unknown, answer: unknown) => {
      if (typeof answer !== 'function') return
      const key = (asked as { project?: unknown } | null)?.project
      const seq =
        typeof key === 'string' ? await join(house, socket, joined.get(socket)!, key).catch(() => null) : null
      answer(seq === null ? { refused: 'not-found' } : { seq })
    })
  })
  return {
    joined: (project) => [...io.sockets.sockets.values()].some((socket) => joined.get(socket)?.has(project)),
    looking: looking.elsewhere,
    publish({ project, seq, at, told, news }) {
      for (const socket of io.sockets.sockets.values()) {
        const hearer = joined.get(socket)?.get(project)
        if (!hearer || (!news && seq <= hearer.from)) continue
        const events = told.filter(({ to }) => hears(to, hearer)).map(({ event }) => event)
        if (news && events.length === 0) continue
        socket.emit('envelope', { project, seq, at, events } satisfies Envelope)
      }
      looking.changed(project, told)
    },
    revoke({ persons, members, sessions }) {
      for (const socket of io.sockets.sockets.values()) {
        const { person, session } = socket.data.who
        const member = [...(joined.get(socket)?.values() ?? [])].some(({ id }) => members.includes(id))
        if (persons.includes(person) || sessions.includes(session) || member) socket.disconnect(true)
      }
    },
    close() {
      looking.close()
      return io.close()
    },
  }
}

/** People with a session, each with so many sockets. */
function letIn(io: Server, whoOf: Door['whoOf']) {
  const held = new Set<Socket>()
  io.use((socket, next) => {
    whoOf(socket.request.headers).then((who) => {
      if (!who || !('person' in who)) return next(new Error('sign-in'))
      const mine = [...held].filter((other) => other.data.who.person === who.person)
      if (mine.length >= SOCKETS_PER_PERSON) return next(new Error('too-many-tabs'))
      socket.data.who = who
      // Counted from here on: of many that knock at once each must see those before it.
      held.add(socket)
      socket.conn.once('close', () => held.delete(socket))
      next()
    }, next)
  })
  // A session that ended on the way in was over before there was anybody to hang up on.
  io.on('connection', (socket) => {
    const hangUp = () => socket.disconnect(true)
    whoOf(socket.request.headers).then((who) => who || hangUp(), hangUp)
  })
}

/** Joining answers with the project's entry number; what comes later follows it without a hole. */
async function join(house: House, socket: Socket, joined: Joined, key: string): Promise<number | null> {
  const project = await projectOf(house.store.read, key)
  const actor = await actorOf(house.store.read, project, socket.data.who)
  if (!actor || (actor.roles.length === 0 && !actor.owner)) return null
  const hearer: Hearer = { id: actor.id, roles: actor.roles, owner: actor.owner, from: 0 }
  joined.set(project.id, hearer)
  const { seq } = await projectOf(house.store.read, project.id)
  hearer.from = seq
  // A membership that ended while this was asked was revoked before there was anything to revoke.
  const now = await actorOf(house.store.read, project, socket.data.who)
  if (now?.id === actor.id && now.owner === actor.owner && `${now.roles}` === `${actor.roles}`) return seq
  joined.delete(project.id)
  return null
}
