import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { CommandInput } from '#shared/commands.ts'
import { goldCommands, goldStates } from '#shared/gold.ts'
import { raterNoteCommands } from '#shared/rater-note.ts'
import { reviewCommands } from '#shared/review.ts'
import { TableAsk } from '#shared/row-file.ts'
import { Id, oneOf } from '#shared/text.ts'
import type { House } from '../command.ts'
import { sortAttributes } from '../domain/attribute.ts'
import { attributesPage } from '../domain/attribute-list.ts'
import { goldPage } from '../domain/gold/list.ts'
import { sortGold } from '../domain/gold/read.ts'
import { sortReviews } from '../domain/review/rows.ts'
import { answerOf } from '../domain/rows-left.ts'
import { languageOf } from './errors.ts'
import type { Jobs } from './imports.ts'

const Query = Type.Object(
  { state: Type.Optional(oneOf(goldStates)), after: Type.Optional(Id) },
  { additionalProperties: false },
)
const params = Type.Object({ project: Type.String({ maxLength: 63 }) })
const watching = { access: ['lead', 'owner', 'auditor'] as const, scope: 'read' as const }
const leading = { access: ['lead', 'owner'] as const }

/** Gold, attributes of raters, and what a list of them, or of reviews, would do before it is brought in. */
export async function goldRoutes(app: FastifyInstance, { house, jobs }: { house: House; jobs: Jobs }) {
  const { read } = house.store
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/projects/:project/gold',
    { config: watching, schema: { tags: ['gold'], params, querystring: Query } },
    async ({ project, actor, query }, reply) => {
      reply.header('cache-control', 'no-store')
      return goldPage(read, project.id, { ...query, names: actor.owner || actor.roles.includes('lead') })
    },
  )
  app.get(
    '/projects/:project/attributes',
    { config: watching, schema: { tags: ['raters'], params } },
    async ({ project }, reply) => {
      reply.header('cache-control', 'no-store')
      return { attributes: await attributesPage(read, project.id) }
    },
  )
  app.post<{ Body: TableAsk }>(
    '/projects/:project/tables',
    { config: leading, schema: { tags: ['imports'], params, body: TableAsk } },
    async (request) => jobs.table(request.project.id, request.body, languageOf(request)),
  )
  checkRoutes(app, house)
}

/** The same body as the act's; nothing is written. */
function checkRoutes(app: FastifyInstance, { store: { read } }: House) {
  app.post<{ Body: CommandInput<'gold.import'> }>(
    '/projects/:project/gold/check',
    { config: leading, schema: { tags: ['gold'], params, body: goldCommands['gold.import'].input } },
    async ({ project, body }) => answerOf(await sortGold(read, project.id, body.rows)),
  )
  app.post<{ Body: CommandInput<'review.import'> }>(
    '/projects/:project/reviews/check',
    { config: leading, schema: { tags: ['review'], params, body: reviewCommands['review.import'].input } },
    async ({ project, body }) => answerOf(await sortReviews(read, project.id, body.source, body.rows)),
  )
  app.post<{ Body: CommandInput<'rater.describe'> }>(
    '/projects/:project/raters/check',
    {
      config: leading,
      schema: { tags: ['raters'], params, body: raterNoteCommands['rater.describe'].input },
    },
    async ({ project, body }) => answerOf(await sortAttributes(read, project.id, body.rows)),
  )
}
