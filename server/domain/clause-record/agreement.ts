import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { alpha, alphaInterval } from '#shared/agreement/alpha.ts'
import { answersOf } from '#shared/agreement/answers.ts'
import { hash } from '#shared/merkle.ts'
import type { Question } from '#shared/question.ts'
import type { Reader } from '../../store/store.ts'
import { questionsOf } from '../round.ts'
import { votesOfItems } from '../vote.ts'

/** Items read at once, and at most. */
const BATCH = 500
const ITEMS = 5000
/** Of fewer items with two votes, agreement is not told from chance. */
const FEW = 5

/** How far raters agree on one question about the items whose decisions cite a clause; undefined is a reason (law 9). */
export type ClauseAgreement = {
  question: string
  alpha: number | null
  low: number | null
  high: number | null
  n: number
  raters: number
  why: 'few' | 'no-variation' | null
}

type Cited = { item: string; question: string }
/**
 * Votes of people alone: a model is a rater of another kind. Votes that came after a decision are left out, for who cast
 * them could have read it. The seed comes from the clause, so that looking again shows the same interval.
 */
export async function agreementOn(
  read: Reader,
  project: string,
  clause: string,
  cited: readonly Cited[],
): Promise<ClauseAgreement[]> {
  const questions = await questionsOf(read, project)
  const models = await modelsIn(read, project)
  const found: ClauseAgreement[] = []
  for (const question of questions) {
    const items = [...new Set(cited.filter((one) => one.question === question.key).map(({ item }) => item))]
    if (items.length === 0) continue
    const rows = await votesOn(read, question.key, items.slice(0, ITEMS))
    const people = rows.filter(({ rater }) => !models.has(rater))
    found.push(measured(clause, question, people))
  }
  return found
}

async function modelsIn(read: Reader, project: string): Promise<Set<string>> {
  const { rater } = read.tables
  const rows = await read
    .select({ id: rater.id })
    .from(rater)
    .where(and(eq(rater.project, project), eq(rater.kind, 'model')))
  return new Set(rows.map(({ id }) => id))
}

async function votesOn(read: Reader, question: string, items: readonly string[]) {
  const rows = []
  for (let from = 0; from < items.length; from += BATCH) {
    const votes = await votesOfItems(read, items.slice(from, from + BATCH))
    rows.push(...votes.filter((vote) => vote.question === question && !vote.late))
    // Much to read: let others have a turn of the loop.
    await nextTurn()
  }
  return rows
}

function measured(
  clause: string,
  question: Question,
  rows: Awaited<ReturnType<typeof votesOn>>,
): ClauseAgreement {
  const { votes, metric } = answersOf(question, rows)
  const found = alpha(votes, metric)
  const few = found.items < FEW
  const seed = Number.parseInt(hash(`${clause}/${question.key}`).slice(0, 8), 16)
  const interval = few || found.alpha === null ? null : alphaInterval(votes, metric, { seed })
  const { low, high } = interval?.bca ?? interval?.percentile ?? { low: null, high: null }
  return {
    question: question.key,
    alpha: few ? null : found.alpha,
    low,
    high,
    n: found.items,
    raters: votes.raters,
    why: few ? 'few' : found.why,
  }
}
