import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { ClauseId } from '#shared/guideline.ts'
import type { House } from '../command.ts'
import { clauseRecord } from '../domain/clause-record/clause-record.ts'
import { gutterOf } from '../domain/clause-record/gutter.ts'

const One = Type.Object({ project: Type.String(), clause: ClauseId })

/** What hangs on the clauses: in short beside each of them, and of one everything. */
export async function clauseRecordRoutes(app: FastifyInstance, { house }: { house: House }) {
  const { read } = house.store
  const config = { access: ['member'], scope: 'read' } as const
  app.get('/projects/:project/guideline/gutter', { config }, async ({ project, actor }, reply) => {
    reply.header('cache-control', 'no-store')
    return gutterOf(read, project.id, actor)
  })
  app.get<{ Params: Type.Static<typeof One> }>(
    '/projects/:project/guideline/clauses/:clause',
    { config, schema: { params: One } },
    async ({ project, actor, params }, reply) => {
      reply.header('cache-control', 'no-store')
      return clauseRecord(read, project.id, actor, params.clause)
    },
  )
}
