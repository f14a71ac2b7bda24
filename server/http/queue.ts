import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { pseudonyms } from '#shared/pseudonym.ts'
import {
  LaneCounts,
  PAGE_LIMIT,
  QueuePage,
  QueuePair,
  QueueQuery,
  queueDocument,
  queueSorts,
} from '#shared/queue.ts'
import { Refusal } from '#shared/refusals.ts'
import { split } from '#shared/split.ts'
import { oneOf } from '#shared/text.ts'
import type { House } from '../command.ts'
import { questionsOf } from '../domain/round.ts'
import { itemsOf, votesOfItems } from '../domain/vote.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { languageOf } from './errors.ts'

/** What these routes need of whoever reads the queue. */
export interface QueueReads {
  page(project: string, query: QueueQuery): Promise<QueuePage>
  pairs(project: string, query: QueueQuery): Promise<QueuePair[]>
  lanes(project: string): Promise<LaneCounts>
  freshen(project: string): Promise<void>
}

const Project = Type.Object({ project: Type.String({ maxLength: 63 }) })
const Item = Type.Object({ project: Type.String({ maxLength: 63 }), item: Type.String({ maxLength: 100 }) })
const DocumentQuery = Type.Object(
  { sort: Type.Optional(oneOf(queueSorts)), limit: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false },
)
const PairQuery = Type.Omit(QueueQuery, ['after', 'limit', 'sort', 'q'])

/** Splits are for those who choose what goes before a panel; panelists sit blind and get none of this. */
const config = { access: ['lead', 'owner', 'auditor'] as const, scope: 'read' as const }

type Needs = { house: House; queues: QueueReads }
const tags = ['queue']

export async function queueRoutes(app: FastifyInstance, { house, queues }: Needs) {
  documentRoute(app, { house, queues })
  app.get<{ Querystring: QueueQuery }>(
    '/projects/:project/queue',
    {
      config,
      schema: {
        tags,
        summary: 'The queue, one page',
        params: Project,
        querystring: QueueQuery,
        response: { 200: QueuePage },
      },
    },
    async (request) => queues.page(request.project.id, request.query),
  )
  app.get<{ Querystring: Type.Static<typeof PairQuery> }>(
    '/projects/:project/queue/pairs',
    {
      config,
      schema: {
        tags,
        summary: 'Which two values divide open rows, and how many',
        params: Project,
        querystring: PairQuery,
        response: { 200: Type.Array(QueuePair) },
      },
    },
    async (request) => queues.pairs(request.project.id, request.query),
  )
  app.get(
    '/projects/:project/queue/lanes',
    {
      config,
      schema: {
        tags,
        summary: 'How many open rows each lane holds',
        params: Project,
        response: { 200: LaneCounts },
      },
    },
    async (request) => queues.lanes(request.project.id),
  )
  app.get<{ Params: Type.Static<typeof Item> }>(
    '/projects/:project/items/:item',
    { config, schema: { tags, summary: 'One item with all its votes, raters by letters', params: Item } },
    async (request) => readItem(house.store.read, request.project.id, request.params.item),
  )
}

function documentRoute(app: FastifyInstance, { house, queues }: Needs) {
  app.get<{ Querystring: Type.Static<typeof DocumentQuery> }>(
    '/projects/:project/queue/document',
    {
      config,
      schema: {
        tags,
        summary: 'The whole queue, freshly estimated, with its reasons as sentences',
        params: Project,
        querystring: DocumentQuery,
      },
    },
    async (request) => {
      await queues.freshen(request.project.id)
      const questions = await questionsOf(house.store.read, request.project.id)
      return queueDocument(
        await wholeQueue(queues, request.project.id, request.query),
        questions,
        languageOf(request),
      )
    },
  )
}

/** All rows in one order, page after page; `total` counts them, whatever the limit. */
async function wholeQueue(
  queues: QueueReads,
  project: string,
  { sort, limit }: Type.Static<typeof DocumentQuery>,
): Promise<QueuePage> {
  const most = limit ?? Number.POSITIVE_INFINITY
  const query: QueueQuery = { least: 2, ...(sort ? { sort } : {}), limit: PAGE_LIMIT }
  const page = await queues.page(project, query)
  const rows = [...page.rows]
  let next = page.next
  let total = rows.length
  while (next !== null) {
    const more: QueuePage = await queues.page(project, { ...query, after: next })
    total += more.rows.length
    if (rows.length < most) rows.push(...more.rows)
    next = more.next
  }
  return { ...page, total, totalIsFloor: false, rows: rows.slice(0, most), next: null }
}

/** An item and how its votes divide; raters are letters, redrawn for every item (law 10). */
async function readItem(read: Reader, project: string, id: string) {
  const item = (await itemsOf(read, project, [id])).get(id)
  if (!item) throw new Refusal('not-found')
  const votes = await votesOfItems(read, [id])
  const letters = pseudonyms(
    id,
    votes.map(({ rater }) => rater),
  )
  const splits = (await questionsOf(read, project)).flatMap((question) => {
    const own = votes.filter((vote) => vote.question === question.key)
    if (own.length === 0) return []
    const found = split(
      question,
      own.map(({ value }) => value),
      item.expected ?? undefined,
    )
    const shown = own.map(({ vote, rater, value, note, at, late }) => ({
      vote,
      rater: letters.get(rater)!,
      value,
      note,
      at,
      late,
    }))
    return [{ question: question.key, ...found, votes: shown }]
  })
  return { item, splits, dispute: await disputeOn(read, project, id) }
}

/** The item's dispute, if it has one that was not withdrawn. */
async function disputeOn(read: Reader, project: string, item: string) {
  const { dispute } = read.tables
  const rows = await present(read, 'dispute', project, eq(dispute.item, item))
  const found = rows.filter(({ state }) => state !== 'withdrawn').sort((a, b) => b.openedAt - a.openedAt)[0]
  if (!found) return null
  const { id, questions, state, round, openedAt, deadline } = found
  return { id, questions, state, round, openedAt, deadline }
}
