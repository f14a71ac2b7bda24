import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { ClauseId } from '#shared/guideline.ts'
import type { House } from '../command.ts'
import { threadsView } from '../domain/clause-thread/view.ts'

const Query = Type.Object({ clause: Type.Optional(ClauseId) }, { additionalProperties: false })

/** What is said about the draft, for whoever works on it. */
export async function clauseThreadRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/projects/:project/guideline/threads',
    {
      config: { access: ['panelist', 'lead', 'auditor', 'owner'], scope: 'read' },
      schema: { querystring: Query },
    },
    async ({ project, actor, query: { clause } }, reply) => {
      reply.header('cache-control', 'no-store')
      return threadsView(house.store.read, project.id, actor, await house.draft.read(project.id), clause)
    },
  )
}
