import { and, eq, inArray } from 'drizzle-orm'
import type { CommandInput } from '#shared/commands.ts'
import { Refusal } from '#shared/refusals.ts'
import { OWN_SOURCE, REVIEWS_AT_ONCE, type ReviewBatch, type ReviewRecord } from '#shared/review.ts'
import { type DrawnReviews, drawingReviews, mayReview, type Reviewable } from '#shared/review-draw.ts'
import type { Asked, Handler, Preparation } from '../../command.ts'
import { present } from '../../store/rows.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { counting } from '../as-of.ts'
import { inHandfuls } from '../finality.ts'
import { questionsOf } from '../round.ts'
import { giveTurn } from '../standing/kept.ts'
import { reviewFrame } from './frame.ts'
import { askedAbout, fitGround } from './ground.ts'
import { toldAssigned } from './told.ts'

/** Ids in one statement. */
const AT_ONCE = 500
export type ReviewInput = CommandInput<'review.assign'>
/** `ids`: of the reviews to be asked for; two thousand take long enough to be made before the transaction. */
type Prepared = { seed: number; read: number; found: DrawnReviews; ids: string[] }

/** Votes drawn by rule and shared out. The seed and the entry they were read at are in the batch: anybody can draw it again. */
export const assignReviews: Handler<'review.assign'> = async (tx, input, asked: Asked<Prepared>) => {
  await refuseRule(tx, input, asked)
  const { seed, read, found, ids } = asked.prepared
  const n = found.drawn.length + found.repeated.length
  if (n === 0) throw new Refusal('nothing-to-review')
  if (n > REVIEWS_AT_ONCE) throw new Refusal('too-many-reviews', { n, limit: REVIEWS_AT_ONCE })
  if (read !== asked.seq - 1) await refuseMoved(tx, asked.project.id, found)
  const batch: ReviewBatch = {
    id: asked.newId(),
    at: asked.at,
    seed,
    ...ruleOf(input),
    read,
    of: found.of,
    n: found.drawn.length,
    repeated: found.repeated.length,
  }
  const reviews = [
    ...found.drawn.map((one) => ({ ...one, repeats: null })),
    ...found.repeated.map((one) => ({ ...one, repeats: one.review })),
  ]
    .map((one, i) => asking(ids[i]!, batch.id, one))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const { reviewBatch } = tx.tables
  await tx
    .insert(reviewBatch)
    .values({ project: asked.project.id, id: batch.id, body: batch, since: asked.seq })
  await writeReviews(tx, asked, reviews)
  return {
    facts: [{ kind: 'reviews.assigned', batch, reviews }],
    told: toldAssigned(batch, reviews),
    subject: batch.id,
    answer: { batch: batch.id, of: batch.of, n: batch.n, repeated: batch.repeated },
  }
}

/** Read before the transaction, as a sample's frame is. */
export const prepareAssign: Preparation<'review.assign'> = async (house, input, _who, project) => {
  const { read } = house.store
  const seed = Number.parseInt(house.salt().slice(0, 8), 16)
  const found = await drawBy(read, project, ruleOf(input), seed)
  await giveTurn(read)
  const n = Math.min(found.drawn.length + found.repeated.length, REVIEWS_AT_ONCE)
  return { seed, read: project.seq, found, ids: Array.from({ length: n }, house.newId) }
}

type Rule = ReturnType<typeof ruleOf>
export const ruleOf = (input: ReviewInput) => ({
  share: input.share,
  perRater: input.perRater ?? null,
  question: input.question ?? null,
  rater: input.rater ?? null,
  stratified: input.stratified,
  reviewers: [...input.reviewers].sort(),
  repeats: input.repeats ?? 0,
})

