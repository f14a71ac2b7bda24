import type { Block } from '#shared/content.ts'
import type { Question, Value } from '#shared/question.ts'
import type { ReviewBatch, ReviewReason, ReviewState, ReviewVerdict } from '#shared/review.ts'
import type { Rate } from '#shared/standing.ts'
import type { Bilingual } from '#shared/text.ts'

/** What the server says of peer review. */
export type ReviewTask = {
  id: string
  item: { id: string; content: Block[]; language: string | null; tags: string[] }
  question: Question
  value: Value
  note: string | null
}
export type MyReviews = { rows: ReviewTask[]; left: number; given: number }
export type Reasons = { reasons: ReviewReason[]; set: boolean }
export type ReviewBatchRow = Omit<ReviewBatch, 'reviewers' | 'read' | 'repeats'> & {
  reviewers: (string | null)[]
  progress: { given: number; asked: number; declined: number; stuck: number }
}
export type ReviewRow = {
  id: string
  state: ReviewState
  item: string
  external: string
  snippet: string
  question: string
  value: Value | null
  vote: string | null
  rater: string | null
  reviewer: string | null
  mine: boolean
  source: string
  repeat: boolean
  verdict: ReviewVerdict | null
  words: string
  at: number | null
  fix: Value | null
  reason: Bilingual | null
}
export type ReviewPage = { rows: ReviewRow[]; next: string | null }
export type ReviewerMeasure = {
  name: string
  source: string
  mine: boolean
  given: Record<ReviewVerdict, number>
  asked: number
  declined: number
  overturned: Rate | null
  repeats: Rate | null
}
export type Preview = {
  of: number
  n: number
  repeats: number
  reviewers: { member: string; n: number; repeats: number }[]
}
