import type { FastifyInstance, FastifyReply } from 'fastify'
import Type from 'typebox'
import { oneOf } from '#shared/text.ts'
import type { House } from '../command.ts'
import { appealList, appealPage, myAppeals } from '../domain/appeal/read.ts'
import { awaitingTranslation } from '../domain/translation-waiting.ts'

const List = Type.Object(
  { state: Type.Optional(oneOf(['open', 'all'] as const)) },
  { additionalProperties: false },
)
const One = Type.Object({ project: Type.String({ maxLength: 63 }), appeal: Type.String({ maxLength: 20 }) })
/** Who is told of an appeal depends on who asks and on the moment. */
const personal = (reply: FastifyReply) => reply.header('cache-control', 'no-store')
const schema = (summary: string, more: object = {}) => ({ tags: ['appeals'], summary, ...more })

export async function appealRoutes(app: FastifyInstance, { house }: { house: House }) {
  const { read } = house.store
  app.get<{ Querystring: Type.Static<typeof List> }>(
    '/projects/:project/appeals',
    {
      config: { access: ['lead', 'auditor', 'owner'], scope: 'read' },
      schema: schema('Appeals: those that are open, or all', { querystring: List }),
    },
    async ({ project, actor, query }, reply) => {
      personal(reply)
      return appealList(read, project.id, actor, query.state ?? 'open')
    },
  )
  app.get(
    '/projects/:project/appeals/awaiting-translation',
    {
      config: { access: ['lead', 'panelist', 'auditor', 'owner'], scope: 'read' },
      schema: schema('Decisions that a rater waits to read in a language they chose'),
    },
    async ({ project, actor }, reply) => {
      personal(reply)
      return awaitingTranslation(read, project.id, actor.id)
    },
  )
  app.get<{ Params: Type.Static<typeof One> }>(
    '/projects/:project/appeals/:appeal',
    {
      config: { access: ['member'], scope: 'read' },
      schema: schema('One appeal, with the decisions on both sides of it', { params: One }),
    },
    async ({ project, actor, params }, reply) => {
      personal(reply)
      return appealPage(read, project.id, actor, params.appeal)
    },
  )
  app.get(
    '/projects/:project/my/appeals',
    { config: { access: ['rater'] }, schema: schema('One’s own appeals, and what is left of the quota') },
    async ({ project, actor }, reply) => {
      personal(reply)
      return myAppeals(read, project.id, actor)
    },
  )
}
