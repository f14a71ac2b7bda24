import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { CLAUSES } from '#shared/guideline.ts'
import type { Actor } from '#shared/member.ts'
import { recheckStates } from '#shared/recheck.ts'
import { Id, oneOf } from '#shared/text.ts'
import type { House } from '../command.ts'
import { sealedFrom } from '../domain/appeal/sealed.ts'
import { impactOf } from '../domain/impact.ts'
import { recheckList } from '../domain/recheck/list.ts'
import { revoteFile, revoteFormats, revoteList } from '../domain/revote-file.ts'

const closed = { additionalProperties: false }
/** Clause ids between commas. */
const Impact = Type.Object(
  { wording: Type.Optional(Type.String({ pattern: '^(c_[a-z]{6}(,|$))*$', maxLength: 9 * CLAUSES })) },
  closed,
)
const Rechecks = Type.Object(
  {
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    state: Type.Optional(oneOf(recheckStates)),
    after: Type.Optional(Id),
  },
  closed,
)
const File = Type.Object({ project: Type.String(), revote: Id })
const Format = Type.Object({ format: oneOf(revoteFormats) }, closed)

/** Auditors learn what, not who. */
const isNamed = ({ owner, roles }: Actor) => owner || roles.includes('lead') || roles.includes('panelist')

/** What a version sets off: before it is published, and after. */
export async function effectRoutes(app: FastifyInstance, { house }: { house: House }) {
  const { read } = house.store
  app.get<{ Querystring: Type.Static<typeof Impact> }>(
    '/projects/:project/guideline/impact',
    { config: { access: ['lead', 'auditor', 'owner'], scope: 'read' }, schema: { querystring: Impact } },
    async ({ project, actor, query: { wording = '' } }, reply) => {
      reply.header('cache-control', 'no-store')
      const how = { wording: wording.split(',').filter(Boolean), named: isNamed(actor), now: house.now() }
      return impactOf(read, project.id, await house.draft.read(project.id), how)
    },
  )
  app.get<{ Querystring: Type.Static<typeof Rechecks> }>(
    '/projects/:project/rechecks',
    {
      config: { access: ['lead', 'panelist', 'auditor', 'owner'], scope: 'read' },
      schema: { querystring: Rechecks },
    },
    async ({ project, actor, query: { version = null, state = null, after = null } }, reply) => {
      reply.header('cache-control', 'no-store')
      const list = await recheckList(read, project.id, { version, state, after, named: isNamed(actor) })
      const { disputes } = await sealedFrom(read, project.id, actor.id)
      return { ...list, rows: list.rows.filter(({ dispute }) => !disputes.has(dispute)) }
    },
  )
  app.get(
    '/projects/:project/revotes',
    { config: { access: ['lead', 'auditor', 'owner'], scope: 'read' } },
    async ({ project }) => revoteList(read, project.id),
  )
  app.get<{ Params: Type.Static<typeof File>; Querystring: Type.Static<typeof Format> }>(
    '/projects/:project/revotes/:revote/file',
    {
      config: { access: ['lead', 'owner'], scope: 'export' },
      schema: { params: File, querystring: Format },
    },
    async ({ project, params, query: { format } }, reply) => {
      const lines = await begun(revoteFile(read, project.id, params.revote, format))
      const ending = format === 'csv' ? 'csv' : 'json'
      reply
        .header(
          'content-disposition',
          `attachment; filename="${project.key}-revote-${params.revote}.${ending}"`,
        )
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
      return reply.send(Readable.from(lines))
    },
  )
}

/** With its first line read, so that a file that is not there is still answered with words. */
async function begun(lines: AsyncGenerator<string>): Promise<AsyncGenerator<string>> {
  const first = await lines.next()
  return (async function* () {
    if (!first.done) yield first.value
    yield* lines
  })()
}
