import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { hears } from '#shared/events.ts'
import type { House } from '../command.ts'
import { isAbout, sealedFrom } from '../domain/appeal/sealed.ts'
import { envelopesSince } from '../domain/envelope.ts'

/** Envelopes in one answer. */
const PAGE = 500
const Query = Type.Object({ since: Type.Integer({ minimum: 0 }) }, { additionalProperties: false })

/** What a screen missed: the stream keeps nothing for the absent. */
export async function eventRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/projects/:project/events',
    { config: { access: ['member'], scope: 'read' }, schema: { querystring: Query } },
    async (request) => {
      const { read } = house.store
      const sealed = await sealedFrom(read, request.project.id, request.actor.id)
      const envelopes = await envelopesSince(
        read,
        request.project,
        request.query.since,
        ({ to, event }) => hears(to, request.actor) && !isAbout(sealed, event),
        PAGE,
      )
      return { envelopes, more: envelopes.length === PAGE }
    },
  )
}
