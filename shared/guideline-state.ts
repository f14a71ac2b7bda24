import type { CitationFact, CitationRecord } from './citation.ts'
import type { ClauseApproval, ClauseRules } from './clause.ts'
import type { ClauseThread, ClauseThreadFact } from './clause-thread.ts'
import type { LiveEvent } from './events.ts'
import type { Acknowledgement, GuidelineHead } from './guideline.ts'
import type { ProposalFact } from './proposal.ts'
import { type ProposalRecord, verdictsOn, waits } from './proposal-record.ts'
import type { RecheckFact, RecheckRecord, RevoteRecord } from './recheck.ts'

/** The part of a project's record that is about its guideline. */
export type GuidelineState = {
  guidelines: GuidelineHead[]
  /** By `<rater>/<version>`. */
  acknowledged: Record<string, Acknowledgement>
  clauseRules: ClauseRules
  /** By `<clause>/<owner>`: their last word. */
  approvals: Record<string, ClauseApproval>
  clauseThreads: ClauseThreads
  proposals: Proposals
  rechecks: Rechecks
  revotes: Record<string, RevoteRecord>
  citations: Citations
}

/** The guideline: its versions, how its clauses are kept, what is said and proposed about them, and what follows. */
export function applyGuideline<State extends GuidelineState>(
  state: State,
  fact: LiveEvent,
): State | undefined {
  switch (fact.kind) {
    case 'guideline.published':
      return { ...state, guidelines: [...state.guidelines, fact.guideline] }
    case 'guideline.acknowledged': {
      const read = fact.acknowledged.map((one) => [`${one.rater}/${one.version}`, one] as const)
      return { ...state, acknowledged: { ...state.acknowledged, ...Object.fromEntries(read) } }
    }
    case 'draft.set':
      return state
    case 'clause.protected':
      return { ...state, clauseRules: { ...state.clauseRules, [fact.rule.clause]: fact.rule } }
    case 'clause.approved': {
      const { clause, by } = fact.approval
      return { ...state, approvals: { ...state.approvals, [`${clause}/${by}`]: fact.approval } }
    }
    case 'clause.commented':
    case 'clause.replied':
    case 'clause.resolved':
    case 'clause.unresolved':
      return { ...state, clauseThreads: applyClauseThread(state.clauseThreads, fact) }
    case 'proposal.made':
    case 'proposal.revised':
    case 'proposal.reviewed':
    case 'proposal.decided':
    case 'proposals.published':
      return { ...state, proposals: applyProposal(state.proposals, fact) }
    case 'rechecks.opened':
    case 'rechecks.answered':
      return { ...state, rechecks: applyRecheck(state.rechecks, fact) }
    case 'revote.drawn':
      return { ...state, revotes: { ...state.revotes, [fact.revote.id]: fact.revote } }
    case 'precedent.cited':
    case 'precedent.uncited':
      return { ...state, citations: applyCitation(state.citations, fact) }
  }
}

export type Proposals = Record<string, ProposalRecord>
export function applyProposal(proposals: Proposals, fact: ProposalFact): Proposals {
  if (fact.kind === 'proposal.made') {
    const made = { ...fact.proposal, state: 'open' as const, reviews: [], decidedBy: null, version: null }
    return { ...proposals, [made.id]: made }
  }
  if (fact.kind === 'proposals.published') {
    const next = { ...proposals }
    for (const id of fact.proposals)
      if (next[id]) next[id] = { ...next[id], state: 'published', version: fact.version }
    return next
  }
  const one = proposals[fact.proposal]
  return one ? { ...proposals, [one.id]: applyToOne(one, fact) } : proposals
}

function applyToOne(
  one: ProposalRecord,
  fact: Exclude<ProposalFact, { kind: 'proposal.made' | 'proposals.published' }>,
): ProposalRecord {
  switch (fact.kind) {
    case 'proposal.revised':
      return reviewed({ ...one, base: fact.base, hash: fact.hash })
    case 'proposal.reviewed':
      if (one.reviews.some(({ id }) => id === fact.review.id)) return one
      return reviewed({ ...one, reviews: [...one.reviews, fact.review] })
    case 'proposal.decided':
      return { ...one, state: fact.state, decidedBy: fact.by }
  }
}

/** Changes are asked for as long as somebody's last word on what it says now asks for them. */
function reviewed(one: ProposalRecord): ProposalRecord {
  if (!waits(one)) return one
  const asks = verdictsOn(one).some(({ verdict }) => verdict === 'request-changes')
  return { ...one, state: asks ? 'changes-asked' : 'open' }
}

export type ClauseThreads = Record<string, ClauseThread>
export function applyClauseThread(threads: ClauseThreads, fact: ClauseThreadFact): ClauseThreads {
  if (fact.kind === 'clause.commented')
    return { ...threads, [fact.thread.id]: { ...fact.thread, state: 'open', comments: [fact.comment] } }
  const thread = threads[fact.thread]
  if (!thread) return threads
  switch (fact.kind) {
    case 'clause.replied': {
      if (thread.comments.some(({ id }) => id === fact.comment.id)) return threads
      return { ...threads, [thread.id]: { ...thread, comments: [...thread.comments, fact.comment] } }
    }
    case 'clause.resolved':
    case 'clause.unresolved': {
      const state = fact.kind === 'clause.resolved' ? 'resolved' : 'open'
      return { ...threads, [thread.id]: { ...thread, state } }
    }
  }
}

export type Rechecks = Record<string, RecheckRecord>
export function applyRecheck(
  rechecks: Rechecks,
  fact: Exclude<RecheckFact, { kind: 'revote.drawn' }>,
): Rechecks {
  const next = { ...rechecks }
  if (fact.kind === 'rechecks.opened') for (const one of fact.rechecks) next[one.id] = one
  else
    for (const id of fact.rechecks)
      if (next[id]) next[id] = { ...next[id], state: fact.state, by: fact.by, at: fact.at }
  return next
}

export const citationKey = ({ dispute, decision }: Pick<CitationRecord, 'dispute' | 'decision'>): string =>
  `${dispute}/${decision}`
/** By `citationKey`: a dispute says one thing of a decision, its last. */
export type Citations = Record<string, CitationRecord>
export function applyCitation(citations: Citations, fact: CitationFact): Citations {
  if (fact.kind === 'precedent.cited') return { ...citations, [citationKey(fact.citation)]: fact.citation }
  const { [fact.citation]: _gone, ...rest } = citations
  return rest
}
