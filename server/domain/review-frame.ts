import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, asc, eq, gt, inArray, lte, ne, notInArray, or } from 'drizzle-orm'
import type { Question, Value } from '#shared/question.ts'
import { FIX_SOURCE, OWN_SOURCE, type ReviewBatch } from '#shared/review.ts'
import type { Earlier, Reviewable, ReviewGround, ReviewStratum } from '#shared/review-draw.ts'
import { split } from '#shared/split.ts'
import type { Reader } from '../store/store.ts'
import { counting, holding } from './as-of.ts'

/** Votes read at once. */
const PAGE = 5_000
type Which = Pick<ReviewBatch, 'question' | 'rater'>
type Among = Set<string>

/** What a draw draws from, as the record stood after an entry: whoever has the batch and the record can read it again. */
export async function reviewFrame(read: Reader, project: string, as: number, which: Which) {
  const votes = await reviewable(read, project, as, which)
  const ground = await reviewGround(read, project, as)
  return { votes, earlier: await earlierReviews(read, project, as), ground }
}

/** Who is kept from which votes, as of an entry; null: now. */
export async function reviewGround(read: Reader, project: string, as: number | null): Promise<ReviewGround> {
  const { review } = read.tables
  const asked = new Map<string, Among>()
  const rows = await read
    .select({ vote: review.vote, reviewer: review.reviewer })
    .from(review)
    .where(and(eq(review.project, project), eq(review.source, OWN_SOURCE), holding(review, as)))
  for (const { vote, reviewer } of rows) add(asked, vote, reviewer)
  return { behind: await behindAsOf(read, project, as), asked, hearing: await hearingAsOf(read, project, as) }
}

function add(map: Map<string, Among>, key: string, one: string) {
  map.set(key, (map.get(key) ?? new Set()).add(one))
}

/** Members behind raters: linked, or declared by the id of their tool, known then or brought later. */
async function behindAsOf(read: Reader, project: string, as: number | null) {
  const { raterLink, panelist, rater, imports } = read.tables
  const behind = new Map<string, Among>()
  for (const row of await read
    .select()
    .from(raterLink)
    .where(and(eq(raterLink.project, project), holding(raterLink, as))))
    add(behind, row.rater, row.member)
  for (const { member, raters, externals } of await read
    .select()
    .from(panelist)
    .where(and(eq(panelist.project, project), holding(panelist, as)))) {
    for (const one of raters) add(behind, one, member)
    const called =
      externals.length === 0
        ? []
        : await read
            .select({ id: rater.id })
            .from(rater)
            .innerJoin(imports, eq(imports.id, rater.import))
            .where(
              and(
                eq(rater.project, project),
                inArray(rater.external, externals),
                as === null ? undefined : lte(imports.seq, as),
              ),
            )
    for (const { id } of called) add(behind, id, member)
  }
  return behind
}

/** Who sits on an undecided panel must not meet the votes it hears (law 1). */
async function hearingAsOf(read: Reader, project: string, as: number | null) {
  const { seat, dispute } = read.tables
  const rows = await read
    .select({ item: dispute.item, member: seat.member })
    .from(seat)
    .innerJoin(dispute, and(eq(dispute.id, seat.dispute), holding(dispute, as)))
    .where(
      and(
        eq(seat.project, project),
        eq(seat.state, 'seated'),
        notInArray(dispute.state, ['decided', 'withdrawn']),
        holding(seat, as),
      ),
    )
  const hearing = new Map<string, Among>()
  for (const { item, member } of rows) add(hearing, item, member)
  return hearing
}

async function questionsAsOf(read: Reader, project: string, as: number): Promise<Map<string, Question>> {
  const { question } = read.tables
  const rows = await read
    .select()
    .from(question)
    .where(and(eq(question.project, project), holding(question, as)))
  return new Map(rows.map(({ body }) => [body.key, body]))
}

type Row = { vote: string; item: string; question: string; rater: string; value: string; source: string }
/** Votes that counted; those that a review's fix made are no peer's to review again. */
async function reviewable(read: Reader, project: string, as: number, which: Which): Promise<Reviewable[]> {
  const questions = await questionsAsOf(read, project, as)
  const found: Reviewable[] = []
  let rest: Row[] = []
  let after: Row | undefined
  for (;;) {
    const page = await votesAfter(read, project, as, { after, question: which.question })
    const rows = [...rest, ...page]
    const last = page.length < PAGE
    // The last item of a page may go on in the next.
    const open = last ? undefined : page.at(-1)!.item
    rest = open === undefined ? [] : rows.filter(({ item }) => item === open)
    found.push(
      ...stratified(open === undefined ? rows : rows.filter(({ item }) => item !== open), questions, which),
    )
    if (last) return found
    after = page.at(-1)
    await nextTurn()
  }
}

function votesAfter(
  read: Reader,
  project: string,
  as: number,
  { after, question }: { after: Row | undefined; question: string | null },
): Promise<Row[]> {
  const { vote, imports } = read.tables
  return read
    .select({
      vote: vote.id,
      item: vote.item,
      question: vote.question,
      rater: vote.rater,
      value: vote.value,
      source: imports.source,
    })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(
      and(
        eq(vote.project, project),
        counting(read.tables, as),
        question === null ? undefined : eq(vote.question, question),
        after && or(gt(vote.item, after.item), and(eq(vote.item, after.item), gt(vote.id, after.vote))),
      ),
    )
    .orderBy(asc(vote.item), asc(vote.id))
    .limit(PAGE)
}

function stratified(
  rows: readonly Row[],
  questions: ReadonlyMap<string, Question>,
  which: Which,
): Reviewable[] {
  const groups = Map.groupBy(rows, ({ item, question }) => JSON.stringify([item, question]))
  return [...groups.values()].flatMap((group) => {
    const question = questions.get(group[0]!.question)
    if (!question) return []
    const stratum = stratumOf(question, group)
    return group
      .filter(({ rater, source }) => source !== FIX_SOURCE && (which.rater === null || rater === which.rater))
      .map(({ vote, item, question: key, rater }) => ({ vote, item, question: key, rater, stratum }))
  })
}

function stratumOf(question: Question, group: readonly Row[]): ReviewStratum {
  const { camps, tie } = split(
    question,
    group.map(({ value }) => JSON.parse(value) as Value),
  )
  return camps.length < 2 ? 'unanimous' : tie ? 'tie' : 'split'
}

/** Reviews given, of votes that still counted, and not asked again before. */
async function earlierReviews(read: Reader, project: string, as: number): Promise<Earlier[]> {
  const { review, vote, imports } = read.tables
  const own = and(eq(review.project, project), eq(review.source, OWN_SOURCE), holding(review, as))
  const repeated = await read.select({ repeats: review.repeats }).from(review).where(own)
  const again = new Set(repeated.flatMap(({ repeats }) => repeats ?? []))
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
    .where(and(own, eq(review.state, 'given'), ne(imports.source, FIX_SOURCE), counting(read.tables, as)))
  return rows
    .filter(({ review: id, repeats }) => repeats === null && !again.has(id))
    .map(({ repeats: _none, ...one }) => ({ ...one, stratum: 'unanimous' as const }))
}
