import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { ClauseId } from '#shared/guideline.ts'
import { Id, Language, oneOf } from '#shared/text.ts'
import type { House } from '../command.ts'
import { proposalFrom } from '../domain/proposal/case.ts'
import { proposalList, proposalView } from '../domain/proposal/view.ts'

const closed = { additionalProperties: false }
const List = Type.Object(
  { state: Type.Optional(oneOf(['waiting', 'all'])), clause: Type.Optional(ClauseId) },
  closed,
)
const Prefill = Type.Object({ language: Type.Optional(Language) }, closed)
const One = Type.Object({ project: Type.String(), proposal: Type.String() })
const OfDispute = Type.Object({ project: Type.String(), dispute: Id })
const reading = { access: ['panelist', 'lead', 'auditor', 'owner'], scope: 'read' } as const

/** What is proposed, for whoever works on the guideline. */
export async function proposalRoutes(app: FastifyInstance, { house }: { house: House }) {
  const { read } = house.store
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))
  app.get<{ Querystring: Type.Static<typeof List> }>(
    '/projects/:project/proposals',
    { config: reading, schema: { querystring: List } },
    async ({ project, actor, query: { state = 'waiting', clause } }) =>
      proposalList(read, project.id, actor, await house.draft.read(project.id), {
        waiting: state === 'waiting',
        clause,
        dispute: undefined,
      }),
  )
  app.get<{ Params: Type.Static<typeof One> }>(
    '/projects/:project/proposals/:proposal',
    { config: reading, schema: { params: One } },
    async ({ project, actor, params }) =>
      proposalView(read, project.id, actor, await house.draft.read(project.id), params.proposal),
  )
  app.get<{ Params: Type.Static<typeof OfDispute> }>(
    '/projects/:project/disputes/:dispute/proposals',
    { config: reading, schema: { params: OfDispute } },
    async ({ project, actor, params: { dispute } }) =>
      proposalList(read, project.id, actor, await house.draft.read(project.id), {
        waiting: false,
        clause: undefined,
        dispute,
      }),
  )
  app.get<{ Params: Type.Static<typeof OfDispute>; Querystring: Type.Static<typeof Prefill> }>(
    '/projects/:project/disputes/:dispute/proposal-draft',
    {
      config: { access: ['panelist', 'lead', 'owner'], scope: 'read' },
      schema: { params: OfDispute, querystring: Prefill },
    },
    async ({ project, actor, params: { dispute }, query }) => {
      const draft = await house.draft.read(project.id)
      const language = query.language ?? draft.authoritative
      return proposalFrom(read, project, actor, { dispute, language, draft })
    },
  )
}
