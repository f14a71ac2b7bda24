import { and, eq, inArray } from 'drizzle-orm'
import type { AppealState } from '#shared/appeal.ts'
import type { Because, MarkWord } from '#shared/mark.ts'
import { canonical, type Value } from '#shared/question.ts'
import { reviewMark } from '#shared/review-mark.ts'
import { type Book, type Counted, enterItem } from '#shared/standing-book.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'
import { type AsOf, counting, holding } from '../as-of.ts'
import { inHandfuls } from '../finality.ts'
import { giveTurn } from '../standing/kept.ts'
import { type CastVote, columnsOf, type Law, lawOf } from '../standing/votes.ts'
import { reviewAppeals } from './appeals.ts'

export type ReviewMarked = Counted & { vote: string; item: string; because: Because }

/** What peers say of votes, added up for each rater. */
export async function reviewBook(
  read: Reader,
  project: string,
  raters: readonly string[] | undefined,
  as: AsOf,
): Promise<Book> {
  const book: Book = new Map()
  const marks = await reviewMarked(read, project, raters, as)
  for (const own of Map.groupBy(marks, ({ item }) => item).values()) enterItem(book, own)
  return book
}

/** Of the votes that count, those with a review and what it says of them. */
export async function reviewMarked(
  read: Reader,
  project: string,
  raters: readonly string[] | undefined,
  as: AsOf,
): Promise<ReviewMarked[]> {
  const { review, vote, imports } = read.tables
  const where = and(eq(review.project, project), eq(review.state, 'given'), holding(review, as))
  const rows =
    raters === undefined
      ? await read.select().from(review).where(where)
      : await inHandfuls(raters, (some) =>
          read
            .select()
            .from(review)
            .where(and(where, inArray(review.rater, some))),
        )
  const byVote = Map.groupBy(rows, (row) => row.vote)
  await giveTurn(read)
  const votes = await inHandfuls([...byVote.keys()], async (some) => {
    await giveTurn(read)
    return read
      .select(columnsOf(read))
      .from(vote)
      .innerJoin(imports, eq(imports.id, vote.import))
      .where(and(inArray(vote.id, some), counting(read.tables, as)))
  })
  const law = await lawOf(read, project, as)
  const appeals = await reviewAppeals(read, project, as)
  return votes.flatMap((one) => markOf(law, one, byVote.get(one.id)!, appeals.get(one.id)) ?? [])
}

/** What peers say of the votes on these items, by vote; those nobody has reviewed are left out. */
export async function reviewWords(
  read: Reader,
  project: string,
  items: readonly string[],
): Promise<Map<string, MarkWord>> {
  const { review, appeal } = read.tables
  const rows = await inHandfuls(items, (some) =>
    read
      .select()
      .from(review)
      .where(
        and(
          eq(review.project, project),
          inArray(review.item, some),
          eq(review.state, 'given'),
          holding(review, null),
        ),
      ),
  )
  if (rows.length === 0) return new Map()
  const among = inArray(appeal.item, [...new Set(rows.map(({ item }) => item))])
  const appeals = await reviewAppeals(read, project, null, among)
  return new Map(
    [...Map.groupBy(rows, (row) => row.vote)].flatMap(([vote, given]) => {
      const said = reviewMark(given.map(withValue), appeals.get(vote))
      return said ? [[vote, said.mark] as const] : []
    }),
  )
}

const withValue = (row: Schema['review']['$inferSelect']) => ({
  ...row,
  value: row.value === null ? null : (JSON.parse(row.value) as Value),
})

function markOf(
  law: Law,
  vote: CastVote,
  reviews: readonly Schema['review']['$inferSelect'][],
  appeals: readonly AppealState[] | undefined,
): ReviewMarked | null {
  const said = reviewMark(reviews.map(withValue), appeals)
  if (!said || !law.questions.has(vote.question)) return null
  const should = said.value === null ? null : canonical(said.value)
  return {
    vote: vote.id,
    item: vote.item,
    rater: vote.rater,
    question: vote.question,
    mark: said.mark,
    because: said.because,
    weight: 1,
    said: vote.value,
    should: said.mark === 'right' ? vote.value : should,
    version: law.bound(vote),
    others: null,
  }
}
