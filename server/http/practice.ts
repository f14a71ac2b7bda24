import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { House } from '../command.ts'
import { practiceAnswer, practiceCase } from '../domain/practice.ts'

const After = Type.Object(
  { after: Type.Optional(Type.String({ maxLength: 20 })) },
  { additionalProperties: false },
)
const One = Type.Object({ project: Type.String(), dispute: Type.String({ maxLength: 20 }) })

/** Decided cases for raters to try themselves on; nothing is recorded. */
export async function practiceRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get<{ Querystring: Type.Static<typeof After> }>(
    '/projects/:project/practice',
    { config: { access: ['rater'] }, schema: { querystring: After } },
    async ({ project, actor, query }, reply) => {
      reply.header('cache-control', 'no-store')
      return practiceCase(read, project.id, actor.id, query.after)
    },
  )
  app.get<{ Params: Type.Static<typeof One> }>(
    '/projects/:project/practice/:dispute/answer',
    { config: { access: ['rater'] }, schema: { params: One } },
    async ({ project, actor, params }, reply) => {
      reply.header('cache-control', 'no-store')
      return practiceAnswer(read, project.id, actor.id, params.dispute)
    },
  )
}
