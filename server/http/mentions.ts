import type { FastifyInstance } from 'fastify'
import type { House } from '../command.ts'
import { clauseMentions } from '../domain/clause-thread/view.ts'
import { mentionsOf } from '../domain/mention.ts'
import { namesOf } from '../domain/name.ts'
import { proposalsWaiting, rechecksWaiting } from '../domain/proposal/waiting.ts'

/** Who waits for my word: in disputes, about the draft, on a proposal, or, of a lead, on what a version set off. */
export async function mentionRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get(
    '/projects/:project/mentions',
    { config: { access: ['panelist', 'lead', 'owner'], scope: 'read' } },
    async ({ project, actor }, reply) => {
      reply.header('cache-control', 'no-store')
      const { read } = house.store
      const { rows, names } = await mentionsOf(read, project.id, actor)
      const clauses = await clauseMentions(read, project.id, actor)
      const proposals = await proposalsWaiting(read, project.id, actor)
      const people = [...clauses, ...proposals].map(({ by }) => by)
      return {
        rows,
        clauses: await titled(house, project.id, clauses),
        proposals,
        rechecks: await rechecksWaiting(read, project.id, actor),
        names: { ...names, ...(await namesOf(read, people)) },
      }
    },
  )
}

/** With the number and the title of the clause as the draft has them, the newest first. */
async function titled<Row extends { clause: string; at: number }>(
  house: House,
  project: string,
  rows: readonly Row[],
) {
  if (rows.length === 0) return []
  const { clauses, authoritative } = await house.draft.read(project)
  const byId = new Map(clauses.map((clause) => [clause.id, clause]))
  return rows
    .toSorted((a, b) => b.at - a.at)
    .map((row) => {
      const clause = byId.get(row.clause)
      const title = clause?.texts[authoritative]?.title ?? ''
      return { ...row, number: clause?.number ?? null, title }
    })
}
