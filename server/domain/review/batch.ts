import { and, desc, eq } from 'drizzle-orm'
import type { Actor } from '#shared/member.ts'
import { OWN_SOURCE, type ReviewState } from '#shared/review.ts'
import { isUnfit } from '#shared/review-draw.ts'
import { present } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'
import { namesOf } from '../name.ts'
import { drawBy, reviewersIn } from './assign.ts'
import { fitGround } from './ground.ts'
import { externalsIn } from './names.ts'

type Row = Schema['review']['$inferSelect']
const leads = ({ owner, roles }: Actor) => owner || roles.includes('lead')

/** Every assignment, the newest first, and how far it has come. */
export async function reviewBatches(read: Reader, project: string, actor: Actor) {
  const { reviewBatch } = read.tables
  const batches = await read
    .select()
    .from(reviewBatch)
    .where(eq(reviewBatch.project, project))
    .orderBy(desc(reviewBatch.since))
  const reviews = await present(read, 'review', project, eq(read.tables.review.source, OWN_SOURCE))
  const names = leads(actor)
    ? await namesOf(
        read,
        batches.flatMap(({ body }) => body.reviewers),
      )
    : {}
  const raters = await externalsIn(
    read,
    batches.flatMap(({ body }) => body.rater ?? []),
  )
  const stuck = await stuckIn(read, project)
  return {
    rows: batches.map(({ body: { reviewers, rater, ...batch } }) => {
      const own = reviews.filter((one) => one.batch === batch.id)
      const n = (state: ReviewState) => own.filter((one) => one.state === state).length
      const seen = leads(actor) && !reviewers.includes(actor.id)
      return {
        ...batch,
        rater: rater !== null && seen ? (raters.get(rater) ?? null) : null,
        reviewers: reviewers.map((one) => names[one] ?? null),
        progress: {
          given: n('given'),
          asked: n('asked'),
          declined: n('declined'),
          stuck: own.filter(stuck).length,
        },
      }
    }),
  }
}

/** Asked of somebody who left, or who may not see the vote any more: it waits for nobody. */
async function stuckIn(read: Reader, project: string): Promise<(row: Row) => boolean> {
  const members = new Set(await reviewersIn(read, project))
  const ground = await fitGround(read, project, null)
  return (row) => row.state === 'asked' && (!members.has(row.reviewer) || isUnfit(ground, row, row.reviewer))
}

/** The draw made again from what its batch says: anybody can see that nobody chose. */
export async function drawAgain(read: Reader, project: string, id: string) {
  const { reviewBatch, review } = read.tables
  const [batch] = await read
    .select()
    .from(reviewBatch)
    .where(and(eq(reviewBatch.project, project), eq(reviewBatch.id, id)))
  if (!batch) return null
  const { drawn, repeated, of } = await drawBy(
    read,
    { id: project, seq: batch.body.read },
    batch.body,
    batch.body.seed,
  )
  const given = await read
    .select()
    .from(review)
    .where(and(eq(review.project, project), eq(review.batch, id), eq(review.since, batch.since)))
  const say = (one: { vote: string; reviewer: string }, repeats: string | null) =>
    `${one.vote}/${one.reviewer}/${repeats ?? ''}`
  const before = given.map((row) => say(row, row.repeats)).sort()
  const now = [...drawn.map((one) => say(one, null)), ...repeated.map((one) => say(one, one.review))].sort()
  const same =
    of === batch.body.of && now.length === before.length && now.every((one, i) => one === before[i])
  return { batch: id, read: batch.body.read, seed: batch.body.seed, of, n: now.length, same }
}
