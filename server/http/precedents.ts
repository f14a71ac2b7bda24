import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Id } from '#shared/text.ts'
import type { House } from '../command.ts'
import { precedentsOf } from '../domain/precedent.ts'

const LIMIT = 50
const Query = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 200 })),
    clause: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_]{1,20}$' })),
    not: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMIT })),
  },
  { additionalProperties: false },
)

/** What was decided on other items, by words or by clause; read while a ballot is written. */
export async function precedentRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/projects/:project/precedents',
    {
      config: { access: ['panelist', 'lead', 'auditor', 'owner'], scope: 'read' },
      schema: { querystring: Query },
    },
    async ({ project, actor, query: { q = '', clause = null, not = null, limit = 20 } }, reply) => {
      reply.header('cache-control', 'no-store')
      return precedentsOf(house.store.read, project.id, actor, { words: q, clause, not, limit })
    },
  )
}
