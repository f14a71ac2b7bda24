import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Refusal } from '#shared/refusals.ts'
import { reviewStates } from '#shared/review.ts'
import { Id, oneOf, QuestionKey } from '#shared/text.ts'
import type { House } from '../command.ts'
import { namesOf } from '../domain/name.ts'
import { drawBy, reviewersIn, ruleOf } from '../domain/review/assign.ts'
import { drawAgain, reviewBatches } from '../domain/review/batch.ts'
import { reviewsPage } from '../domain/review/list.ts'
import { reviewMeasures } from '../domain/review/measure.ts'
import { reasonsOf } from '../domain/review/reason.ts'
import { myReviews, oneReview } from '../domain/review/view.ts'

const closed = { additionalProperties: false }
const List = Type.Object(
  {
    state: Type.Optional(oneOf(reviewStates)),
    after: Type.Optional(Type.String({ pattern: '^\\d{1,15}\\.[a-z]{10}$' })),
  },
  closed,
)
const Rule = Type.Object(
  {
    share: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
    perRater: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    question: Type.Optional(QuestionKey),
    rater: Type.Optional(Id),
    stratified: Type.Optional(Type.Boolean()),
    /** Members, with commas between them. */
    reviewers: Type.String({ maxLength: 200 * 11 }),
    repeats: Type.Optional(Type.Number({ minimum: 0, maximum: 50 })),
  },
  closed,
)
const One = Type.Object({ project: Type.String(), review: Id })
const Batch = Type.Object({ project: Type.String(), batch: Id })
const reviewing = { access: ['rater', 'panelist', 'lead', 'owner'] } as const
const reading = { access: ['lead', 'owner', 'auditor'], scope: 'read' } as const
const leading = { access: ['lead', 'owner'], scope: 'read' } as const

/** Peer review: for whoever gives it, and for whoever assigns and watches it. Nobody reads here whose vote they review. */
export async function reviewRoutes(app: FastifyInstance, { house }: { house: House }) {
  const { read } = house.store
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))
  app.get('/projects/:project/reviews/mine', { config: reviewing }, async ({ project, actor }) =>
    myReviews(read, project.id, actor.id),
  )
  app.get(
    '/projects/:project/reviews/reasons',
    {
      config: { access: ['rater', 'panelist', 'lead', 'owner', 'auditor'], scope: 'read' },
    },
    async ({ project }) => reasonsOf(read, project.id),
  )
  app.get(
    '/projects/:project/reviews/measures',
    { config: { access: ['rater', 'panelist', 'lead', 'owner', 'auditor'], scope: 'read' } },
    async ({ project, actor }) => reviewMeasures(read, project.id, actor),
  )
  app.get('/projects/:project/reviews/batches', { config: reading }, async ({ project, actor }) =>
    reviewBatches(read, project.id, actor),
  )
  app.get<{ Params: Type.Static<typeof Batch> }>(
    '/projects/:project/reviews/batches/:batch/again',
    { config: reading, schema: { params: Batch } },
    async ({ project, params }) => {
      const again = await drawAgain(read, project.id, params.batch)
      if (!again) throw new Refusal('not-found')
      return again
    },
  )
  app.get<{ Querystring: Type.Static<typeof List> }>(
    '/projects/:project/reviews',
    { config: reading, schema: { querystring: List } },
    async ({ project, actor, query }) => reviewsPage(read, project.id, actor, query),
  )
  app.get<{ Params: Type.Static<typeof One> }>(
    '/projects/:project/reviews/:review',
    { config: reviewing, schema: { params: One } },
    async ({ project, actor, params }) => oneReview(read, project.id, actor.id, params.review),
  )
  assignRoutes(app, house)
}

/** What an assignment would come to, before it is made. */
function assignRoutes(app: FastifyInstance, { store: { read } }: House) {
  app.get('/projects/:project/reviews/reviewers', { config: leading }, async ({ project }) => {
    const ids = await reviewersIn(read, project.id)
    const names = await namesOf(read, ids)
    const rows = ids.map((member) => ({ member, name: names[member] ?? '' }))
    return { rows: rows.sort((a, b) => a.name.localeCompare(b.name)) }
  })
  app.get<{ Querystring: Type.Static<typeof Rule> }>(
    '/projects/:project/reviews/preview',
    { config: leading, schema: { querystring: Rule } },
    async ({ project, query }) => {
      const { stratified = false, reviewers, ...rest } = query
      const named = [...new Set(reviewers.split(',').filter(Boolean))]
      const rule = ruleOf({ ...rest, stratified, reviewers: named })
      // Any seed counts alike; the one that draws is not known before it has drawn.
      const { of, drawn, repeated } = await drawBy(read, project, rule, 1)
      const count = (all: readonly { reviewer: string }[], member: string) =>
        all.filter(({ reviewer }) => reviewer === member).length
      const each = named.map((member) => ({
        member,
        n: count(drawn, member),
        repeats: count(repeated, member),
      }))
      return { of, n: drawn.length, repeats: repeated.length, reviewers: each }
    },
  )
}
