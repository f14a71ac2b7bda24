import type { FastifyInstance } from 'fastify'
import type { House } from '../command.ts'
import { careerOf } from '../domain/career.ts'
import { myData } from '../domain/my/data.ts'
import { publicKey } from '../domain/tree-head.ts'

/** What people take along: all the project holds about them, and a signed record of what speaks for them. */
export async function careerRoutes(app: FastifyInstance, { house }: { house: House }) {
  const { data } = house
  const read = house.store.read
  app.get('/key', { config: { access: ['anyone'] } }, async () => ({
    algorithm: 'Ed25519',
    key: publicKey(data),
  }))
  app.get('/projects/:project/my/data', { config: { access: ['member'] } }, async (request, reply) => {
    const { project, actor } = request
    reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${project.key}-my-data.json"`)
    return myData(read, project, actor.id)
  })
  app.get('/projects/:project/my/record.json', { config: { access: ['member'] } }, async (request, reply) => {
    const { project, actor } = request
    reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${project.key}-my-record.json"`)
    return careerOf(read, project, actor.id, { data, at: house.now() })
  })
}
