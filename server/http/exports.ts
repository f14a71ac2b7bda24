import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { csvMark, csvRow } from '#shared/csv.ts'
import { oneOf } from '#shared/text.ts'
import type { House } from '../command.ts'
import { decisionRows, type ExportRow, voteRows } from '../domain/export.ts'

const kinds = ['votes.jsonl', 'votes.csv', 'decisions.jsonl', 'decisions.csv'] as const
const Params = Type.Object({ project: Type.String(), as: oneOf(kinds) })

/** Decisions, and every vote with its marks, as files: JSON Lines, or CSV that a spreadsheet opens without running it. */
export async function exportRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get<{ Params: Type.Static<typeof Params> }>(
    '/projects/:project/exports/:as',
    { config: { access: ['lead', 'owner', 'auditor'], scope: 'export' }, schema: { params: Params } },
    async (request, reply) => {
      const { as } = request.params
      const { project, actor } = request
      const named = actor.owner || actor.roles.includes('lead')
      const rows = as.startsWith('votes')
        ? voteRows(house.store.read, project, named)
        : decisionRows(house.store.read, project)
      const csv = as.endsWith('.csv')
      reply
        .header('content-disposition', `attachment; filename="${project.key}-${as}"`)
        .type(csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
      return reply.send(Readable.from(csv ? csvOf(rows) : linesOf(rows)))
    },
  )
}

async function* linesOf(rows: AsyncIterable<ExportRow>) {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}

/** With a BOM, so that Excel reads it as UTF-8. */
async function* csvOf(rows: AsyncIterable<ExportRow>) {
  let first = true
  for await (const row of rows) {
    if (first) yield csvMark + csvRow(Object.keys(row))
    first = false
    yield csvRow(Object.values(row))
  }
}
