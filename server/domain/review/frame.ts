import { and, asc, eq, gt, inArray, ne } from 'drizzle-orm'
import type { Question, Value } from '#shared/question.ts'
import { FIX_SOURCE, OWN_SOURCE } from '#shared/review.ts'
import {
  comesBefore,
  type Earlier,
  type Reviewable,
  type ReviewGround,
  type ReviewRule,
  type ReviewStratum,
} from '#shared/review-draw.ts'
import { split } from '#shared/split.ts'
import type { Reader } from '../../store/store.ts'
import { counting, holding } from '../as-of.ts'
import { inHandfuls } from '../finality.ts'
import { giveTurn } from '../standing/kept.ts'
import { type CastVote, itemsOfProject, votesByItem } from '../standing/votes.ts'
import { askedBefore, fitGround } from './ground.ts'

/** The rule of an assignment, as far as it says what can be drawn. */
export type FrameRule = Pick<ReviewRule, 'reviewers' | 'repeats'> & {
  question: string | null
  rater: string | null
}
export type ReviewFrame = { votes: Reviewable[]; earlier: Earlier[]; ground: ReviewGround }

/** What a draw draws from, as the record stood after an entry: whoever has the batch and the record can read it again. */
export async function reviewFrame(
  read: Reader,
  project: string,
  as: number,
  rule: FrameRule,
): Promise<ReviewFrame> {
  const votes = await reviewable(read, project, as, rule)
  const asked = await askedBefore(read, project, as)
  const ground = { ...(await fitGround(read, project, as)), asked }
  return { votes, earlier: await earlierReviews(read, project, as, rule), ground }
}

/** Votes that counted, in the order of items and votes; those that a review's fix made are no peer's to review again. */
async function reviewable(
  read: Reader,
  project: string,
  as: number,
  { question, rater }: FrameRule,
): Promise<Reviewable[]> {
  const stratum = stratumReader(await questionsAsOf(read, project, as))
  const fixes = await fixVotes(read, project)
  const found: Reviewable[] = []
  const drawn = ({ id, rater: of }: CastVote) => (rater === null || of === rater) && !fixes.has(id)
  for await (const items of votesByItem(read, itemsOfProject(read, project), as)) {
    const some: Reviewable[] = []
    for (const votes of items)
      for (const [key, asked] of Map.groupBy(votes, (vote) => vote.question)) {
        const on = question === null || question === key ? stratum(key, asked) : null
        if (on === null) continue
        for (const { id, item, rater: of } of asked.filter(drawn))
          some.push({ vote: id, item, question: key, rater: of, stratum: on })
      }
    // Items come in their order; sorted by handfuls, all of them need not be sorted at once.
    found.push(...some.sort((a, b) => (comesBefore(a, b) ? -1 : 1)))
  }
  return found
}

/** Ways to divide that are remembered: most items divide as others have before them. */
const KEPT = 20_000
/** How the votes on one question of one item divide; null on a question that was not there. */
function stratumReader(questions: ReadonlyMap<string, Question>) {
  const known = new Map<string, ReviewStratum>()
  return (key: string, votes: readonly CastVote[]): ReviewStratum | null => {
    const question = questions.get(key)
    if (!question) return null
    const values = votes.map(({ value }) => value).sort()
    const divided = JSON.stringify([key, ...values])
    const before = known.get(divided)
    if (before) return before
    const { camps, tie } = split(
      question,
      values.map((value) => JSON.parse(value) as Value),
    )
    const stratum = camps.length < 2 ? 'unanimous' : tie ? 'tie' : 'split'
    if (known.size < KEPT) known.set(divided, stratum)
    return stratum
  }
}

async function questionsAsOf(read: Reader, project: string, as: number): Promise<Map<string, Question>> {
  const { question } = read.tables
  const rows = await read
    .select()
    .from(question)
    .where(and(eq(question.project, project), holding(question, as)))
  return new Map(rows.map(({ body }) => [body.key, body]))
}

/** Every vote that a review's fix ever made: each came by an import of its own. */
async function fixVotes(read: Reader, project: string): Promise<Set<string>> {
  const { imports, vote } = read.tables
  const made = await read
    .select({ id: imports.id })
    .from(imports)
    .where(and(eq(imports.project, project), eq(imports.source, FIX_SOURCE)))
  const rows = await inHandfuls(
    made.map(({ id }) => id),
    async (some) => {
      await giveTurn(read)
      return read.select({ id: vote.id }).from(vote).where(inArray(vote.import, some))
    },
  )
  return new Set(rows.map(({ id }) => id))
}

/** Reviews read at once. */
const PAGE = 1000
/** Reviews that these reviewers gave, of votes that still counted, and not asked again before. */
async function earlierReviews(
  read: Reader,
  project: string,
  as: number,
  { reviewers, repeats }: FrameRule,
): Promise<Earlier[]> {
  if (repeats === 0) return []
  const { review, vote, imports } = read.tables
  const own = and(
    eq(review.project, project),
    eq(review.source, OWN_SOURCE),
    inArray(review.reviewer, [...reviewers]),
    holding(review, as),
  )
  const repeated = await read.select({ repeats: review.repeats }).from(review).where(own)
  const again = new Set(repeated.flatMap(({ repeats: one }) => one ?? []))
  const found: Earlier[] = []
  for (let after = ''; ; ) {
    await giveTurn(read)
    const rows = await read
      .select({
        review: review.id,
        reviewer: review.reviewer,
        repeats: review.repeats,
        vote: review.vote,
        item: review.item,
        question: review.question,
        rater: review.rater,
      })
      .from(review)
      .innerJoin(vote, eq(vote.id, review.vote))
      .innerJoin(imports, eq(imports.id, vote.import))
      .where(
        and(
          own,
          eq(review.state, 'given'),
          ne(imports.source, FIX_SOURCE),
          counting(read.tables, as),
          gt(review.id, after),
        ),
      )
      .orderBy(asc(review.id))
      .limit(PAGE)
    for (const { repeats: repeat, ...one } of rows)
      if (repeat === null && !again.has(one.review)) found.push({ ...one, stratum: 'unanimous' })
    if (rows.length < PAGE) return found
    after = rows.at(-1)!.review
  }
}
