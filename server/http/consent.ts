import { and, asc, desc, eq, gte, inArray, isNull } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { counted } from '#shared/ballot.ts'
import { refuseChair } from '#shared/dispute.ts'
import { readableRounds, type Viewer } from '#shared/dispute-view.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { draftsOf, isConsent, unmet } from '#shared/requirement.ts'
import { snippetOf } from '#shared/snippet.ts'
import type { House } from '../command.ts'
import { isSealed, sealedItems } from '../domain/appeal/sealed.ts'
import { pullUntil, refusePull } from '../domain/consent.ts'
import { requirementsOf } from '../domain/decision.ts'
import { disputeRecords } from '../domain/dispute-record.ts'
import { type ItemRow, itemsOf } from '../domain/vote.ts'
import type { Project } from '../domain/who.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** Disputes looked at for one list; the oldest reveal comes first, so that nothing waits for ever. */
const LIST = 200
/** Longest a policy lets a signed decision be pulled (shared/policy.ts), ms. */
const PULL_MOST = 168 * 3_600_000

/** What the ballots already agree on: signed many at once, or taken out to be written up. */
export async function consentRoutes(app: FastifyInstance, { house }: { house: House }) {
  app.get(
    '/projects/:project/consent',
    { config: { access: ['panelist', 'lead', 'auditor', 'owner'], scope: 'read' } },
    async ({ project, actor }, reply) => {
      reply.header('cache-control', 'no-store')
      return consentList(house.store.read, project, actor, house.now())
    },
  )
}

async function consentList(read: Reader, project: Project, viewer: Viewer, now: number) {
  const sealed = await sealedItems(read, project.id, viewer.id)
  const waiting = (await revealed(read, project.id, viewer)).filter(
    (dispute) => isConsent(dispute) && readableRounds(dispute, viewer)(dispute.round),
  )
  const signed = (await signedLately(read, project.id, viewer, now)).filter(
    (dispute) => (pullUntil(dispute) ?? 0) >= now && !isSealed(sealed, dispute),
  )
  const items = await itemsOf(
    read,
    project.id,
    [...waiting, ...signed].map(({ item }) => item),
  )
  const rows = []
  for (const dispute of waiting)
    rows.push(await rowOf(read, project.id, dispute, items.get(dispute.item), viewer, now))
  return {
    rows,
    signed: signed.map((dispute) => ({
      dispute: dispute.id,
      external: items.get(dispute.item)?.external ?? '',
      signedAt: Math.max(...Object.values(dispute.decisions).map(({ signedAt }) => signedAt ?? 0)),
      pullUntil: pullUntil(dispute)!,
      mayPull: refusePull(dispute, viewer, now) === undefined,
    })),
  }
}

async function rowOf(
  read: Reader,
  project: string,
  dispute: DisputeRecord,
  item: ItemRow | undefined,
  viewer: Viewer,
  now: number,
) {
  const ballots = counted(dispute)
  const seats = Object.values(dispute.seats).filter(({ state }) => state === 'seated')
  return {
    dispute: dispute.id,
    external: item?.external ?? '',
    snippet: item ? snippetOf(item) : '',
    language: item?.language ?? null,
    tags: item?.tags ?? [],
    questions: dispute.questions,
    decisions: draftsOf(dispute),
    ballots: ballots.map(({ seat, answers, arguments: words }) => ({
      letter: dispute.seats[seat]!.letter,
      notBlind: dispute.seats[seat]!.notBlind,
      answers: answers ?? [],
      arguments: words ?? {},
    })),
    cast: ballots.length,
    seats: seats.length,
    held: dispute.held,
    /** Whether this viewer signs it: its chair, a lead or an owner. */
    chair: refuseChair(dispute, { ...viewer, roles: [...viewer.roles] }) === undefined,
    mayPull: refusePull(dispute, viewer, now) === undefined,
    unmet: unmet(await requirementsOf(read, project, dispute, '')),
    revealedAt: dispute.revealedAt,
  }
}

/** Seats look at the disputes they sit in; leads, owners and auditors at all. */
async function mineOnly(read: Reader, project: string, viewer: Viewer): Promise<string[] | null> {
  if (viewer.owner || viewer.roles.some((role) => role === 'lead' || role === 'auditor')) return null
  const { seat } = read.tables
  const seats = await present(
    read,
    'seat',
    project,
    and(eq(seat.member, viewer.id), eq(seat.state, 'seated')),
  )
  return seats.map((row) => row.dispute)
}

async function revealed(read: Reader, project: string, viewer: Viewer): Promise<DisputeRecord[]> {
  const { dispute, decision } = read.tables
  const mine = await mineOnly(read, project, viewer)
  // The ballots of a dispute in the list were alike on every question.
  const drafted = await read
    .selectDistinct({ dispute: decision.dispute, at: dispute.revealedAt })
    .from(decision)
    .innerJoin(
      dispute,
      and(eq(dispute.project, decision.project), eq(dispute.id, decision.dispute), isNull(dispute.until)),
    )
    .where(
      and(
        eq(decision.project, project),
        isNull(decision.until),
        eq(decision.state, 'drafted'),
        eq(decision.alike, 1),
        eq(decision.pulled, 0),
        eq(dispute.state, 'revealed'),
        mine === null ? undefined : inArray(decision.dispute, mine),
      ),
    )
    .orderBy(asc(dispute.revealedAt))
    .limit(LIST)
  return inOrder(
    read,
    project,
    drafted.map((row) => row.dispute),
  )
}

async function signedLately(
  read: Reader,
  project: string,
  viewer: Viewer,
  now: number,
): Promise<DisputeRecord[]> {
  const { decision } = read.tables
  const mine = await mineOnly(read, project, viewer)
  const rows = await read
    .selectDistinct({ dispute: decision.dispute, at: decision.signedAt })
    .from(decision)
    .where(
      and(
        eq(decision.project, project),
        isNull(decision.until),
        eq(decision.state, 'signed'),
        eq(decision.consent, 1),
        eq(decision.pulled, 0),
        gte(decision.signedAt, now - PULL_MOST),
        mine === null ? undefined : inArray(decision.dispute, mine),
      ),
    )
    .orderBy(desc(decision.signedAt))
    .limit(LIST)
  return inOrder(read, project, [...new Set(rows.map((row) => row.dispute))])
}

async function inOrder(read: Reader, project: string, ids: readonly string[]): Promise<DisputeRecord[]> {
  if (ids.length === 0) return []
  const records = await disputeRecords(read, project, inArray(read.tables.dispute.id, [...ids]))
  const byId = new Map(records.map((record) => [record.id, record]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
