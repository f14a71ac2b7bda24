import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { sanctionStates } from '#shared/bar.ts'
import { driftWays } from '#shared/drift.ts'
import { bases } from '#shared/mark.ts'
import { Refusal } from '#shared/refusals.ts'
import { Id, oneOf, QuestionKey } from '#shared/text.ts'
import type { House } from '../command.ts'
import { barView } from '../domain/bar.ts'
import { driftView } from '../domain/drift.ts'
import { groupsView } from '../domain/groups.ts'
import { isGuest } from '../domain/sanction/record.ts'
import { mySanctions, sanctionList, sanctionPage } from '../domain/sanction/view.ts'
import { simulation } from '../domain/simulate.ts'

const closed = { additionalProperties: false }
const Trial = Type.Object(
  {
    basis: oneOf(bases),
    bar: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
    minimum: Type.Integer({ minimum: 1, maximum: 10_000 }),
    question: Type.Optional(QuestionKey),
  },
  closed,
)
const Sanctions = Type.Object(
  { state: Type.Optional(Type.Union([oneOf(sanctionStates), Type.Literal('open')])) },
  closed,
)
const One = Type.Object({ project: Type.String(), sanction: Id })
const Attribute = Type.String({ minLength: 1, maxLength: 200 })
const Groups = Type.Object(
  { attribute: Type.Optional(Attribute), question: Type.Optional(QuestionKey) },
  closed,
)
const Drift = Type.Object(
  { by: Type.Optional(oneOf(driftWays)), attribute: Type.Optional(Attribute) },
  closed,
)
/** Of the draws that say how sure a difference is: the same record gives the same figures. */
const SEED = 20_260_101

/** The bar, whom it would hit, what it proposes against people, and whether majorities lean. */
export async function barRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  sanctionRoutes(app, house)
  app.get(
    '/projects/:project/bar',
    { config: { access: ['member', 'owner'], scope: 'read' } },
    async ({ project }, reply) => {
      reply.header('cache-control', 'no-store')
      return barView(read, project.id, house.now())
    },
  )
  app.get<{ Querystring: Type.Static<typeof Trial> }>(
    '/projects/:project/simulate',
    { config: { access: ['lead', 'owner'], scope: 'read' }, schema: { querystring: Trial } },
    async ({ project, query: { question = null, ...trial } }, reply) => {
      reply.header('cache-control', 'no-store')
      return simulation(read, project.id, { ...trial, question }, house.now())
    },
  )
  app.get<{ Querystring: Type.Static<typeof Groups> }>(
    '/projects/:project/groups',
    { config: { access: ['lead', 'owner', 'auditor'], scope: 'read' }, schema: { querystring: Groups } },
    async ({ project, query: { attribute = null, question = null } }, reply) => {
      reply.header('cache-control', 'no-store')
      return groupsView(read, project.id, { attribute, question, seed: SEED })
    },
  )
  app.get<{ Querystring: Type.Static<typeof Drift> }>(
    '/projects/:project/drift',
    { config: { access: ['lead', 'owner', 'auditor'], scope: 'read' }, schema: { querystring: Drift } },
    async ({ project, query: { by = 'question', attribute = null } }, reply) => {
      reply.header('cache-control', 'no-store')
      return driftView(read, project.id, { by, attribute, seed: SEED })
    },
  )
}

function sanctionRoutes(app: FastifyInstance, house: House) {
  const read = house.store.read
  const access = ['lead', 'panelist', 'auditor', 'owner'] as const
  app.get<{ Querystring: Type.Static<typeof Sanctions> }>(
    '/projects/:project/sanctions',
    { config: { access, scope: 'read' }, schema: { querystring: Sanctions } },
    async ({ project, actor, query: { state } }, reply) => {
      reply.header('cache-control', 'no-store')
      if (await isGuest(read, project.id, actor.id)) throw new Refusal('not-allowed')
      return sanctionList(read, project.id, actor, state === 'open' ? 'proposed' : (state ?? null))
    },
  )
  app.get<{ Params: Type.Static<typeof One> }>(
    '/projects/:project/sanctions/:sanction',
    { config: { access, scope: 'read' }, schema: { params: One } },
    async ({ project, actor, params }, reply) => {
      reply.header('cache-control', 'no-store')
      if (await isGuest(read, project.id, actor.id)) throw new Refusal('not-allowed')
      return sanctionPage(read, project.id, actor, params.sanction, house.now())
    },
  )
  app.get(
    '/projects/:project/my/sanctions',
    { config: { access: ['rater'], scope: 'read' } },
    async ({ project, actor }, reply) => {
      reply.header('cache-control', 'no-store')
      return mySanctions(read, project.id, actor.id, house.now())
    },
  )
}
