import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Language } from '#shared/text.ts'
import type { House } from '../command.ts'
import { draftView, markdownOf } from '../domain/guideline-view.ts'

const Markdown = Type.Object({ language: Type.Optional(Language) }, { additionalProperties: false })
const readers = { access: ['lead', 'panelist', 'auditor', 'owner'], scope: 'read' } as const

/** The guideline as it is being written, for those who write it and those who watch. */
export async function guidelineDraftRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get('/projects/:project/guideline/draft', { config: readers }, async ({ project, actor }, reply) => {
    reply.header('cache-control', 'no-store')
    return draftView(house.store.read, project.id, actor, await house.draft.read(project.id))
  })
  app.get<{ Querystring: Type.Static<typeof Markdown> }>(
    '/projects/:project/guideline/draft/markdown',
    { config: readers, schema: { querystring: Markdown } },
    async ({ project, query }, reply) => {
      reply.header('cache-control', 'no-store').type('text/markdown; charset=utf-8')
      return markdownOf(await house.draft.read(project.id), query.language)
    },
  )
}
