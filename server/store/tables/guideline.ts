import type { CitationSignal } from '#shared/citation.ts'
import type { Protection } from '#shared/clause.ts'
import type { ClauseAnchor, ClauseThread } from '#shared/clause-thread.ts'
import type { DraftChange } from '#shared/draft.ts'
import type { ProposalWords } from '#shared/proposal.ts'
import type { ProposalState, Verdict } from '#shared/proposal-record.ts'
import type { RecheckState } from '#shared/recheck.ts'
import type { Language } from '#shared/text.ts'
import type { Columns } from './columns.ts'

/** The guideline between two versions, and what a version sets off. */
export function guidelineTables({
  table,
  string,
  maybeString,
  number,
  maybeNumber,
  json,
  index,
  primaryKey,
  span,
}: Columns) {
  const clauseRule = table(
    'clause_rule',
    {
      project: string(),
      clause: string(),
      protection: string().$type<Protection>(),
      owners: json<string[]>(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.clause, t.since] })],
  )
  const clauseApproval = table(
    'clause_approval',
    { project: string(), clause: string(), hash: string(), by: string(), at: number(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.clause, t.by, t.since] })],
  )
  const draftChange = table(
    'draft_change',
    { project: string(), since: number(), body: json<DraftChange>() },
    (t) => [primaryKey({ columns: [t.project, t.since] })],
  )
  const acknowledgement = table(
    'acknowledgement',
    { project: string(), rater: string(), version: number(), at: number(), since: number() },
    (t) => [primaryKey({ columns: [t.project, t.rater, t.version] })],
  )
  const proposal = table(
    'proposal',
    {
      project: string(),
      id: string(),
      clause: string(),
      /** Of a new clause: what it comes after; '' for the beginning. */
      after: maybeString(),
      level: number(),
      language: string().$type<Language>(),
      disputes: json<string[]>(),
      by: string(),
      at: number(),
      asked: json<string[]>(),
      base: string(),
      hash: string(),
      state: string().$type<ProposalState>(),
      decidedBy: maybeString(),
      version: maybeNumber(),
      words: json<ProposalWords>(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] })],
  )
  const proposalReview = table(
    'proposal_review',
    {
      project: string(),
      id: string().primaryKey(),
      proposal: string(),
      by: string(),
      at: number(),
      verdict: string().$type<Verdict>(),
      hash: string(),
      text: string(),
      since: number(),
    },
    (t) => [index('proposal_review_proposal').on(t.proposal)],
  )
  const clauseThread = table(
    'clause_thread',
    {
      project: string(),
      id: string(),
      anchor: json<ClauseAnchor>(),
      blocking: number(),
      state: string().$type<ClauseThread['state']>(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] })],
  )
  const clauseComment = table(
    'clause_comment',
    {
      project: string(),
      id: string().primaryKey(),
      thread: string(),
      by: string(),
      at: number(),
      mentions: json<string[]>(),
      text: string(),
      since: number(),
    },
    (t) => [index('clause_comment_thread').on(t.thread)],
  )
  const recheck = table(
    'recheck',
    {
      project: string(),
      id: string(),
      version: number(),
      decision: string(),
      dispute: string(),
      question: string(),
      clauses: json<string[]>(),
      state: string().$type<RecheckState>(),
      by: maybeString(),
      at: maybeNumber(),
      reason: maybeString(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.id, t.since] }),
      index('recheck_decision').on(t.project, t.decision),
    ],
  )
  const revote = table(
    'revote',
    {
      project: string(),
      id: string().primaryKey(),
      version: number(),
      seed: string(),
      affected: json<string[]>(),
      control: json<string[]>(),
      at: number(),
      since: number(),
    },
    () => [],
  )
  const citation = table(
    'citation',
    {
      project: string(),
      id: string(),
      dispute: string(),
      decision: string(),
      signal: string().$type<CitationSignal>(),
      by: string(),
      at: number(),
      reason: string(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.id, t.since] }),
      index('citation_decision').on(t.project, t.decision),
    ],
  )
  return {
    clauseRule,
    clauseApproval,
    draftChange,
    acknowledgement,
    proposal,
    proposalReview,
    clauseThread,
    clauseComment,
    recheck,
    revote,
    citation,
  }
}
