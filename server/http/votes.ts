import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'
import { sealedItems } from '../domain/appeal/sealed.ts'
import { appealsOfVote } from '../domain/appeal/why.ts'
import { marksOverTime } from '../domain/mark-history.ts'
import { myVotes } from '../domain/my/votes.ts'
import { ratersOf } from '../domain/stand.ts'
import { voteOf } from '../domain/vote.ts'
import { whyOf } from '../domain/why.ts'
import { languageOf } from './errors.ts'

const Page = Type.Object(
  { after: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
)
const Vote = Type.Object({ project: Type.String(), vote: Type.String({ maxLength: 20 }) })

export async function voteRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get<{ Querystring: Type.Static<typeof Page> }>(
    '/projects/:project/my/votes',
    { config: { access: ['rater'] }, schema: { querystring: Page } },
    async (request) => myVotes(read, request.project, request.actor.id, request.query.after),
  )
  app.get<{ Params: Type.Static<typeof Vote> }>(
    '/projects/:project/votes/:vote/why',
    { config: { access: ['rater', 'lead', 'auditor', 'owner'], scope: 'read' }, schema: { params: Vote } },
    async (request, reply) => {
      const { actor } = request
      const vote = await voteOf(read, request.project.id, request.params.vote)
      const mine = (await ratersOf(read, request.project.id, actor.id)).includes(vote.rater)
      // A rater sees their own votes only, and hears the same of others' as of none.
      if (!mine && !actor.owner && !actor.roles.includes('lead') && !actor.roles.includes('auditor'))
        throw new Refusal('not-found')
      const { id } = request.project
      // Whoever hears the case on appeal reads nothing of what was decided before.
      if (!mine && (await sealedItems(read, id, actor.id)).has(vote.item)) throw new Refusal('not-found')
      reply.header('cache-control', 'no-store')
      const asking = { viewer: actor, mine, now: house.now(), language: languageOf(request) }
      return {
        ...(await whyOf(read, request.project, vote, mine && !actor.roles.includes('lead'))),
        appeal: await appealsOfVote(read, id, vote, asking),
        history: await marksOverTime(read, id, vote.vote),
        mine,
      }
    },
  )
}
