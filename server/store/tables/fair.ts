import type { BallotAnswer } from '#shared/answer.ts'
import type { AppealBasis, AppealState } from '#shared/appeal.ts'
import type { Bar, BarBasis, Consequence, SanctionSignature, SanctionState } from '#shared/bar.ts'
import type { BlindKind } from '#shared/blind-case.ts'
import type { GoldState, GoldWay } from '#shared/gold.ts'
import type { ReviewBatch, ReviewReason, ReviewState, ReviewVerdict } from '#shared/review.ts'
import type { Rate } from '#shared/standing.ts'
import type { Language } from '#shared/text.ts'
import type { Columns } from './columns.ts'

/** What raters, reviewers and panelists are measured by, and how they answer. */
export function fairTables({
  table,
  string,
  maybeString,
  number,
  maybeNumber,
  maybeReal,
  json,
  index,
  primaryKey,
  span,
}: Columns) {
  const gold = table(
    'gold',
    {
      project: string(),
      id: string(),
      item: string(),
      question: string(),
      value: string(),
      source: string(),
      chosen: string().$type<GoldWay>(),
      probability: maybeReal(),
      state: string().$type<GoldState>(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('gold_item').on(t.project, t.item)],
  )
  const reviewReasons = table(
    'review_reasons',
    { project: string(), body: json<ReviewReason[]>(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.since] })],
  )
  const reviewBatch = table(
    'review_batch',
    { project: string(), id: string().primaryKey(), body: json<ReviewBatch>(), since: number() },
    (t) => [index('review_batch_project').on(t.project)],
  )
  const review = table(
    'review',
    {
      project: string(),
      id: string(),
      vote: string(),
      item: string(),
      question: string(),
      rater: string(),
      reviewer: string(),
      source: string(),
      batch: maybeString(),
      repeats: maybeString(),
      state: string().$type<ReviewState>(),
      verdict: maybeString().$type<ReviewVerdict>(),
      reason: maybeString(),
      value: maybeString(),
      words: string(),
      at: maybeNumber(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.id, t.since] }),
      index('review_vote').on(t.vote),
      index('review_rater').on(t.rater),
      index('review_reviewer').on(t.project, t.reviewer),
    ],
  )
  const bar = table('bar', { project: string(), body: json<Bar | null>(), ...span() }, (t) => [
    primaryKey({ columns: [t.project, t.since] }),
  ])
  const barReview = table(
    'bar_review',
    {
      project: string(),
      date: string(),
      bar: number(),
      looked: number(),
      proposed: number(),
      since: number(),
    },
    (t) => [primaryKey({ columns: [t.project, t.date] })],
  )
  const sanction = table(
    'sanction',
    {
      project: string(),
      id: string(),
      rater: string(),
      bar: number(),
      review: string(),
      basis: string().$type<BarBasis>(),
      question: maybeString(),
      follows: string().$type<Consequence>(),
      rate: json<Rate>(),
      proposedAt: number(),
      answerBy: number(),
      answeredAt: maybeNumber(),
      answer: string(),
      state: string().$type<SanctionState>(),
      signatures: json<(SanctionSignature & { words: string })[]>(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('sanction_rater').on(t.rater)],
  )
  const appeal = table(
    'appeal',
    {
      project: string(),
      id: string(),
      basis: string().$type<AppealBasis>(),
      target: string(),
      item: string(),
      questions: json<string[]>(),
      rater: string(),
      votes: json<string[]>(),
      by: string(),
      onBehalf: number(),
      clause: maybeString(),
      state: string().$type<AppealState>(),
      filedAt: number(),
      due: number(),
      answeredBy: maybeString(),
      fallback: number(),
      hearing: maybeString(),
      answeredAt: maybeNumber(),
      reason: string(),
      answer: string(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.id, t.since] }),
      index('appeal_rater').on(t.rater),
      index('appeal_item').on(t.project, t.item),
    ],
  )
  return { gold, reviewReasons, reviewBatch, review, bar, barReview, sanction, appeal }
}

/** Smaller things that people say of themselves and of answers. */
export function saidTables({
  table,
  string,
  maybeNumber,
  maybeString,
  number,
  json,
  index,
  primaryKey,
  span,
}: Columns) {
  const translation = table(
    'translation',
    {
      project: string(),
      decision: string(),
      language: string().$type<Language>(),
      text: string(),
      by: string(),
      at: number(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.decision, t.language, t.since] })],
  )
  const reads = table(
    'reads',
    { project: string(), member: string(), languages: json<Language[]>(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.member, t.since] })],
  )
  const blindCase = table(
    'blind_case',
    {
      project: string(),
      id: string(),
      member: string(),
      dispute: string(),
      kind: string().$type<BlindKind>(),
      state: string().$type<'asked' | 'given'>(),
      answers: json<BallotAnswer[]>(),
      askedAt: number(),
      at: maybeNumber(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.id, t.since] }),
      index('blind_case_member').on(t.project, t.member),
    ],
  )
  const voteNote = table(
    'vote_note',
    { project: string(), vote: string(), text: string(), at: number(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.vote, t.since] })],
  )
  const raterAttribute = table(
    'rater_attribute',
    {
      project: string(),
      rater: string(),
      name: string(),
      value: string(),
      /** The import that brought it: it counts once that is done. Null: a lead described the rater. */
      import: maybeString(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.rater, t.name, t.since] }),
      index('rater_attribute_import').on(t.import),
    ],
  )
  return { translation, reads, blindCase, voteNote, raterAttribute }
}
