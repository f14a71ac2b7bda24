import { withCause } from './cause.ts'
import type { DecisionFact } from './decision.ts'
import { applyDispute } from './dispute.ts'
import type { LiveEvent } from './events.ts'
import { withOpinion } from './opinion.ts'
import type { DisputeRecord } from './record.ts'
import { applyThread } from './thread.ts'

/** Everything that can happen in a dispute. */
export type OfDispute = Extract<LiveEvent, { dispute: string }>
/** One dispute after one fact, whichever noun it is about. */
export function applyToDispute(dispute: DisputeRecord, fact: OfDispute): DisputeRecord {
  switch (fact.kind) {
    case 'ballot.cast':
      return {
        ...dispute,
        ballots: {
          ...dispute.ballots,
          [fact.ballot.id]: { ...dispute.ballots[fact.ballot.id], ...fact.ballot },
        },
      }
    case 'decision.drafted':
    case 'decision.signed':
    case 'decision.pulled':
      return applyDecision(dispute, fact)
    case 'cause.named':
      return { ...dispute, causes: withCause(dispute.causes, fact.named) }
    case 'opinion.written':
      return { ...dispute, opinions: withOpinion(dispute.opinions, fact.opinion) }
    case 'thread.opened':
    case 'comment.added':
    case 'thread.resolved':
    case 'thread.reopened':
      return { ...dispute, threads: applyThread(dispute.threads, fact) }
    case 'dispute.seen':
      return {
        ...dispute,
        ...fact.seen,
        ballots: { ...dispute.ballots, ...fact.seen.ballots },
        decisions: { ...dispute.decisions, ...fact.seen.decisions },
        threads: { ...dispute.threads, ...fact.seen.threads },
        causes: { ...dispute.causes, ...fact.seen.causes },
        opinions: { ...dispute.opinions, ...fact.seen.opinions },
      }
    case 'ballot.refused_late':
    case 'votes.marked':
      return dispute
    default:
      return applyDispute(dispute, fact)
  }
}

function applyDecision(dispute: DisputeRecord, fact: DecisionFact): DisputeRecord {
  const decisions = { ...dispute.decisions }
  switch (fact.kind) {
    case 'decision.drafted':
      return { ...dispute, decisions: { ...decisions, [fact.decision.id]: fact.decision } }
    case 'decision.signed':
      for (const id of fact.decisions) {
        const draft = decisions[id]
        // Whoever could not read the draft learns that it is signed, and reads it anew.
        if (!draft) continue
        if (draft.supersedes && decisions[draft.supersedes])
          decisions[draft.supersedes] = { ...decisions[draft.supersedes]!, state: 'superseded' }
        decisions[id] = {
          ...draft,
          state: 'signed',
          signedBy: fact.by,
          signedAt: fact.at,
          consent: fact.consent,
          overridden: fact.overridden,
          ...(fact.rationale === undefined ? {} : { rationale: fact.rationale }),
        }
      }
      return { ...dispute, state: 'decided', decisions }
    case 'decision.pulled':
      for (const id of fact.decisions) if (decisions[id]) decisions[id] = { ...decisions[id], pulled: true }
      return { ...dispute, state: 'revealed', decisions }
  }
}
