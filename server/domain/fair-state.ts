import { eq } from 'drizzle-orm'
import type { AppealRecord } from '#shared/appeal.ts'
import type { SanctionRecord } from '#shared/bar.ts'
import type { FairState } from '#shared/fair-state.ts'
import type { GoldRecord } from '#shared/gold.ts'
import type { Value } from '#shared/question.ts'
import type { ReviewRecord } from '#shared/review.ts'
import { present } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'

type Row<Name extends keyof Schema> = Schema[Name]['$inferSelect']
const byId = <One extends { id: string }>(all: readonly One[]): Record<string, One> =>
  Object.fromEntries(all.map((one) => [one.id, one]))

/** As the tables have it now, without what is text: gold, reviews, the bar, appeals, and what people say of themselves. */
export async function fairState(read: Reader, project: string): Promise<FairState> {
  const { reviewBatch, barReview } = read.tables
  const batches = await read.select().from(reviewBatch).where(eq(reviewBatch.project, project))
  const looks = await read.select().from(barReview).where(eq(barReview.project, project))
  return {
    gold: byId((await present(read, 'gold', project)).map(goldRecord)),
    reviewReasons: (await present(read, 'reviewReasons', project))[0]?.body ?? [],
    reviewBatches: Object.fromEntries(batches.map(({ id, body }) => [id, body])),
    reviews: byId((await present(read, 'review', project)).map(reviewRecord)),
    bar: (await present(read, 'bar', project))[0]?.body ?? null,
    barReviews: Object.fromEntries(
      looks.map(({ date, bar, looked, proposed }) => [date, { bar, looked, proposed }]),
    ),
    sanctions: byId((await present(read, 'sanction', project)).map(sanctionRecord)),
    appeals: byId((await present(read, 'appeal', project)).map(appealRecord)),
    ...(await saidOf(read, project)),
  }
}

async function saidOf(read: Reader, project: string) {
  const translations = await present(read, 'translation', project)
  const attributes = (await present(read, 'raterAttribute', project)).filter(({ since }) => since > 0)
  return {
    translated: Object.fromEntries(
      translations.map(({ decision, language, at }) => [`${decision}/${language}`, at]),
    ),
    reads: Object.fromEntries(
      (await present(read, 'reads', project)).map(({ member, languages }) => [member, languages]),
    ),
    blindCases: byId(
      (await present(read, 'blindCase', project)).map(
        ({ id, member, dispute, kind, state, answers, askedAt, at }) => ({
          id,
          member,
          dispute,
          kind,
          state,
          answers,
          askedAt,
          at,
        }),
      ),
    ),
    noted: Object.fromEntries((await present(read, 'voteNote', project)).map(({ vote, at }) => [vote, at])),
    attributes: Object.fromEntries(attributes.map(({ rater, name, value }) => [`${rater}/${name}`, value])),
  }
}

export const goldRecord = ({
  project: _p,
  since: _s,
  until: _u,
  value,
  ...row
}: Row<'gold'>): GoldRecord => ({ ...row, value: JSON.parse(value) as Value })

export const reviewRecord = ({
  project: _p,
  since: _s,
  until: _u,
  words: _w,
  value,
  ...row
}: Row<'review'>): ReviewRecord => ({
  ...row,
  value: value === null ? null : (JSON.parse(value) as Value),
})

export const sanctionRecord = ({
  project: _p,
  since: _s,
  until: _u,
  answer: _a,
  signatures,
  ...row
}: Row<'sanction'>): SanctionRecord => ({
  ...row,
  signatures: signatures.map(({ words: _words, ...one }) => one),
})

export const appealRecord = ({
  project: _p,
  since: _s,
  until: _u,
  reason: _r,
  answer: _a,
  onBehalf,
  fallback,
  ...row
}: Row<'appeal'>): AppealRecord => ({ ...row, onBehalf: onBehalf === 1, fallback: fallback === 1 })
