import type { Told } from '#shared/events.ts'
import type { ReviewBatch, ReviewRecord } from '#shared/review.ts'
import type { Reader } from '../../store/store.ts'
import { membersOf } from '../told.ts'

/**
 * Double-blind: a reviewer hears of the vote but not whose it is, the rater of the review but not whose it is. Leads may be
 * either themselves, so what goes to them by their role names neither; they read the rest, asked by whom they are.
 */
const toLeads = { roles: ['lead', 'auditor'] as ('lead' | 'auditor')[] }
export const unnamed = (review: ReviewRecord): ReviewRecord => ({ ...review, rater: '', reviewer: '' })
/** As its reviewer knows it: not whose vote, nor that they were asked about it before. */
const forReviewer = (review: ReviewRecord): ReviewRecord => ({
  ...review,
  vote: '',
  rater: '',
  repeats: null,
})
const blindBatch = (batch: ReviewBatch, reviewer: string): ReviewBatch => ({
  ...batch,
  seed: 0,
  share: 0,
  perRater: null,
  question: null,
  rater: null,
  stratified: false,
  reviewers: [reviewer],
  read: 0,
  of: 0,
  n: 0,
  repeats: 0,
  repeated: 0,
})

export function toldAssigned(batch: ReviewBatch, reviews: readonly ReviewRecord[]): Told[] {
  const shown = { ...batch, seed: 0, rater: null, reviewers: [] }
  return [
    { to: toLeads, event: { kind: 'reviews.assigned', batch: shown, reviews: [] } },
    ...[...Map.groupBy(reviews, ({ reviewer }) => reviewer)].map(
      ([member, own]): Told => ({
        to: { members: [member] },
        event: {
          kind: 'reviews.assigned',
          batch: blindBatch(batch, member),
          reviews: own.map(forReviewer),
        },
      }),
    ),
  ]
}

/** A repeat measures its reviewer and says nothing of the vote: its rater does not hear of it. */
export async function toldGiven(read: Reader, project: string, review: ReviewRecord): Promise<Told[]> {
  const rater = review.repeats === null ? (await membersOf(read, project, [review.rater])).values() : []
  const members = [...rater].filter((member) => member !== review.reviewer)
  const forRater = { ...unnamed(review), batch: null }
  return [
    { to: toLeads, event: { kind: 'review.given', review: { ...unnamed(review), vote: '' } } },
    { to: { members: [review.reviewer] }, event: { kind: 'review.given', review: forReviewer(review) } },
    ...(members.length === 0
      ? []
      : [{ to: { members }, event: { kind: 'review.given' as const, review: forRater } }]),
  ]
}

export const toldDeclined = (review: ReviewRecord): Told[] => [
  { to: { ...toLeads, members: [review.reviewer] }, event: { kind: 'review.declined', review: review.id } },
]
