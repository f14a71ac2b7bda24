import type { Bar, BarBasis, Consequence } from '#shared/bar.ts'
import { RATE_FROM } from '#shared/standing.ts'

/** A bar while it is typed: numbers and dates are the text in their fields, all questions the empty key. */
export type BarDraft = {
  basis: BarBasis
  question: string
  bar: string
  minimum: string
  reviews: string
  follows: Consequence
}
export type BarFault = 'bar' | 'minimum' | 'reviews'

export const draftOf = (bar: Bar | null): BarDraft => ({
  basis: bar?.basis ?? 'decision',
  question: bar?.question ?? '',
  bar: String(Math.round((bar?.bar ?? 0.7) * 100)),
  minimum: String(bar?.minimum ?? RATE_FROM),
  reviews: (bar?.reviews ?? []).join('\n'),
  follows: bar?.follows ?? 'notice',
})

/** What the fields say, and which of them cannot be read. */
export function readDraft(draft: BarDraft): { bar: Omit<Bar, 'version'>; faults: BarFault[] } {
  const [percent, minimum] = [Number(draft.bar), Number(draft.minimum)]
  const reviews = draft.reviews.split(/[\s,、]+/).filter(Boolean)
  const alike = reviews.every((date) => /^\d{4}-\d\d-\d\d$/.test(date))
  const whole = Number.isInteger(minimum) && minimum >= RATE_FROM && minimum <= 10_000
  const faults: BarFault[] = []
  if (!(percent >= 1 && percent <= 99)) faults.push('bar')
  if (!whole) faults.push('minimum')
  if (!alike || new Set(reviews).size < reviews.length || reviews.length > 60) faults.push('reviews')
  const { basis, question, follows } = draft
  const bar = { basis, question: question || null, bar: percent / 100, minimum, reviews, follows }
  return {
    bar,
    faults: reviews.length === 0 && !faults.includes('reviews') ? [...faults, 'reviews'] : faults,
  }
}
