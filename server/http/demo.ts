import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { Refusal } from '#shared/refusals.ts'
import type { Bilingual } from '#shared/text.ts'
import type { Who } from '../domain/who.ts'
import { openSession } from './session.ts'

type Person = Extract<Who, { person: string }>
/** A sign-in link that works until the demo ends: whom it signs in, and how. */
export type DemoLink = {
  name: Bilingual
  role: string
  key: string
  token: string
  person: string
  start: () => Promise<string>
  /** The page they come to first. */
  to: string
}
/** Something worth trying: as whom, and where. */
export type DemoTry = { key: string; as: string; to: string }
/** What a visitor asked for and got. */
export type Visit = { who: Person; command: string | undefined; place: string | undefined }

/** A demo while it runs, from one reset to the next. */
export type Demo = {
  /** Another one after each reset. */
  run: string
  /** Told to its beginning: before that a link may lead nowhere. */
  ready: boolean
  links: DemoLink[]
  tries: DemoTry[]
  tried: ReadonlySet<string>
  came: (visit: Visit) => void
  leave: (who: Person) => Promise<void>
  /** Wipes everything and tells the story anew, on the same port and with the same links. */
  reset: () => void
}

const Params = Type.Object({ token: Type.String({ maxLength: 100 }) })
const Query = Type.Object({ to: Type.Optional(Type.String({ maxLength: 300 })) })
const config = { access: ['anyone' as const] }
const schema = { hide: true }

/** Before all other routes: it hears of every visit. */
export function demoRoutes(app: FastifyInstance, demo: Demo) {
  app.addHook('onResponse', async (request, reply) => {
    const visit = reply.statusCode < 300 ? visitOf(request) : undefined
    if (visit) demo.came(visit)
  })
  // Whoever comes without a link finds the bar with its links on the sign-in page: the page knows by this.
  app.addHook('onSend', async (_request, reply) => {
    if (String(reply.getHeader('content-type')).startsWith('text/html'))
      reply.header('set-cookie', `demo${app.door.port}=1; Path=/; SameSite=Lax`)
  })
  app.get('/api/v1/demo', { config, schema }, async ({ who }, reply) => {
    reply.header('cache-control', 'no-store')
    return described(demo, who)
  })
  app.post('/api/v1/demo/reset', { config: { access: ['person'] }, schema }, async (_request, reply) => {
    // After the answer: the server that gives it is about to close.
    setImmediate(demo.reset)
    return reply.code(202).send({ run: demo.run })
  })
  app.get<{ Params: Type.Static<typeof Params>; Querystring: Type.Static<typeof Query> }>(
    '/demo/:token',
    { config, schema: { ...schema, params: Params, querystring: Query } },
    async (request, reply) => {
      const link = demo.links.find(({ token }) => token === request.params.token)
      if (!link) throw new Refusal('link-unknown')
      // Whoever becomes somebody else leaves the place they had.
      if (request.who && 'session' in request.who) await demo.leave(request.who)
      openSession(request, reply, await link.start())
      return reply.header('cache-control', 'no-store').redirect(ownPath(request.query.to ?? link.to))
    },
  )
}

function described(demo: Demo, who: Who) {
  const { run, ready, links, tries, tried } = demo
  const mine = links.find(({ person }) => who && 'person' in who && who.person === person)
  const at = (key: string) => `/demo/${links.find((link) => link.key === key)?.token}`
  return {
    run,
    ready,
    mine: mine?.key ?? null,
    links: links.map(({ name, role, key }) => ({ name, role, key, url: at(key) })),
    tries: tries.map(({ key, as, to }) => ({
      key,
      url: `${at(as)}?to=${encodeURIComponent(to)}`,
      done: tried.has(key),
    })),
  }
}

/** Only a path of this site, or a link could lead from here to anywhere. */
const ownPath = (to: string): string => (/^\/(?![/\\])[\w/-]*$/.test(to) ? to : '/')

function visitOf({ who, params, routeOptions }: FastifyRequest): Visit | undefined {
  if (!who || !('session' in who)) return
  const { dispute, vote } = (params ?? {}) as { dispute?: string; vote?: string }
  const command = /\/([a-z]+\.[a-z]+)$/.exec(routeOptions.url ?? '')?.[1]
  // Of a page without a thing of its own, the last word of what it reads.
  const page = /\/(bar)$/.exec(routeOptions.url ?? '')?.[1]
  return { who, command, place: dispute ?? vote ?? page }
}
