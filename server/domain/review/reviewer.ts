import { and, eq, inArray, isNull } from 'drizzle-orm'
import { OWN_SOURCE } from '#shared/review.ts'
import type { Reader } from '../../store/store.ts'

/**
 * Members who were asked here to grade a vote on these questions of the item, and so could read it; those of other tools
 * nobody knows. By the votes, whose index leads to a handful of reviews.
 */
export async function reviewersOf(
  read: Reader,
  project: string,
  { item, questions }: { item: string; questions: readonly string[] },
): Promise<string[]> {
  const { review, vote } = read.tables
  const rows = await read
    .selectDistinct({ reviewer: review.reviewer })
    .from(vote)
    .innerJoin(review, eq(review.vote, vote.id))
    .where(
      and(
        eq(vote.item, item),
        inArray(vote.question, [...questions]),
        eq(review.project, project),
        eq(review.source, OWN_SOURCE),
        isNull(review.until),
      ),
    )
  return rows.map(({ reviewer }) => reviewer)
}
