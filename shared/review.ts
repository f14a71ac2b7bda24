import Type from 'typebox'
import { Value as ValueSchema } from './question/shape.ts'
import type { Value } from './question.ts'
import { Bilingual, Id, Key, oneOf, QuestionKey } from './text.ts'

/** What a peer says of one vote. */
export const reviewVerdicts = ['accept', 'fix', 'reject'] as const
export type ReviewVerdict = (typeof reviewVerdicts)[number]
export const reviewStates = ['asked', 'given', 'declined'] as const
export type ReviewState = (typeof reviewStates)[number]
/** Reviews given in Gogi come from here; others from the tool they were imported from. */
export const OWN_SOURCE = 'gogi'

/** A peer's grading of one vote, double-blind: the reviewer is not told the rater, the rater never the reviewer. */
export type ReviewRecord = {
  id: string
  vote: string
  item: string
  question: string
  rater: string
  /** A member; of an imported review the id its source gives. */
  reviewer: string
  source: string
  /** The assignment it came from; null for an imported one. */
  batch: string | null
  /** The reviewer's earlier review of the same vote, put to them again unseen. */
  repeats: string | null
  state: ReviewState
  verdict: ReviewVerdict | null
  /** Key of a reason of the project's list. */
  reason: string | null
  /** The answer it should have been: of a `fix`. */
  value: Value | null
  at: number | null
}
export type ReviewReason = { key: string; text: Bilingual }
/** How an assignment was drawn, so that anybody can draw it again. */
export type ReviewBatch = {
  id: string
  at: number
  seed: number
  share: number
  perRater: number | null
  question: string | null
  rater: string | null
  stratified: boolean
  reviewers: string[]
  /** The entry after which votes, links and earlier reviews were read. */
  read: number
  /** Votes it could draw from, and how many it drew. */
  of: number
  n: number
  /** Per cent of each reviewer's earlier reviews, and how many these were. */
  repeats: number
  repeated: number
}
/** Most reviews that one assignment gives out, or one import brings. */
export const REVIEWS_AT_ONCE = 2000
/** Where votes that a review's fix made come from: an import of their own each, with one vote. */
export const FIX_SOURCE = 'gogi:review'
export const REVIEW_WORDS = 2000

const Closed = { additionalProperties: false }
const Words = Type.String({ maxLength: REVIEW_WORDS })
export const reviewCommands = {
  /** The whole list, in its order. A reason in use may be reworded, and left out of the list, never lost. */
  'review.reasons': {
    input: Type.Object(
      {
        reasons: Type.Array(Type.Object({ key: Key, text: Bilingual }, Closed), {
          minItems: 1,
          maxItems: 50,
        }),
      },
      Closed,
    ),
    may: ['lead'],
  },
  /** Draws votes by rule and shares them out: never one's own, never twice to the same reviewer but as a repeat. */
  'review.assign': {
    input: Type.Object(
      {
        /** Per cent of the votes the rule names. */
        share: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
        /** At most so many of each rater. */
        perRater: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        question: Type.Optional(QuestionKey),
        rater: Type.Optional(Id),
        /** In proportion over unanimous, split and tied items, at least one of each. */
        stratified: Type.Boolean(),
        reviewers: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }),
        /** Per cent of each reviewer's earlier reviews put to them again, unseen. */
        repeats: Type.Optional(Type.Number({ minimum: 0, maximum: 50 })),
      },
      Closed,
    ),
    may: ['lead'],
  },
  'review.give': {
    input: Type.Object(
      {
        review: Id,
        verdict: oneOf(reviewVerdicts),
        reason: Type.Optional(Key),
        words: Type.Optional(Words),
        value: Type.Optional(ValueSchema),
      },
      Closed,
    ),
    may: ['rater', 'panelist', 'lead'],
  },
  /** Costs nothing: the vote goes to another reviewer where there is one. */
  'review.decline': {
    input: Type.Object({ review: Id }, Closed),
    may: ['rater', 'panelist', 'lead'],
  },
  /** Reviews that another tool brought. `item`, `rater`: the ids it gave. */
  'review.import': {
    input: Type.Object(
      {
        source: Type.String({ minLength: 1, maxLength: 200 }),
        rows: Type.Array(
          Type.Object(
            {
              item: Type.String({ minLength: 1, maxLength: 1000 }),
              rater: Type.String({ minLength: 1, maxLength: 1000 }),
              question: QuestionKey,
              verdict: oneOf(reviewVerdicts),
              reviewer: Type.Optional(Type.String({ maxLength: 1000 })),
              words: Type.Optional(Words),
              value: Type.Optional(ValueSchema),
              at: Type.Optional(Type.Integer({ minimum: 0 })),
            },
            Closed,
          ),
          { minItems: 1, maxItems: REVIEWS_AT_ONCE },
        ),
        leaveOut: Type.Optional(Type.Boolean()),
      },
      Closed,
    ),
    may: ['lead'],
  },
} as const

/** What a reviewer wrote is text, and so not among the facts. */
export type ReviewFact =
  | { kind: 'review.reasons'; reasons: ReviewReason[] }
  | { kind: 'reviews.assigned'; batch: ReviewBatch; reviews: ReviewRecord[] }
  | { kind: 'reviews.imported'; reviews: ReviewRecord[] }
  | { kind: 'review.given'; review: ReviewRecord }
  | { kind: 'review.declined'; review: string }

export type Reviews = Record<string, ReviewRecord>
export function applyReview(
  reviews: Reviews,
  fact: Exclude<ReviewFact, { kind: 'review.reasons' }>,
): Reviews {
  const next = { ...reviews }
  switch (fact.kind) {
    case 'reviews.assigned':
    case 'reviews.imported':
      for (const one of fact.reviews) next[one.id] = one
      return next
    case 'review.given':
      return { ...next, [fact.review.id]: fact.review }
    case 'review.declined':
      if (next[fact.review]) next[fact.review] = { ...next[fact.review]!, state: 'declined' }
      return next
  }
}

/** What of a review is missing or too much. Returns the code of it. */
export function refuseReview(given: {
  verdict: ReviewVerdict
  reason?: string | undefined
  value?: Value | undefined
  words?: string | undefined
}) {
  if (given.verdict === 'fix' && given.value === undefined) return 'fix-needs-value'
  if (given.verdict !== 'fix' && given.value !== undefined) return 'value-without-fix'
  if (given.verdict !== 'accept' && !given.reason && !given.words?.trim()) return 'review-reason'
}
