import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { csvMark, csvRow } from '#shared/csv.ts'
import { type Language, oneOf } from '#shared/text.ts'
import type { House } from '../command.ts'
import { decisionRows, type ExportRow } from '../domain/export.ts'
import { appealRows } from '../domain/export-appeals.ts'
import { voteRows } from '../domain/export-votes.ts'
import { standingExport } from '../domain/standing/rows.ts'
import type { Project } from '../domain/who.ts'
import { languageOf } from './errors.ts'

const kinds = [
  ...(['votes.jsonl', 'votes.csv', 'decisions.jsonl', 'decisions.csv'] as const),
  ...(['standing.jsonl', 'standing.csv', 'appeals.jsonl', 'appeals.csv'] as const),
] as const
const Params = Type.Object({ project: Type.String(), as: oneOf(kinds) })

/** Decisions, every vote with its marks, every rater's standing, and appeals, as files: JSON Lines, or CSV that a spreadsheet opens without running it. */
export async function exportRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get<{ Params: Type.Static<typeof Params> }>(
    '/projects/:project/exports/:as',
    { config: { access: ['lead', 'owner', 'auditor'], scope: 'export' }, schema: { params: Params } },
    async (request, reply) => {
      const { as } = request.params
      const { project, actor } = request
      const named = actor.owner || actor.roles.includes('lead')
      const rows = rowsOf(house, project, as, { named, language: languageOf(request) })
      const csv = as.endsWith('.csv')
      reply
        .header('content-disposition', `attachment; filename="${project.key}-${as}"`)
        .type(csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
      return reply.send(Readable.from(csv ? csvOf(rows) : linesOf(rows)))
    },
  )
}

type Told = { named: boolean; language: Language }
function rowsOf({ store: { read }, now }: House, project: Project, as: string, { named, language }: Told) {
  if (as.startsWith('decisions')) return decisionRows(read, project)
  if (as.startsWith('appeals')) return appealRows(read, project, named)
  const asked = { named, now: now() }
  return as.startsWith('votes')
    ? voteRows(read, project, asked)
    : standingExport(read, project, { ...asked, language })
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
