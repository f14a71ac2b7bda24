import { inArray } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { seatsWanted } from '#shared/dispute.ts'
import { seatingOrder, type Unfit } from '#shared/panelist.ts'
import type { DisputeRecord } from '#shared/record.ts'
import type { House } from '../command.ts'
import { blindWaiting } from '../domain/blind-case/blind-case.ts'
import { disputeOf } from '../domain/dispute-record.ts'
import { namesOf } from '../domain/name.ts'
import { policiesOf } from '../domain/policy.ts'
import {
  type Candidate,
  caseOf,
  mayBeAsked,
  type Pool,
  poolOf,
  unfitFor,
  wouldSitNotBlind,
} from '../domain/pool.ts'
import { sitting } from '../domain/seat.ts'
import { itemsOf } from '../domain/vote.ts'
import { shortOfSeats } from '../domain/waiting.ts'
import type { Reader } from '../store/store.ts'

/** Waiting disputes shown at most; the oldest come first. */
const WAITING = 200
const One = Type.Object({ project: Type.String(), dispute: Type.String() })

/** Who judges, what they gave to it, and who could sit where a seat is empty. */
export async function panelRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get(
    '/projects/:project/panel',
    { config: { access: ['panelist', 'lead', 'owner'], scope: 'read' } },
    async ({ project, actor }, reply) => {
      reply.header('cache-control', 'no-store')
      const pool = await poolOf(read, project.id, house.now())
      const mine = pool.panelists.find(({ id }) => id === actor.id)
      const leads = actor.owner || actor.roles.includes('lead')
      return {
        me: mine
          ? { ...(await aboutMe(read, mine)), blind: await blindWaiting(read, project.id, mine.id) }
          : null,
        minutesPerDispute: pool.minutesPerDispute,
        panelists: leads ? await panelistsOf(read, pool) : [],
        waiting: leads ? await waitingIn(read, project.id, pool) : [],
      }
    },
  )
  app.get(
    '/projects/:project/policies',
    { config: { access: ['lead', 'owner'], scope: 'read' } },
    async ({ project }) => ({ rows: await policiesOf(read, project.id) }),
  )
  app.get<{ Params: Type.Static<typeof One> }>(
    '/projects/:project/disputes/:dispute/candidates',
    { config: { access: ['lead', 'owner'], scope: 'read' }, schema: { params: One } },
    async ({ project, params }, reply) => {
      reply.header('cache-control', 'no-store')
      return candidates(read, project.id, params.dispute, house.now())
    },
  )
}

/** Of themselves everybody reads everything, the raters they declared by the names they gave. */
async function aboutMe(read: Reader, mine: Candidate) {
  const { languages, expertise, minutes, declared, raters, externals, guest, perWeek, used, load } = mine
  const { rater } = read.tables
  const known =
    raters.length === 0
      ? []
      : await read.select({ external: rater.external }).from(rater).where(inArray(rater.id, raters))
  return {
    ...{ languages, expertise, minutes, declared, raters, guest, perWeek, used, load },
    known: known.map(({ external }) => external).sort(),
    externals,
  }
}

/** Which raters a panelist is stays between them and the record; a lead reads how many. */
async function panelistsOf(read: Reader, { panelists }: Pool) {
  const names = await namesOf(
    read,
    panelists.map(({ id }) => id),
  )
  return panelists
    .map((one) => ({
      member: one.id,
      name: names[one.id] ?? '',
      roles: one.roles,
      languages: one.languages,
      expertise: one.expertise,
      minutes: one.minutes,
      perWeek: one.perWeek,
      declared: one.declared,
      raters: one.raters.length + one.externals.length,
      guest: one.guest,
      load: one.load,
      used: one.used,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function waitingIn(read: Reader, project: string, pool: Pool) {
  const short = (await shortOfSeats(read, project)).slice(0, WAITING)
  const ids = short.map(({ item }) => item)
  for (const [id, item] of await itemsOf(read, project, ids)) pool.items.set(id, item)
  return short.map((dispute) => ({
    dispute: dispute.id,
    external: pool.items.get(dispute.item)?.external ?? '',
    state: dispute.state,
    seats: sitting(dispute).length,
    wanted: seatsWanted(dispute),
    why: whyShort(pool, dispute),
    since: dispute.openedAt,
  }))
}

type Short = 'no-panelist' | 'nobody-declared' | 'language' | 'conflict' | 'too-few'
/** The one thing that would help most; where several stand in the way, that there are too few. */
function whyShort(pool: Pool, dispute: DisputeRecord): Short {
  const asked = pool.panelists.filter((one) => mayBeAsked(dispute, one))
  if (asked.length === 0) return 'no-panelist'
  // Reviewers are not asked for: whom their reviews keep from an appeal is not told apart here.
  const about = { language: pool.items.get(dispute.item)?.language ?? null, reviewers: new Set<string>() }
  const whys = asked
    .map((one) => unfitFor(pool, dispute, about, one))
    .filter((why) => why !== 'sat-before' && why !== 'barred')
  if (whys.includes('undeclared') && !asked.some(({ declared }) => declared)) return 'nobody-declared'
  const declared = new Set<Unfit | null>(whys.filter((why) => why !== 'undeclared'))
  const [only] = declared
  return declared.size === 1 && (only === 'language' || only === 'conflict') ? only : 'too-few'
}

/** Those who can sit first, in the order in which the rules would ask them; behind them the others with the reason. */
async function candidates(read: Reader, project: string, id: string, now: number) {
  const dispute = await disputeOf(read, project, id)
  const pool = await poolOf(read, project, now)
  const about = await caseOf(read, project, pool, dispute)
  const order = seatingOrder(about.tags, pool.minutesPerDispute)
  const asked = pool.panelists.filter((one) => mayBeAsked(dispute, one))
  const names = await namesOf(
    read,
    asked.map((one) => one.id),
  )
  const rows = asked
    .map((one) => ({
      one,
      able: { ...one, notBlind: wouldSitNotBlind(about, one), chance: one.id },
      fits: unfitFor(pool, dispute, about, one),
    }))
    .sort((a, b) => Number(a.fits !== null) - Number(b.fits !== null) || order(a.able, b.able))
  return {
    rows: rows.map(({ one, fits }) => ({
      member: one.id,
      name: names[one.id] ?? '',
      languages: one.languages,
      expertise: one.expertise,
      minutes: one.minutes,
      perWeek: one.perWeek,
      used: one.used,
      load: one.load,
      declared: one.declared,
      guest: one.guest !== null,
      fits,
    })),
  }
}
