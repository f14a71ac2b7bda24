import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sessionLife } from '#shared/account.ts'
import type { LiveEvent } from '#shared/events.ts'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'
import { liveSession, touchSession } from '../domain/session.ts'
import { liveToken } from '../domain/token.ts'
import { countTries } from '../domain/tries.ts'
import type { Who } from '../domain/who.ts'

/** Where people come in: the one origin, whether it is https, and the port that tells loopback servers apart. */
export type Door = { origin: string; secure: boolean; port: number }

declare module 'fastify' {
  interface FastifyInstance {
    door: Door
  }
}

/** `seen_at` is written at most this often, ms. */
const SEEN_EVERY = 60_000
const safe = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Where secrets are guessed: failures are counted for each address. */
const guessable = /\/(session\.start|link\.use|password\.change)$/

/** Says who is at the door before anything else runs. On the machine's own socket everybody is the host. */
export function sessions(
  app: FastifyInstance,
  { house, machine, ...door }: Door & { house: House; machine?: 'host' },
) {
  const addresses = countTries()
  const counted = new WeakSet<FastifyRequest>()
  app.decorate('door', door)
  app.decorateRequest('who', null)
  app.addHook('onRequest', async (request) => {
    const bearer = bearerOf(request.headers)
    if (machine) request.who = { machine }
    else if (bearer !== undefined) request.who = await tokenHolder(house, bearer, request)
    else {
      if (!safe.has(request.method)) refuseCrossSite(request.headers, door.origin)
      request.who = await whoOf(house, request.headers, door)
      // The matched route, never the address as it was typed.
      if (!guessable.test(request.routeOptions.url ?? '')) return
      const seconds = addresses.take(request.ip, house.now())
      if (seconds > 0) throw new Refusal('too-many-tries', { seconds })
      counted.add(request)
    }
  })
  app.addHook('onResponse', async (request, reply) => {
    // Only a wrong password or an unknown link is a failed try.
    if (counted.has(request) && reply.statusCode !== 401 && reply.statusCode !== 404)
      addresses.giveBack(request.ip)
  })
}

/** Whose cookie this is; null when it opens nothing. For requests and for the upgrade of sockets. */
export async function whoOf(house: House, headers: IncomingHttpHeaders, door: Door): Promise<Who> {
  const token = cookieOf(headers.cookie ?? '', cookieName(door))
  if (!token) return null
  const now = house.now()
  const session = await liveSession(house.store.read, token, now)
  if (!session) return null
  const agent = (headers['user-agent'] ?? '').slice(0, 200)
  if (now - session.seenAt >= SEEN_EVERY || session.agent === '')
    await house.store.transact(null, (tx) => touchSession(tx, session.id, now, agent || '–'))
  return { person: session.person, owner: session.owner, session: session.id }
}

/** A token opens its own project's routes and no others; which of them, their `scope` says. */
async function tokenHolder(house: House, bearer: string, request: FastifyRequest): Promise<Who> {
  const token = await liveToken(house.store.read, bearer, house.now())
  if (!token) throw new Refusal('sign-in')
  const asked = (request.params as { project?: string } | undefined)?.project
  if (asked === undefined) throw new Refusal('scope-missing', { scope: '–' })
  if (asked !== token.project.key && asked !== token.project.id) throw new Refusal('not-found')
  return { person: token.person, owner: token.owner, scopes: token.scopes }
}

const bearerOf = (headers: IncomingHttpHeaders): string | undefined =>
  /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]

/**
 * A browser says where a request comes from; anything but this very origin is refused, other ports and subdomains too.
 * Programs send neither header: that is fine for plain requests, not for the upgrade of a socket (`strict`).
 */
export function isSameOrigin(headers: IncomingHttpHeaders, origin: string, strict = false): boolean {
  const site = headers['sec-fetch-site']
  const from = headers.origin
  return (site === undefined || site === 'same-origin') && (from === undefined ? !strict : from === origin)
}

export function refuseCrossSite(headers: IncomingHttpHeaders, origin: string, strict = false): void {
  if (!isSameOrigin(headers, origin, strict)) throw new Refusal('cross-site')
}

/** https: bound to this host by its prefix. http on loopback: one name a port, for cookies do not know ports. */
export const cookieName = ({ secure, port }: Door): string => (secure ? '__Host-sid' : `sid${port}`)

/** Ours are letters, digits, `-`, `_` and one dot, so nothing is quoted or escaped; of two with one name the first counts. */
function cookieOf(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

function setCookie(reply: FastifyReply, door: Door, value: string, seconds: number): void {
  const secure = door.secure ? '; Secure' : ''
  reply.header(
    'set-cookie',
    `${cookieName(door)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`,
  )
}

/** The cookie may stay as long as any session can; when it ends the database says. */
export function openSession(request: FastifyRequest, reply: FastifyReply, token: string): void {
  setCookie(reply, request.server.door, token, Math.floor(sessionLife.low.whole / 1000))
}

/** Takes the cookie away, unless the session that ended was another one of the same person. */
export function shutSession(request: FastifyRequest, reply: FastifyReply): void {
  const { door } = request.server
  const other = (request.body as { session?: string } | undefined)?.session
  const own = request.who && 'person' in request.who ? request.who.session : undefined
  if (other !== undefined && other !== own) return
  setCookie(reply, door, '', 0)
}

/** Whose sockets these events close: they must connect again, so that access is decided in one place. */
export function revoked(events: readonly LiveEvent[]): {
  members: string[]
  sessions: string[]
  persons: string[]
} {
  const of = { members: new Set<string>(), sessions: new Set<string>(), persons: new Set<string>() }
  for (const event of events) {
    if (event.kind === 'member.removed' || event.kind === 'member.changed') of.members.add(event.member)
    if (event.kind === 'session.ended') of.sessions.add(event.session)
    if (event.kind === 'password.set') of.persons.add(event.person)
  }
  return { members: [...of.members], sessions: [...of.sessions], persons: [...of.persons] }
}
