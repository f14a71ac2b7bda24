import { and, count, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { ImportCounts } from '#shared/import-run.ts'
import { isoWeek } from '#shared/sample.ts'
import type { House } from '../command.ts'
import { capacityOf } from '../domain/capacity.ts'
import { newestGuideline } from '../domain/guideline.ts'
import { policyOf } from '../domain/policy.ts'
import { reviewsWaiting } from '../domain/review/view.ts'
import { questionsOf } from '../domain/round.ts'
import type { Who } from '../domain/who.ts'
import type { Reader } from '../store/store.ts'

export async function projectRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get('/projects', { config: { access: ['person'], scope: 'read' } }, async (request) =>
    listProjects(read, request.who),
  )
  app.get('/projects/:project', { config: { access: ['member'], scope: 'read' } }, async (request) => {
    const { project, actor } = request
    const [row] = await read
      .select({ name: read.tables.project.name })
      .from(read.tables.project)
      .where(eq(read.tables.project.id, project.id))
    const policy = await policyOf(read, project.id)
    const guideline = await newestGuideline(read, project.id)
    const wide = actor.owner || actor.roles.includes('lead') || actor.roles.includes('auditor')
    return {
      project: { ...project, name: row!.name },
      me: { member: actor.id, roles: actor.roles, owner: actor.owner },
      questions: await questionsOf(read, project.id),
      policy,
      guideline: guideline
        ? { version: guideline.version, publishedAt: guideline.publishedAt, bindsFrom: guideline.bindsFrom }
        : null,
      totals: wide ? await totalsOf(read, project.id) : null,
      capacity: wide ? await capacityOf(read, project.id, policy) : null,
      reviews: await reviewsWaiting(read, project.id, actor.id),
      sample: wide ? await sampleOf(read, project.id, isoWeek(house.now())) : null,
    }
  })
}

async function listProjects(read: Reader, who: Who) {
  const { project, member, person } = read.tables
  const id = who && 'person' in who ? who.person : ''
  const [me] = await read.select({ owner: person.owner }).from(person).where(eq(person.id, id))
  const mine = await read
    .select({ project: member.project, id: member.id, roles: member.roles })
    .from(member)
    .where(and(eq(member.person, id), isNull(member.until)))
  const all = (who && 'machine' in who) || me?.owner === 1
  const rows = await read
    .select({ id: project.id, key: project.key, name: project.name })
    .from(project)
    .orderBy(desc(project.at))
  const visible = rows.filter((row) => row.id !== '_' && (all || mine.some((one) => one.project === row.id)))
  return Promise.all(
    visible.map(async ({ id, key, name }) => {
      const membership = mine.find((one) => one.project === id)
      const work = await workOf(read, id, membership?.id ?? '')
      return { key, name, roles: membership?.roles ?? [], ...work, ...(await totalsOf(read, id)) }
    }),
  )
}

/** Open disputes, and those that wait for this member's ballot. */
async function workOf(read: Reader, project: string, member: string) {
  const { dispute, seat, ballot } = read.tables
  const open = await read
    .select({ id: dispute.id, round: dispute.round, state: dispute.state })
    .from(dispute)
    .where(
      and(
        eq(dispute.project, project),
        isNull(dispute.until),
        inArray(dispute.state, ['open', 'voting', 'revealed']),
      ),
    )
  const seats = await read
    .select({ id: seat.id, dispute: seat.dispute, chair: seat.chair })
    .from(seat)
    .where(
      and(eq(seat.project, project), eq(seat.member, member), eq(seat.state, 'seated'), isNull(seat.until)),
    )
  const cast =
    seats.length === 0
      ? []
      : await read
          .select({ seat: ballot.seat, round: ballot.round })
          .from(ballot)
          .where(
            inArray(
              ballot.seat,
              seats.map(({ id }) => id),
            ),
          )
  const yourTurn = open.filter(({ id, round, state }) => {
    const mine = seats.find((one) => one.dispute === id)
    if (!mine) return false
    return state === 'voting'
      ? !cast.some((one) => one.seat === mine.id && one.round === round)
      : state === 'revealed' && mine.chair === 1
  }).length
  return { openDisputes: open.length, yourTurn }
}

/** Counted at each import, so that a million votes are not counted again for every page. */
async function totalsOf(read: Reader, project: string) {
  const { imports } = read.tables
  const shown = and(eq(imports.project, project), isNotNull(imports.seq), isNull(imports.until))
  const runs = (await read.select({ counts: imports.counts }).from(imports).where(shown)).map(
    ({ counts }) => counts,
  )
  const sum = (of: (counts: ImportCounts) => number) => runs.reduce((total, counts) => total + of(counts), 0)
  return {
    items: sum(({ items }) => items.added),
    votes: sum(({ votes }) => votes.added - votes.withdrawn),
    raters: sum(({ raters }) => raters.added),
  }
}

async function sampleOf(read: Reader, project: string, week: string) {
  const { sample } = read.tables
  const [row] = await read
    .select({ n: count() })
    .from(sample)
    .where(and(eq(sample.project, project), eq(sample.week, week)))
  return { week, drawn: row!.n }
}
