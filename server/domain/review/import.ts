import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { canonical } from '#shared/question.ts'
import { Refusal } from '#shared/refusals.ts'
import { OWN_SOURCE, type ReviewRecord } from '#shared/review.ts'
import type { Asked, Handler } from '../../command.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { handfuls } from '../named.ts'
import { answerOf, refuseLeft } from '../rows-left.ts'
import { membersOf } from '../told.ts'
import { type ReviewRow, sortReviews } from './rows.ts'

const columns = [
  'project',
  'id',
  'vote',
  'item',
  'question',
  'rater',
  'reviewer',
  'source',
  'batch',
  'repeats',
  'state',
  'verdict',
  'reason',
  'value',
  'words',
  'at',
  'since',
  'until',
] as const

/** Reviews that another tool brought: they count like ours, under the name of their source. */
export const importReviews: Handler<'review.import'> = async (tx, { source, rows, leaveOut }, asked) => {
  const { id: project } = asked.project
  if (source === OWN_SOURCE) throw new Refusal('malformed', { detail: `the source “${source}” is our own` })
  const sorted = await sortReviews(tx, project, source, rows)
  refuseLeft(sorted.left, rows.length, leaveOut)
  const written = [...sorted.fresh, ...sorted.changed].map((row) => ({
    row,
    review: reviewOf(row, source, asked),
  }))
  const { review: table } = tx.tables
  for (const some of handfuls(sorted.changed.map(({ old }) => old!)))
    await tx
      .update(table)
      .set({ until: asked.seq })
      .where(and(eq(table.project, project), isNull(table.until), inArray(table.id, some)))
  for (const some of handfuls(written)) await write(tx, project, asked.seq, some)
  const reviews = written.map(({ review }) => review)
  const facts: Fact[] = reviews.length > 0 ? [{ kind: 'reviews.imported', reviews }] : []
  return {
    facts,
    told: facts.length > 0 ? await toldOf(tx, project, reviews) : [],
    texts: written
      .filter(({ row }) => row.words !== '')
      .map(({ row, review }) => ({ author: asked.actor.id, of: review.id, words: row.words })),
    answer: { ...answerOf(sorted) },
  }
}

/** One whose source says no time was given when it came in, as far as anybody here knows. */
const reviewOf = (
  { vote, item, question, rater, reviewer, verdict, value, at, old }: ReviewRow,
  source: string,
  asked: Asked,
): ReviewRecord => ({
  id: old ?? asked.newId(),
  vote,
  item,
  question,
  rater,
  reviewer,
  source,
  batch: null,
  repeats: null,
  state: 'given',
  verdict,
  reason: null,
  value,
  at: at ?? asked.at,
})

async function write(
  tx: Writer,
  project: string,
  seq: number,
  some: readonly { row: ReviewRow; review: ReviewRecord }[],
) {
  await tx.bulk(
    'review',
    columns,
    some.map(({ row, review }) => [
      project,
      review.id,
      review.vote,
      review.item,
      review.question,
      review.rater,
      review.reviewer,
      review.source,
      null,
      null,
      'given',
      review.verdict,
      null,
      review.value === null ? null : canonical(review.value),
      row.words,
      review.at,
      seq,
      null,
    ]),
  )
}

/** Each rater hears what was said of their own votes, and never by whom. */
async function toldOf(read: Reader, project: string, reviews: readonly ReviewRecord[]): Promise<Told[]> {
  const behind = await membersOf(
    read,
    project,
    reviews.map(({ rater }) => rater),
  )
  const own = Map.groupBy(
    reviews.filter(({ rater }) => behind.has(rater)),
    ({ rater }) => behind.get(rater)!,
  )
  return [
    { to: { roles: ['lead', 'auditor'] }, event: { kind: 'reviews.imported', reviews: [...reviews] } },
    ...[...own].map(
      ([member, some]): Told => ({
        to: { members: [member] },
        event: { kind: 'reviews.imported', reviews: some.map((one) => ({ ...one, reviewer: '' })) },
      }),
    ),
  ]
}
