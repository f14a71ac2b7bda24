import type { FastifyInstance } from 'fastify'
import type { House } from '../command.ts'
import { mentionsOf } from '../domain/mention.ts'

/** Who waits for my word, across all disputes. */
export async function mentionRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get(
    '/projects/:project/mentions',
    { config: { access: ['panelist', 'lead', 'owner'], scope: 'read' } },
    async ({ project, actor }, reply) => {
      reply.header('cache-control', 'no-store')
      return mentionsOf(house.store.read, project.id, actor)
    },
  )
}
