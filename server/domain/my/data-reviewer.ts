import { and, eq } from 'drizzle-orm'
import type { Value } from '#shared/question.ts'
import { OWN_SOURCE } from '#shared/review.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'

/** Reviews that somebody was asked for here; whose votes they were stays unsaid. */
export async function dataOfReviewer(read: Reader, project: string, member: string) {
  const { review } = read.tables
  const where = and(eq(review.reviewer, member), eq(review.source, OWN_SOURCE))
  const rows = await present(read, 'review', project, where)
  return {
    reviews: rows.map(({ id, question, state, verdict, reason, value, words, at }) => ({
      review: id,
      ...{ question, state, verdict, reason, words, at },
      value: value === null ? null : (JSON.parse(value) as Value),
    })),
  }
}
