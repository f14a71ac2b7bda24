import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import type { CommandInput } from '#shared/commands.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { questionType, readValue, type Value } from '#shared/question.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import { type ReviewRecord, refuseReview } from '#shared/review.ts'
import { isUnfit, mayReview } from '#shared/review-draw.ts'
import type { Asked, Handler } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { reviewRecord } from '../fair-state.ts'
import { questionsOf } from '../round.ts'
import { type VoteRow, voteOf } from '../vote.ts'
import { asking, reviewersIn, writeReviews } from './assign.ts'
import { addFix } from './fix.ts'
import { askedAbout, fitGround } from './ground.ts'
import { reasonsOf } from './reason.ts'
import { toldAssigned, toldDeclined, toldGiven } from './told.ts'

type Row = Schema['review']['$inferSelect']

/** A peer's word on one vote. A fix is itself a vote, by a rater that stands for its reviewer. */
export const giveReview: Handler<'review.give'> = async (tx, input, asked) => {
  const row = await ownReview(tx, asked, input.review)
  const vote = await votedOn(tx, asked.project.id, row)
  const ground = await fitGround(tx, asked.project.id, null)
  if (isUnfit(ground, row, asked.actor.id)) throw new Refusal('review-unfit')
  refuse(refuseReview(input))
  const value = input.value === undefined ? null : await fixedValue(tx, asked, vote, input.value)
  await refuseReason(tx, asked, input)
  const words = input.words?.trim() ?? ''
  const review: ReviewRecord = {
    ...reviewRecord(row),
    ...{ state: 'given', verdict: input.verdict, reason: input.reason ?? null, value, at: asked.at },
  }
  await move(tx, asked, row, {
    ...{ state: 'given', verdict: review.verdict, reason: review.reason, words, at: asked.at },
    value: value === null ? null : JSON.stringify(value),
  })
  const fix = value === null || row.repeats !== null ? null : await addFix(tx, asked, vote, value, ground)
  return {
    facts: [{ kind: 'review.given', review }, ...(fix?.facts ?? [])],
    told: [...(await toldGiven(tx, asked.project.id, review)), ...(fix?.told ?? [])],
    texts: words ? [{ author: asked.actor.id, of: row.id, words }] : [],
    subject: row.id,
    answer: { review: row.id },
  }
}

/** It goes to another reviewer of the assignment, where there is one who may. */
export const declineReview: Handler<'review.decline'> = async (tx, { review: id }, asked) => {
  const row = await ownReview(tx, asked, id)
  await move(tx, asked, row, { state: 'declined' })
  const facts: Fact[] = [{ kind: 'review.declined', review: id }]
  const told: Told[] = toldDeclined(reviewRecord(row))
  const next = row.repeats === null ? await nextReviewer(tx, asked.project.id, row) : undefined
  const [batch] = await tx
    .select()
    .from(tx.tables.reviewBatch)
    .where(eq(tx.tables.reviewBatch.id, row.batch ?? ''))
  if (next && batch) {
    const reviews = [asking(asked.newId(), batch.id, { ...row, reviewer: next, repeats: null })]
    await writeReviews(tx, asked, reviews)
    facts.push({ kind: 'reviews.assigned', batch: batch.body, reviews })
    told.push(...toldAssigned(batch.body, reviews))
  }
  return { facts, told, subject: id, answer: { passedOn: next !== undefined } }
}

/** Others' reviews are nobody's business: whoever asks for one hears the same as of none. */
async function ownReview(tx: Writer, asked: Asked, id: string): Promise<Row> {
  const { review } = tx.tables
  const mine = and(eq(review.id, id), eq(review.reviewer, asked.actor.id))
  const [row] = await present(tx, 'review', asked.project.id, mine)
  if (!row) throw new Refusal('not-found')
  if (row.state !== 'asked') throw new Refusal('review-given')
  return row
}

/** An import may have taken the vote back since. */
const votedOn = (read: Reader, project: string, { vote }: Row): Promise<VoteRow> =>
  voteOf(read, project, vote).catch((error) => {
    throw error instanceof Refusal && error.code === 'not-found' ? new Refusal('review-moot') : error
  })

async function fixedValue(tx: Writer, asked: Asked, vote: VoteRow, raw: Value): Promise<Value> {
  const [question] = await questionsOf(tx, asked.project.id, vote.question)
  const meant = readValue(question!, raw)
  if ('code' in meant) throw new Refusal('value-off-scale', { question: vote.question })
  if (questionType(question!.type).agrees(question!, meant.value, vote.value)) throw new Refusal('fix-same')
  return meant.value
}

async function refuseReason(tx: Writer, asked: Asked, { reason }: CommandInput<'review.give'>) {
  if (!reason) return
  const { reasons } = await reasonsOf(tx, asked.project.id)
  if (!reasons.some(({ key }) => key === reason)) throw new Refusal('reason-unknown')
}

const move = (tx: Writer, { project, seq }: Asked, row: Row, change: Partial<Row>) =>
  supersede(
    tx,
    'review',
    seq,
    and(eq(tx.tables.review.project, project.id), eq(tx.tables.review.id, row.id))!,
    row,
    change,
  )

/** Of those who were chosen for the assignment and may see the vote, whoever has the fewest to give. */
async function nextReviewer(tx: Writer, project: string, row: Row): Promise<string | undefined> {
  const [batch] = await tx
    .select()
    .from(tx.tables.reviewBatch)
    .where(eq(tx.tables.reviewBatch.id, row.batch ?? ''))
  const ground = {
    ...(await fitGround(tx, project, null)),
    asked: await askedAbout(tx, project, [row.vote]),
  }
  const members = new Set(await reviewersIn(tx, project))
  const fit = (batch?.body.reviewers ?? []).filter((one) => members.has(one) && mayReview(ground, row, one))
  if (fit.length === 0) return
  const { review } = tx.tables
  const open = await tx
    .select({ reviewer: review.reviewer, n: count() })
    .from(review)
    .where(
      and(
        eq(review.project, project),
        inArray(review.reviewer, fit),
        eq(review.state, 'asked'),
        isNull(review.until),
      ),
    )
    .groupBy(review.reviewer)
  const load = (member: string) => open.find(({ reviewer }) => reviewer === member)?.n ?? 0
  return fit.sort((a, b) => load(a) - load(b) || (a < b ? -1 : 1))[0]
}
