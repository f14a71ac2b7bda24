import { and, eq, inArray } from 'drizzle-orm'
import type { CommandInput } from '#shared/commands.ts'
import { Refusal } from '#shared/refusals.ts'
import { OWN_SOURCE, REVIEWS_AT_ONCE, type ReviewBatch, type ReviewRecord } from '#shared/review.ts'
import { type DrawnReviews, drawReviews, mayReview, type Reviewable } from '#shared/review-draw.ts'
import type { Asked, Handler, Preparation } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { counting } from './as-of.ts'
import { reviewFrame, reviewGround } from './review-frame.ts'
import { toldAssigned } from './review-told.ts'
import { questionsOf } from './round.ts'

/** Ids in one statement. */
const AT_ONCE = 500
export type ReviewInput = CommandInput<'review.assign'>
type Prepared = { seed: number; read: number; found: DrawnReviews }

/** Votes drawn by rule and shared out. The seed and the entry they were read at are in the batch: anybody can draw it again. */
export const assignReviews: Handler<'review.assign'> = async (tx, input, asked: Asked<Prepared>) => {
  await refuseRule(tx, input, asked)
  const { seed, read, found } = asked.prepared
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
    ...found.drawn.map((one) => asking(asked, batch.id, one, one.reviewer, null)),
    ...found.repeated.map((one) => asking(asked, batch.id, one, one.reviewer, one.review)),
  ].sort((a, b) => (a.id < b.id ? -1 : 1))
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
  return { seed, read: project.seq, found: await drawBy(read, project, ruleOf(input), seed) }
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

export const drawBy = async (
  read: Reader,
  { id, seq }: { id: string; seq: number },
  rule: Rule,
  seed: number,
): Promise<DrawnReviews> => drawReviews(await reviewFrame(read, id, seq, rule), rule, seed)

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
  const ground = await reviewGround(tx, project, null)
  const again = await present(tx, 'review', project, eq(tx.tables.review.source, OWN_SOURCE))
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
  asked: Asked,
  batch: string,
  { vote, item, question, rater }: Omit<Reviewable, 'stratum'>,
  reviewer: string,
  repeats: string | null,
): ReviewRecord {
  return {
    id: asked.newId(),
    ...{ vote, item, question, rater, reviewer, source: OWN_SOURCE, batch, repeats },
    ...{ state: 'asked', verdict: null, reason: null, value: null, at: null },
  }
}

export async function writeReviews(tx: Writer, asked: Asked, reviews: readonly ReviewRecord[]) {
  const rows = reviews.map((one) => ({
    ...one,
    value: one.value === null ? null : JSON.stringify(one.value),
    project: asked.project.id,
    words: '',
    since: asked.seq,
    until: null,
  }))
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await tx.insert(tx.tables.review).values(rows.slice(from, from + AT_ONCE))
}
