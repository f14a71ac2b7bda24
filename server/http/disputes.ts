import { and, desc, eq, inArray, isNull, lt } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { type Viewer, viewDispute } from '#shared/dispute-view.ts'
import type { DisputeRecord, SeatRecord } from '#shared/record.ts'
import { snippetOf } from '#shared/snippet.ts'
import type { House } from '../command.ts'
import { isSealed, sealedItems } from '../domain/appeal/sealed.ts'
import { disputeRecords } from '../domain/dispute-record.ts'
import { namesOf } from '../domain/name.ts'
import { itemsOf } from '../domain/vote.ts'
import type { Project } from '../domain/who.ts'
import type { Reader } from '../store/store.ts'
import { roomOf } from './room.ts'

/** Rows on one page of disputes. */
const PAGE = 100
const List = Type.Object(
  {
    state: Type.Optional(Type.String()),
    mine: Type.Optional(Type.Literal('1')),
    item: Type.Optional(Type.String()),
    after: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
)
const One = Type.Object({ project: Type.String(), dispute: Type.String() })

export async function disputeRoutes(app: FastifyInstance, { house }: { house: House }) {
  const read = house.store.read
  app.get<{ Querystring: Type.Static<typeof List> }>(
    '/projects/:project/disputes',
    {
      config: { access: ['lead', 'panelist', 'auditor', 'owner'], scope: 'read' },
      schema: { querystring: List },
    },
    async (request) => listDisputes(read, request.project, request.actor, request.query),
  )
  app.get<{ Params: Type.Static<typeof One> }>(
    '/projects/:project/disputes/:dispute',
    { config: { access: ['lead', 'panelist', 'auditor', 'owner'], scope: 'read' }, schema: { params: One } },
    async (request, reply) => {
      const room = await roomOf(read, request.project, request.actor, request.params.dispute)
      // The number says when the dispute last changed, which everybody in it hears anyway; never what is in a ballot.
      reply.header('etag', `"${room.version}"`).header('cache-control', 'no-store')
      return room
    },
  )
}

async function listDisputes(read: Reader, project: Project, viewer: Viewer, query: Type.Static<typeof List>) {
  const { dispute, seat } = read.tables
  const mine = (
    await read
      .select({ dispute: seat.dispute })
      .from(seat)
      .where(
        and(
          eq(seat.project, project.id),
          eq(seat.member, viewer.id),
          eq(seat.state, 'seated'),
          isNull(seat.until),
        ),
      )
  ).map((row) => row.dispute)
  const all = sightWide(viewer) && query.mine !== '1'
  if (!all && mine.length === 0) return { rows: [], next: null }
  const states = query.state?.split(',') as DisputeRecord['state'][] | undefined
  const where = and(
    eq(dispute.project, project.id),
    isNull(dispute.until),
    all ? undefined : inArray(dispute.id, mine),
    states ? inArray(dispute.state, states) : undefined,
    query.item ? eq(dispute.item, query.item) : undefined,
    query.after === undefined ? undefined : lt(dispute.openedAt, query.after),
  )
  const ids = (
    await read
      .select({ id: dispute.id })
      .from(dispute)
      .where(where)
      .orderBy(desc(dispute.openedAt))
      .limit(PAGE)
  ).map(({ id }) => id)
  const records = ids.length === 0 ? [] : await disputeRecords(read, project.id, inArray(dispute.id, ids))
  const items = await itemsOf(
    read,
    project.id,
    records.map(({ item }) => item),
  )
  const names = await namesOf(
    read,
    records.flatMap((record) => waiting(record).map(({ member }) => member)),
  )
  const sealed = await sealedItems(read, project.id, viewer.id)
  const shown = ids.map((id) => records.find((record) => record.id === id)!)
  return {
    rows: shown.filter((one) => !isSealed(sealed, one)).map((one) => rowOf(one, items, names, viewer)),
    next: ids.length === PAGE ? shown.at(-1)!.openedAt : null,
  }
}

const sightWide = (viewer: Viewer) =>
  viewer.owner || viewer.roles.includes('lead') || viewer.roles.includes('auditor')

/** Seats that the round under way still waits for. Who has cast is known; what, is not. */
function waiting({ state, round, seats, ballots }: DisputeRecord): SeatRecord[] {
  if (state !== 'voting') return []
  const cast = new Set(
    Object.values(ballots)
      .filter((ballot) => ballot.round === round)
      .map(({ seat }) => seat),
  )
  return Object.values(seats)
    .filter(({ id, state }) => state === 'seated' && !cast.has(id))
    .sort((a, b) => a.letter.length - b.letter.length || (a.letter < b.letter ? -1 : 1))
}

function rowOf(
  dispute: DisputeRecord,
  items: Awaited<ReturnType<typeof itemsOf>>,
  names: Record<string, string>,
  viewer: Viewer,
) {
  const item = items.get(dispute.item)
  const seats = Object.values(dispute.seats).filter(({ state }) => state === 'seated')
  const cast = new Set(
    Object.values(dispute.ballots)
      .filter(({ round }) => round === dispute.round)
      .map(({ seat }) => seat),
  )
  const mine = seats.find(({ member }) => member === viewer.id)
  const seen = viewDispute(dispute, viewer)
  const late = waiting(dispute)
  // Whom to remind, for those who do: the chair, leads and owners.
  const reminds = viewer.owner || viewer.roles.includes('lead') || mine?.chair === true
  return {
    dispute: dispute.id,
    item: dispute.item,
    external: item?.external ?? '',
    snippet: item ? snippetOf(item) : '',
    language: item?.language ?? null,
    tags: item?.tags ?? [],
    questions: dispute.questions,
    chosen: seen.chosen,
    state: dispute.state,
    round: dispute.round,
    deadline: dispute.deadline,
    held: dispute.held,
    openedAt: dispute.openedAt,
    waitingFor: late.map(({ letter }) => letter),
    names: reminds ? Object.fromEntries(late.map(({ letter, member }) => [letter, names[member] ?? ''])) : {},
    cast: seats.filter(({ id }) => cast.has(id)).length,
    seats: seats.length,
    mine: mine ? { letter: mine.letter, chair: mine.chair, cast: cast.has(mine.id) } : null,
  }
}
