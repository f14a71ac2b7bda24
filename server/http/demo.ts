import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Refusal } from '#shared/refusals.ts'
import type { Bilingual } from '#shared/text.ts'
import { openSession } from './session.ts'

/** Sign-in links of a running demo: whom each one signs in, and how. They work until the demo ends. */
export type DemoLinks = {
  name: Bilingual
  role: string
  key: string
  token: string
  start: () => Promise<string>
  to: string
}[]

const Params = Type.Object({ token: Type.String({ maxLength: 100 }) })

export function demoRoutes(app: FastifyInstance, links: DemoLinks) {
  app.get('/api/v1/demo', { config: { access: ['anyone'] }, schema: { hide: true } }, async () =>
    links.map(({ name, role, token }) => ({ name, role, url: `/demo/${token}` })),
  )
  app.get<{ Params: Type.Static<typeof Params> }>(
    '/demo/:token',
    { config: { access: ['anyone'] }, schema: { params: Params, hide: true } },
    async (request, reply) => {
      const link = links.find(({ token }) => token === request.params.token)
      if (!link) throw new Refusal('link-unknown')
      openSession(request, reply, await link.start())
      return reply.header('cache-control', 'no-store').redirect(link.to)
    },
  )
}
