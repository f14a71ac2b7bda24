import { and, eq } from 'drizzle-orm'
import type { Block } from '#shared/content.ts'
import type { Question, Value } from '#shared/question.ts'
import { Refusal } from '#shared/refusals.ts'
import { OWN_SOURCE, type ReviewVerdict } from '#shared/review.ts'
import { isUnfit } from '#shared/review-draw.ts'
import type { Bilingual } from '#shared/text.ts'
import { present } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'
import { questionsOf } from '../round.ts'
import { itemsOf, votesOfItems } from '../vote.ts'
import { fitGround } from './ground.ts'
import { reasonsThen } from './reason.ts'

/** Reviews handed out at once; the next come as these are given. */
const AT_ONCE = 20
type Row = Schema['review']['$inferSelect']

/** A vote as its reviewer meets it: what was asked, the answer and its note; never whose it is. */
export type ReviewTask = {
  id: string
  item: { id: string; content: Block[]; language: string | null; tags: string[] }
  question: Question
  value: Value
  note: string | null
}

/** What somebody is asked to review. Ids are drawn, so their order mixes repeats among the rest. */
export async function myReviews(read: Reader, project: string, member: string) {
  const { review } = read.tables
  const own = and(eq(review.reviewer, member), eq(review.source, OWN_SOURCE))
  const rows = (await present(read, 'review', project, own)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const ground = await fitGround(read, project, null)
  const open = rows.filter((row) => row.state === 'asked' && !isUnfit(ground, row, member))
  const found = await tasksOf(read, project, open)
  return {
    rows: found.slice(0, AT_ONCE),
    left: found.length,
    given: rows.filter(({ state }) => state === 'given').length,
  }
}

/** One of one's own; others' are not there. */
export async function oneReview(read: Reader, project: string, member: string, id: string) {
  const { review } = read.tables
  const own = and(eq(review.id, id), eq(review.reviewer, member), eq(review.source, OWN_SOURCE))
  const [row] = await present(read, 'review', project, own)
  const ground = row && (await fitGround(read, project, null))
  const [task] = row && !isUnfit(ground!, row, member) ? await tasksOf(read, project, [row]) : []
  if (!row || !task) throw new Refusal('not-found')
  const { state, verdict, value, words } = row
  const said = value === null ? null : (JSON.parse(value) as Value)
  return { ...task, given: state === 'given' ? { verdict, reason: row.reason, words, value: said } : null }
}

/** Votes that an import took back since are asked of nobody. */
async function tasksOf(read: Reader, project: string, rows: readonly Row[]): Promise<ReviewTask[]> {
  const ids = [...new Set(rows.map(({ item }) => item))]
  const items = await itemsOf(read, project, ids)
  const votes = new Map((await votesOfItems(read, ids)).map((one) => [one.vote, one]))
  const questions = new Map((await questionsOf(read, project)).map((one) => [one.key, one]))
  return rows.flatMap((row) => {
    const vote = votes.get(row.vote)
    const [item, question] = [items.get(row.item), questions.get(row.question)]
    if (!vote || !item || !question) return []
    const { id, content, language, tags } = item
    return [
      { id: row.id, item: { id, content, language, tags }, question, value: vote.value, note: vote.note },
    ]
  })
}

/** How many wait for somebody; null for whoever was never asked. */
export async function reviewsWaiting(read: Reader, project: string, member: string): Promise<number | null> {
  const { review } = read.tables
  const own = and(eq(review.reviewer, member), eq(review.source, OWN_SOURCE))
  const rows = await present(read, 'review', project, own)
  return rows.length === 0 ? null : rows.filter(({ state }) => state === 'asked').length
}

/** A review as the rater reads it: what was said, never by whom. */
export type ReviewOfVote = {
  id: string
  verdict: ReviewVerdict
  reason: Bilingual | null
  words: string
  value: Value | null
  source: string
  at: number | null
}

/** The oldest first. A repeat measures its reviewer, and is not among them. */
export async function reviewsOfVote(read: Reader, project: string, vote: string): Promise<ReviewOfVote[]> {
  const { review } = read.tables
  const rows = await present(read, 'review', project, and(eq(review.vote, vote), eq(review.state, 'given')))
  if (rows.length === 0) return []
  const reasonOf = await reasonsThen(read, project)
  return rows
    .filter(({ repeats }) => repeats === null)
    .sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
    .map(({ id, verdict, reason, words, value, source, at, since }) => ({
      id,
      verdict: verdict!,
      reason: reasonOf(reason, since),
      words,
      value: value === null ? null : (JSON.parse(value) as Value),
      source,
      at,
    }))
}
