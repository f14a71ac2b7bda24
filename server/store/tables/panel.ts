import type { BallotAnswer, Cause } from '#shared/answer.ts'
import type { Basis, Because, MarkWord } from '#shared/mark.ts'
import type { Policy } from '#shared/policy.ts'
import type { Value } from '#shared/question.ts'
import type {
  Causes,
  Chosen,
  DecisionKind,
  DecisionRecord,
  DecisionState,
  DisputeState,
  Recusal,
  RequirementName,
  SeatState,
} from '#shared/record.ts'
import type { Columns } from './columns.ts'

/** The panel’s work. */
export function panelTables({
  table,
  string,
  maybeString,
  number,
  maybeNumber,
  maybeReal,
  json,
  index,
  primaryKey,
  uniqueIndex,
  span,
}: Columns) {
  const dispute = table(
    'dispute',
    {
      project: string(),
      id: string(),
      item: string(),
      questions: json<string[]>(),
      chosen: string().$type<Chosen>(),
      probability: maybeReal(),
      state: string().$type<DisputeState>(),
      round: number(),
      policy: json<Policy>(),
      guideline: maybeNumber(),
      openedAt: number(),
      openedBy: string(),
      deadline: maybeNumber(),
      ...span(),
      held: number(),
      revealedAt: maybeNumber(),
      appeal: maybeString(),
      barred: json<string[]>(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('dispute_item').on(t.project, t.item)],
  )
  const disputeVote = table(
    'dispute_vote',
    {
      project: string(),
      dispute: string(),
      vote: string(),
      rater: string(),
      question: string(),
      value: string(),
      version: maybeNumber(),
      at: maybeNumber(),
      late: number(),
      since: number(),
    },
    (t) => [primaryKey({ columns: [t.dispute, t.vote] }), index('dispute_vote_vote').on(t.vote)],
  )
  const seat = table(
    'seat',
    {
      project: string(),
      id: string(),
      dispute: string(),
      letter: string(),
      member: string(),
      chair: number(),
      notBlind: number(),
      fromRound: number(),
      state: string().$type<SeatState>(),
      ...span(),
      guest: number(),
      why: maybeString().$type<Recusal>(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('seat_dispute').on(t.dispute)],
  )
  const ballot = table(
    'ballot',
    {
      project: string(),
      id: string().primaryKey(),
      dispute: string(),
      round: number(),
      seat: string(),
      casting: number(),
      answers: json<BallotAnswer[]>(),
      arguments: json<Record<string, string>>(),
      castAt: number(),
      since: number(),
    },
    (t) => [uniqueIndex('ballot_casting').on(t.dispute, t.round, t.seat, t.casting)],
  )
  const decision = table(
    'decision',
    {
      project: string(),
      id: string(),
      dispute: string(),
      round: number(),
      item: string(),
      question: string(),
      kind: string().$type<DecisionKind>(),
      values: json<{ value: Value; weight: number }[]>(),
      causes: json<Causes>(),
      clauses: json<string[]>(),
      guideline: maybeNumber(),
      ballots: json<string[]>(),
      rationale: string(),
      state: string().$type<DecisionState>(),
      alike: number(),
      signedBy: maybeString(),
      signedAt: maybeNumber(),
      reason: maybeString(),
      supersedes: maybeString(),
      ...span(),
      consent: number(),
      pulled: number(),
      voteCauses: json<DecisionRecord['voteCauses']>(),
      overridden: json<RequirementName[]>(),
      follows: maybeString(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.id, t.since] }),
      index('decision_dispute').on(t.dispute),
      index('decision_item').on(t.project, t.item),
    ],
  )
  const mark = table(
    'mark',
    {
      project: string(),
      vote: string(),
      rater: string(),
      item: string(),
      question: string(),
      basis: string().$type<Basis>(),
      mark: string().$type<MarkWord>(),
      cause: maybeString().$type<Cause>(),
      because: string().$type<Because>(),
      decision: maybeString(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.vote, t.basis, t.since] }),
      index('mark_rater').on(t.rater),
      index('mark_decision').on(t.decision),
    ],
  )
  return { dispute, disputeVote, seat, ballot, decision, mark }
}