/** Of a million votes too, with turns of the loop for others: none is longer than a page takes to read. */
export async function drawBy(
  read: Reader,
  { id, seq }: { id: string; seq: number },
  rule: Rule,
  seed: number,
): Promise<DrawnReviews> {
  const drawing = drawingReviews(await reviewFrame(read, id, seq, rule), rule, seed)
  for (;;) {
    const step = drawing.next()
    if (step.done) return step.value
    await giveTurn(read)
  }
}

/** Reviewers are members; whoever names the one rater to be reviewed would know whose votes they read. */
async function refuseRule(tx: Writer, { reviewers, question, rater }: ReviewInput, asked: Asked) {
  const members = new Set(await reviewersIn(tx, asked.project.id))
  if (reviewers.some((one) => !members.has(one))) throw new Refusal('not-reviewer')
  if (question && (await questionsOf(tx, asked.project.id, question)).length === 0)
    throw new Refusal('unknown-question', { question })
  if (rater && reviewers.includes(asked.actor.id)) throw new Refusal('review-not-blind')
}

/** Members whose roles may review. */
export const reviewersIn = async (read: Reader, project: string): Promise<string[]> =>
  (await present(read, 'member', project))
    .filter(({ roles }) => roles.some((role) => role !== 'auditor'))
    .map(({ id }) => id)

/** Entries came between the reading and this: what they changed of the draw must not slip in. */
async function refuseMoved(tx: Writer, project: string, { drawn, repeated }: DrawnReviews) {
  const votes = drawn.map(({ vote }) => vote)
  const ground = { ...(await fitGround(tx, project, null)), asked: await askedAbout(tx, project, votes) }
  const again = await inHandfuls(
    repeated.map(({ review }) => review),
    (some) => present(tx, 'review', project, inArray(tx.tables.review.repeats, some)),
  )
  const taken = new Set(again.flatMap(({ repeats }) => repeats ?? []))
  const still = await countingNow(tx, [...drawn, ...repeated])
  const moved =
    drawn.some((one) => !still.has(one.vote) || !mayReview(ground, one, one.reviewer)) ||
    repeated.some(({ vote, review }) => !still.has(vote) || taken.has(review))
  if (moved) throw new Refusal('review-moved')
}

async function countingNow(tx: Writer, votes: readonly { vote: string }[]): Promise<Set<string>> {
  const { vote, imports } = tx.tables
  const still = new Set<string>()
  for (let from = 0; from < votes.length; from += AT_ONCE) {
    const some = votes.slice(from, from + AT_ONCE).map((one) => one.vote)
    const rows = await tx
      .select({ id: vote.id })
      .from(vote)
      .innerJoin(imports, eq(imports.id, vote.import))
      .where(and(inArray(vote.id, some), counting(tx.tables, null)))
    for (const { id } of rows) still.add(id)
  }
  return still
}

/** A review that somebody is asked to give. */
export function asking(
  id: string,
  batch: string,
  {
    vote,
    item,
    question,
    rater,
    reviewer,
    repeats,
  }: Omit<Reviewable, 'stratum'> & Pick<ReviewRecord, 'reviewer' | 'repeats'>,
): ReviewRecord {
  return {
    id,
    ...{ vote, item, question, rater, reviewer, source: OWN_SOURCE, batch, repeats },
    ...{ state: 'asked', verdict: null, reason: null, value: null, at: null },
  }
}

const columns = [
  ...(['project', 'id', 'vote', 'item', 'question', 'rater', 'reviewer', 'source', 'batch'] as const),
  ...(['repeats', 'state', 'verdict', 'reason', 'value', 'words', 'at', 'since', 'until'] as const),
]
export const writeReviews = (tx: Writer, asked: Asked, reviews: readonly ReviewRecord[]): Promise<void> =>
  tx.bulk(
    'review',
    columns,
    reviews.map((one) => {
      const value = one.value === null ? null : JSON.stringify(one.value)
      const row = { ...one, value, project: asked.project.id, words: '', since: asked.seq, until: null }
      return columns.map((name) => row[name])
    }),
  )
