import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { bases } from '#shared/mark.ts'
import { Refusal } from '#shared/refusals.ts'
import { oneOf, QuestionKey } from '#shared/text.ts'
import type { House } from '../command.ts'
import { sealedItems } from '../domain/appeal/sealed.ts'
import { ratersOf } from '../domain/stand.ts'
import { heardItems, votesBehind } from '../domain/standing/cell.ts'
import { myRaters } from '../domain/standing/mine.ts'
import { noRater, raterView } from '../domain/standing/rater.ts'
import { standingRows } from '../domain/standing/rows.ts'
import { languageOf } from './errors.ts'

const Closed = { additionalProperties: false }
const Short = Type.String({ maxLength: 1000 })
const Moment = Type.Optional(Type.String({ maxLength: 40 }))
const Project = Type.Object({ project: Type.String() })
const One = Type.Object({ project: Type.String(), rater: Type.String({ maxLength: 20 }) })
const Rows = Type.Object(
  {
    basis: Type.Optional(oneOf(bases)),
    question: Type.Optional(QuestionKey),
    /** The id its labelling tool gave. */
    rater: Type.Optional(Short),
    at: Moment,
  },
  Closed,
)
const cell = {
  basis: oneOf(bases),
  question: Type.Optional(QuestionKey),
  said: Type.Optional(Short),
  should: Type.Optional(Short),
  mark: Type.Optional(oneOf(['right', 'wrong', 'excused', 'none'])),
  version: Type.Optional(Type.String({ maxLength: 20 })),
  after: Type.Optional(Type.String({ maxLength: 20 })),
  at: Moment,
}
const Cell = Type.Object(cell, Closed)
const At = Type.Object({ at: Moment }, Closed)
/** Somebody with several rater ids names one of them; else it is the one with most votes. */
const whose = { rater: Type.Optional(Type.String({ maxLength: 20 })) }
const MyCell = Type.Object({ ...cell, ...whose }, Closed)
const Mine = Type.Object({ at: Moment, ...whose }, Closed)
type Of<T extends Type.TSchema> = Type.Static<T>

const tags = ['standing']
const people = { access: ['lead', 'owner'] as const, scope: 'read' as const }
const rater = { access: ['rater'] as const }

/** What each basis says of raters, and the votes behind every figure. */
export async function standingRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get<{ Querystring: Of<typeof Rows> }>(
    '/projects/:project/standing',
    {
      config: { access: ['lead', 'owner', 'auditor'], scope: 'read' },
      schema: { tags, summary: 'Every rater on every basis', params: Project, querystring: Rows },
    },
    async (request, reply) => {
      const { project, actor, query } = request
      const named = actor.owner || actor.roles.includes('lead')
      // Whoever reads no names cannot ask by one either.
      if (!named && query.rater !== undefined) throw new Refusal('not-found')
      reply.header('cache-control', 'no-store')
      const rows = await standingRows(read, project, query, {
        now: house.now(),
        language: languageOf(request),
        named,
      })
      if (query.rater !== undefined && rows.length === 0) throw new Refusal('not-found')
      return { rows }
    },
  )
  app.get<{ Params: Of<typeof One>; Querystring: Of<typeof At> }>(
    '/projects/:project/raters/:rater',
    {
      config: people,
      schema: { tags, summary: 'One rater, the bases side by side', params: One, querystring: At },
    },
    async ({ project, params, query }, reply) => {
      reply.header('cache-control', 'no-store')
      return raterView(read, project, params.rater, { now: house.now(), at: query.at, named: true })
    },
  )
  app.get<{ Params: Of<typeof One>; Querystring: Of<typeof Cell> }>(
    '/projects/:project/raters/:rater/votes',
    {
      config: people,
      schema: { tags, summary: 'The votes behind a figure', params: One, querystring: Cell },
    },
    async ({ project, actor, params, query }, reply) => {
      reply.header('cache-control', 'no-store')
      // Whoever sits in a hearing reads nothing of what was decided before until they have cast.
      const hidden = await sealedItems(read, project.id, actor.id)
      return votesBehind(read, project, params.rater, query, { now: house.now(), hidden })
    },
  )
  myRoutes(app, house)
}

function myRoutes(app: FastifyInstance, house: House) {
  const read = house.store.read
  app.get<{ Querystring: Of<typeof Mine> }>(
    '/projects/:project/my/standing',
    {
      config: rater,
      schema: { tags, summary: 'One’s own standing', params: Project, querystring: Mine },
    },
    async ({ project, actor, query }, reply) => {
      reply.header('cache-control', 'no-store')
      const raters = await myRaters(read, project.id, actor.id)
      const own = raters.find((one) => query.rater === undefined || one.rater === query.rater)
      if (!own && query.rater !== undefined) throw new Refusal('not-found')
      if (!own) return { ...noRater(), raters }
      const view = await raterView(read, project, own.rater, { now: house.now(), at: query.at, named: false })
      return { ...view, raters }
    },
  )
  app.get<{ Querystring: Of<typeof MyCell> }>(
    '/projects/:project/my/standing/votes',
    {
      config: rater,
      schema: { tags, summary: 'One’s own votes behind a figure', params: Project, querystring: MyCell },
    },
    async ({ project, actor, query }, reply) => {
      reply.header('cache-control', 'no-store')
      const { rater: named, ...asked } = query
      const own = named ?? (await myRaters(read, project.id, actor.id))[0]?.rater
      if (own === undefined) return { rows: [], next: null }
      if (!(await ratersOf(read, project.id, actor.id)).includes(own)) throw new Refusal('not-found')
      // While their vote is being heard raters are told that, and nothing of the split.
      const hidden = query.basis === 'majority' ? await heardItems(read, project.id, own) : new Set<string>()
      return votesBehind(read, project, own, asked, { now: house.now(), hidden })
    },
  )
}
