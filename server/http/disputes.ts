import { and, desc, eq, inArray, isNull, lt } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { sightOf, type Viewer, viewDispute } from '#shared/dispute-view.ts'
import { pseudonyms } from '#shared/pseudonym.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { snippetOf } from '#shared/snippet.ts'
import { split } from '#shared/split.ts'
import type { House } from '../command.ts'
import { disputeOf, disputeRecords, disputeSeq } from '../domain/dispute-record.ts'
import { clausesAt } from '../domain/guideline.ts'
import { namesOf } from '../domain/name.ts'
import { questionsOf } from '../domain/round.ts'
import { itemsOf, votesOfItems } from '../domain/vote.ts'
import type { Project } from '../domain/who.ts'
import type { Reader } from '../store/store.ts'

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
  const rows = ids.map((id) => rowOf(records.find((record) => record.id === id)!, items, viewer))
  return { rows, next: ids.length === PAGE ? rows.at(-1)!.openedAt : null }
}

const sightWide = (viewer: Viewer) =>
  viewer.owner || viewer.roles.includes('lead') || viewer.roles.includes('auditor')

function rowOf(dispute: DisputeRecord, items: Awaited<ReturnType<typeof itemsOf>>, viewer: Viewer) {
  const item = items.get(dispute.item)
  const seats = Object.values(dispute.seats).filter(({ state }) => state === 'seated')
  const cast = new Set(
    Object.values(dispute.ballots)
      .filter(({ round }) => round === dispute.round)
      .map(({ seat }) => seat),
  )
  const mine = seats.find(({ member }) => member === viewer.id)
  const seen = viewDispute(dispute, viewer)
  return {
    dispute: dispute.id,
    item: dispute.item,
    external: item?.external ?? '',
    snippet: snippetOf(item?.content ?? []),
    language: item?.language ?? null,
    tags: item?.tags ?? [],
    questions: dispute.questions,
    chosen: seen.chosen,
    state: dispute.state,
    round: dispute.round,
    deadline: dispute.deadline,
    openedAt: dispute.openedAt,
    cast: seats.filter(({ id }) => cast.has(id)).length,
    seats: seats.length,
    mine: mine ? { letter: mine.letter, chair: mine.chair, cast: cast.has(mine.id) } : null,
  }
}

/** Everything one screen needs of a dispute, as its viewer may know it. */
export async function roomOf(read: Reader, project: Project, viewer: Viewer, id: string) {
  const record = await disputeOf(read, project.id, id)
  const sight = sightOf(record, viewer)
  if (sight === 'outside') throw new Refusal('not-found')
  const dispute = viewDispute(record, viewer)
  const item = (await itemsOf(read, project.id, [record.item])).get(record.item)
  const questions = (await questionsOf(read, project.id)).filter(({ key }) => record.questions.includes(key))
  const members = Object.values(dispute.seats).map(({ member }) => member)
  const signers = Object.values(dispute.decisions).flatMap(({ signedBy }) => (signedBy ? [signedBy] : []))
  const auditor = !viewer.owner && viewer.roles.includes('auditor') && !viewer.roles.includes('lead')
  return {
    seq: project.seq,
    version: await disputeSeq(read, project.id, id),
    dispute,
    external: item?.external ?? '',
    content: item?.content ?? [],
    language: item?.language ?? null,
    tags: item?.tags ?? [],
    names: auditor ? {} : await namesOf(read, [...members, ...signers]),
    me: {
      member: viewer.id,
      seat:
        Object.values(dispute.seats).find((seat) => seat.member === viewer.id && seat.state === 'seated')
          ?.id ?? null,
    },
    questions,
    clauses: record.guideline === null ? [] : await clausesAt(read, project.id, record.guideline),
    splits: dispute.votes.length === 0 ? [] : await splitsOf(read, record, questions),
    unlinked: await unlinkedRaters(read, project.id, record),
  }
}

/** Camps with raters' notes, raters under names redrawn for this item (law 10). */
export async function splitsOf(
  read: Reader,
  dispute: Pick<DisputeRecord, 'item' | 'votes'>,
  questions: Awaited<ReturnType<typeof questionsOf>>,
) {
  const notes = new Map((await votesOfItems(read, [dispute.item])).map(({ vote, note }) => [vote, note]))
  const names = pseudonyms(
    dispute.item,
    dispute.votes.map(({ rater }) => rater),
  )
  return questions.map((question) => {
    const votes = dispute.votes.filter((vote) => vote.question === question.key)
    const counted = votes.filter(({ late }) => !late)
    return {
      question: question.key,
      ...split(
        question,
        counted.map(({ value }) => value),
      ),
      votes: votes.map(({ vote, rater, value, at, late }) => ({
        vote,
        rater: names.get(rater)!,
        value,
        note: notes.get(vote) ?? null,
        at,
        late: late === true,
      })),
    }
  })
}

/** Raters of the item whom nobody has claimed: whether a panelist is one of them could not be checked (law 2). */
async function unlinkedRaters(read: Reader, project: string, dispute: DisputeRecord): Promise<number> {
  const raters = [...new Set(dispute.votes.map(({ rater }) => rater))]
  if (raters.length === 0) return 0
  const { raterLink } = read.tables
  const linked = await read
    .select({ rater: raterLink.rater })
    .from(raterLink)
    .where(and(eq(raterLink.project, project), inArray(raterLink.rater, raters), isNull(raterLink.until)))
  return raters.length - linked.length
}
