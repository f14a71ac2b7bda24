import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import type { Envelope } from '#shared/events.ts'
import { isSameOrigin, whoOf } from '../../server/http/session.ts'
import { openSockets } from '../../server/live/sockets.ts'
import type { Person, TestHouse } from './house.ts'

export const origin = 'http://127.0.0.1:8080'
const door = { origin, secure: false, port: 8080 }

/** A listener's end of the wire: every envelope, and every byte that came. */
export type Ear = {
  socket: Socket
  envelopes: Envelope[]
  bytes: string[]
  gone: Promise<string>
  hang(): void
}

/** The house on a real port, with its stream of news; people come as their browsers would. */
export async function openLive(house: TestHouse) {
  const sockets = openSockets(house.app.server, house.house, {
    isOurs: (headers) => isSameOrigin(headers, origin, true),
    whoOf: (headers) => whoOf(house.house, headers, door),
  })
  house.installation.listen(sockets)
  const url = await house.app.listen({ port: 0, host: '127.0.0.1' })
  const open: Socket[] = []
  const knock = (headers: Record<string, string>, more: Partial<ManagerOptions & SocketOptions> = {}) => {
    const socket = io(url, {
      path: '/live/events',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
      ...more,
    })
    open.push(socket)
    return socket
  }
  const connect = async (cookie: string): Promise<Ear> => {
    const socket = knock({ origin, cookie })
    const ear: Ear = {
      socket,
      envelopes: [],
      bytes: [],
      gone: new Promise((resolve) => socket.once('disconnect', resolve)),
      hang: () => void socket.disconnect(),
    }
    socket.io.once('open', () => {
      socket.io.engine.on('packet', ({ data }) => void ear.bytes.push(String(data ?? '')))
    })
    socket.on('envelope', (envelope: Envelope) => void ear.envelopes.push(envelope))
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    return ear
  }
  return {
    url,
    sockets,
    knock,
    connect,
    /** Connects and joins the house's project. */
    async sit(cookie: string): Promise<Ear & { seq: number }> {
      const ear = await connect(cookie)
      const answer = await ear.socket.timeout(5000).emitWithAck('join', { project: house.key })
      return Object.assign(ear, { seq: answer.seq as number })
    },
    async close() {
      for (const socket of open) socket.disconnect()
      await house.close()
    },
  }
}

/** What happened with one attempt to connect: `in`, or the words it was sent away with. */
export function outcomeOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve('in'))
    socket.once('connect_error', (error) => {
      const context = (error as { context?: { statusCode?: number; target?: unknown } }).context
      resolve(context ? 'refused at the upgrade' : error.message)
    })
  })
}

/** A second session of the same person. */
export async function cookieOf(house: TestHouse, person: Pick<Person, 'login'>): Promise<string> {
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/v1/projects/_/session.start',
    headers: { origin, 'idempotency-key': `${Math.random()}` },
    payload: { login: person.login, password: 'correct horse battery' },
  })
  return String(answer.headers['set-cookie']).split(';')[0]!
}

/** An owner of the installation who is a member of nothing. */
export async function ownerOf(house: TestHouse): Promise<string> {
  const { body } = await house.hostCall('link.owner', { name: 'Owner' })
  const token = String(body.url).split('/').at(-1)
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/v1/projects/_/link.use',
    headers: { origin, 'idempotency-key': `${Math.random()}` },
    payload: {
      token,
      name: 'Owner',
      login: `${house.key}-owner`,
      password: 'correct horse battery',
      locale: 'en',
    },
  })
  return String(answer.headers['set-cookie']).split(';')[0]!
}

/** Asks until it is so; fails after `ms`. */
export async function until(so: () => boolean | Promise<boolean>, ms = 5000): Promise<void> {
  const end = performance.now() + ms
  while (!(await so())) {
    if (performance.now() > end) throw new Error('it did not become so in time')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
