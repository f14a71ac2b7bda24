import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'
import { sealedItems } from '../domain/appeal/sealed.ts'
import { explain, findVote } from '../domain/explain.ts'
import { voteOf } from '../domain/vote.ts'
import { languageOf } from './errors.ts'

const Query = Type.Object(
  {
    vote: Type.Optional(Type.String({ maxLength: 20 })),
    item: Type.Optional(Type.String({ maxLength: 1000 })),
    rater: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
)

/** The story of one vote, by its id or by the ids its tool gave item and rater. */
export async function explainRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/projects/:project/explain',
    { config: { access: ['lead', 'owner', 'auditor'], scope: 'read' }, schema: { querystring: Query } },
    async (request) => {
      const { vote, item, rater } = request.query
      if (vote === undefined && (item === undefined || rater === undefined))
        throw new Refusal('malformed', { detail: 'give a vote, or an item and a rater' })
      const found =
        vote === undefined
          ? await findVote(read, request.project.id, item!, rater!)
          : await voteOf(read, request.project.id, vote)
      // Whoever hears the case on appeal reads nothing of what was decided before.
      const sealed = await sealedItems(read, request.project.id, request.actor.id)
      if (sealed.has(found.item)) throw new Refusal('not-found')
      return explain(read, request.project, found, languageOf(request))
    },
  )
}
