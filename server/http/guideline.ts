import { desc, eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { House } from '../command.ts'
import { clausesAt } from '../domain/guideline.ts'
import { present } from '../store/rows.ts'

const Query = Type.Object(
  { version: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false },
)

export async function guidelineRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/projects/:project/guideline',
    { config: { access: ['member'], scope: 'read' }, schema: { querystring: Query } },
    async (request, reply) => {
      const { guideline, decision } = read.tables
      const versions = await read
        .select()
        .from(guideline)
        .where(eq(guideline.project, request.project.id))
        .orderBy(desc(guideline.version))
      const shown = versions.find(
        ({ version }) => version === (request.query.version ?? versions[0]?.version),
      )
      const cited = (
        await present(read, 'decision', request.project.id, eq(decision.state, 'signed'))
      ).flatMap(({ clauses }) => clauses)
      const clauses = shown ? await clausesAt(read, request.project.id, shown.version) : []
      reply.header('etag', `"${versions[0]?.version ?? 0}"`)
      return {
        versions: versions.map(({ version, note, publishedAt, bindsFrom, hash }) => ({
          version,
          note,
          publishedAt,
          bindsFrom,
          hash,
        })),
        version: shown?.version ?? null,
        authoritative: shown?.language ?? null,
        clauses: clauses.map((clause) => ({
          ...clause,
          cited: cited.filter((id) => id === clause.id).length,
        })),
      }
    },
  )
}
