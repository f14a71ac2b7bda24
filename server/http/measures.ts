import type { FastifyInstance } from 'fastify'
import type { House } from '../command.ts'
import { blindOf } from '../domain/blind-case/view.ts'
import { panelMeasures } from '../domain/panel/measures.ts'

/** How the panel judges, and the cases by which one of them is measured. */
export async function measureRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get(
    '/projects/:project/panel/measures',
    { config: { access: ['panelist', 'lead', 'auditor', 'owner'], scope: 'read' } },
    async ({ project, actor }, reply) => {
      reply.header('cache-control', 'no-store')
      return panelMeasures(read, project.id, actor)
    },
  )
  app.get('/projects/:project/blind', { config: { access: ['panelist'] } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return blindOf(read, request.project.id, request.actor.id)
  })
}
