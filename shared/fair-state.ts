import { type Appeals, applyAppeal } from './appeal.ts'
import { applySanction, type Bar, type Sanctions } from './bar.ts'
import { applyBlind, type BlindCases } from './blind-case.ts'
import type { LiveEvent } from './events.ts'
import { applyGold, type Golds } from './gold.ts'
import { applyReview, type ReviewBatch, type ReviewReason, type Reviews } from './review.ts'
import type { Language } from './text.ts'

/** The part of a project's record that holds raters, reviewers and panelists to account. */
export type FairState = {
  gold: Golds
  reviewReasons: ReviewReason[]
  reviewBatches: Record<string, ReviewBatch>
  reviews: Reviews
  bar: Bar | null
  /** Review dates that were looked at. */
  barReviews: Record<string, { bar: number; looked: number; proposed: number }>
  sanctions: Sanctions
  appeals: Appeals
  /** By `<decision>/<language>`: since when it can be read so. */
  translated: Record<string, number>
  reads: Record<string, Language[]>
  blindCases: BlindCases
  /** When a rater last wrote a note to a vote. */
  noted: Record<string, number>
  /** By `<rater>/<name>`. */
  attributes: Record<string, string>
}
export const emptyFair = (): FairState => ({
  gold: {},
  reviewReasons: [],
  reviewBatches: {},
  reviews: {},
  bar: null,
  barReviews: {},
  sanctions: {},
  appeals: {},
  translated: {},
  reads: {},
  blindCases: {},
  noted: {},
  attributes: {},
})

/** Gold, reviews, the bar and what it proposes, appeals, and what raters and panelists say of themselves. */
export function applyFair<State extends FairState>(state: State, fact: LiveEvent): State | undefined {
  switch (fact.kind) {
    case 'gold.imported':
    case 'gold.withdrawn':
    case 'gold.moved':
      return { ...state, gold: applyGold(state.gold, fact) }
    case 'review.reasons':
      return { ...state, reviewReasons: fact.reasons }
    case 'reviews.assigned':
      return {
        ...state,
        reviewBatches: { ...state.reviewBatches, [fact.batch.id]: fact.batch },
        reviews: applyReview(state.reviews, fact),
      }
    case 'reviews.imported':
    case 'review.given':
    case 'review.declined':
      return { ...state, reviews: applyReview(state.reviews, fact) }
    case 'appeal.filed':
    case 'appeal.moved':
      return { ...state, appeals: applyAppeal(state.appeals, fact) }
    case 'decision.translated': {
      const key = `${fact.decision}/${fact.language}`
      return { ...state, translated: { ...state.translated, [key]: fact.at } }
    }
    case 'rater.reads':
      return { ...state, reads: { ...state.reads, [fact.member]: fact.languages } }
    case 'blind.drawn':
    case 'blind.given':
      return { ...state, blindCases: applyBlind(state.blindCases, fact) }
    default:
      return applyBar(state, fact) ?? applyRater(state, fact)
  }
}

function applyBar<State extends FairState>(state: State, fact: LiveEvent): State | undefined {
  switch (fact.kind) {
    case 'bar.set':
      return { ...state, bar: fact.bar }
    case 'bar.ended':
      return { ...state, bar: null }
    case 'bar.reviewed': {
      const { date, bar, looked, proposed } = fact
      return { ...state, barReviews: { ...state.barReviews, [date]: { bar, looked, proposed } } }
    }
    case 'sanctions.proposed':
    case 'sanction.answered':
    case 'sanction.signed':
    case 'sanctions.withdrawn':
      return { ...state, sanctions: applySanction(state.sanctions, fact) }
  }
}

function applyRater<State extends FairState>(state: State, fact: LiveEvent): State | undefined {
  switch (fact.kind) {
    case 'vote.noted':
      return { ...state, noted: { ...state.noted, [fact.vote]: fact.at } }
    case 'raters.described': {
      const attributes = { ...state.attributes }
      for (const { rater, name, value } of fact.attributes) {
        if (value === '') delete attributes[`${rater}/${name}`]
        else attributes[`${rater}/${name}`] = value
      }
      return { ...state, attributes }
    }
  }
}
