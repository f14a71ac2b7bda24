import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { asOf } from '#shared/as-of.ts'
import { Refusal } from '#shared/refusals.ts'
import { Language } from '#shared/text.ts'
import type { House } from '../command.ts'
import {
  acknowledgedCounts,
  compareView,
  guidelineView,
  markdownOf,
  versionWanted,
  type Wanted,
} from '../domain/guideline-view.ts'

const Closed = { additionalProperties: false }
const Which = {
  version: Type.Optional(Type.Integer({ minimum: 1 })),
  /** The newest version published by then: a day means its end, in UTC. */
  at: Type.Optional(Type.String({ maxLength: 40 })),
}
const Query = Type.Object(Which, Closed)
const Markdown = Type.Object({ ...Which, language: Type.Optional(Language) }, Closed)
const Compare = Type.Object(
  {
    from: Type.Integer({ minimum: 1 }),
    to: Type.Union([Type.Integer({ minimum: 1 }), Type.Literal('draft')]),
  },
  Closed,
)

/** What was published, as of any version or day. */
export async function guidelineRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/projects/:project/guideline',
    { config: { access: ['member'], scope: 'read' }, schema: { querystring: Query } },
    async ({ project, actor, query }, reply) => {
      const view = await guidelineView(read, project.id, actor, wantedBy(query))
      reply.header('etag', `"${view.versions[0]?.version ?? 0}"`)
      return view
    },
  )
  app.get<{ Querystring: Type.Static<typeof Markdown> }>(
    '/projects/:project/guideline/markdown',
    { config: { access: ['member'], scope: 'read' }, schema: { querystring: Markdown } },
    async ({ project, query }, reply) => {
      const found = await versionWanted(read, project.id, wantedBy(query))
      if (!found) throw new Refusal('not-found')
      reply.type('text/markdown; charset=utf-8')
      return markdownOf(found, query.language)
    },
  )
  app.get<{ Querystring: Type.Static<typeof Compare> }>(
    '/projects/:project/guideline/compare',
    { config: { access: ['member'], scope: 'read' }, schema: { querystring: Compare } },
    async ({ project, actor, query: { from, to } }) => {
      if (to === 'draft' && !actor.owner && actor.roles.every((role) => role === 'rater'))
        throw new Refusal('not-allowed')
      const now = to === 'draft' ? await house.draft.read(project.id) : to
      return compareView(read, project.id, actor, { from, to: now })
    },
  )
  app.get(
    '/projects/:project/acknowledgements',
    { config: { access: ['lead', 'auditor', 'owner'], scope: 'read' } },
    async ({ project }) => acknowledgedCounts(read, project.id),
  )
}

/** A version by its number goes before a day. */
function wantedBy({ version, at }: Type.Static<typeof Query>): Wanted {
  if (version !== undefined || at === undefined) return { version }
  const by = asOf(at)
  if (by === undefined)
    throw new Refusal('malformed', {
      detail: `at: “${at}” is no day like 2026-11-02 and no moment like 2026-11-02T09:00Z`,
    })
  return { by }
}
