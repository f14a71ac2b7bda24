import type { Closure } from './closure.ts'
import { applyDispute, fresh } from './dispute.ts'
import type { LiveEvent } from './events.ts'
import type { GuidelineHead } from './guideline.ts'
import type { ImportRecord } from './import-run.ts'
import type { MarkRecord } from './mark.ts'
import { applyMember, type People } from './member.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import type { DisputeRecord } from './record.ts'
import type { Drawn } from './sample.ts'
import type { StandRecord } from './stand.ts'

/** A project's record at one `seq`. The server's is whole; a screen holds the part it was told. */
export type ProjectState = People & {
  seq: number
  policy: Policy | null
  questions: Record<string, Question>
  guidelines: GuidelineHead[]
  imports: Record<string, ImportRecord>
  mappings: Record<string, unknown>
  stands: Record<string, StandRecord>
  closures: Record<string, Closure>
  samples: Record<string, Pick<Drawn, 'item' | 'stratum'>[]>
  disputes: Record<string, DisputeRecord>
  marks: Record<string, MarkRecord>
}
export const emptyState = (): ProjectState => ({
  seq: 0,
  members: {},
  raterLinks: {},
  policy: null,
  questions: {},
  guidelines: [],
  imports: {},
  mappings: {},
  stands: {},
  closures: {},
  samples: {},
  disputes: {},
  marks: {},
})

/** The state after one entry and its facts. Idempotent: an entry already folded changes nothing. */
export function apply(
  state: ProjectState,
  entry: { seq: number },
  facts: readonly LiveEvent[],
): ProjectState {
  if (entry.seq <= state.seq) return state
  return { ...facts.reduce(applyFact, state), seq: entry.seq }
}

function applyFact(state: ProjectState, fact: LiveEvent): ProjectState {
  switch (fact.kind) {
    case 'member.added':
    case 'member.changed':
    case 'member.removed':
    case 'rater.linked':
      return { ...state, ...applyMember(state, fact) }
    case 'policy.set':
      return { ...state, policy: fact.policy }
    case 'question.saved':
      return { ...state, questions: { ...state.questions, [fact.question.key]: fact.question } }
    case 'guideline.published':
      return { ...state, guidelines: [...state.guidelines, fact.guideline] }
    case 'import.done':
      return { ...state, imports: { ...state.imports, [fact.import.id]: fact.import } }
    case 'import.withdrawn':
      return {
        ...state,
        imports: { ...state.imports, [fact.import]: { ...state.imports[fact.import]!, state: 'withdrawn' } },
      }
    case 'mapping.saved':
      return { ...state, mappings: { ...state.mappings, [fact.name]: fact.mapping } }
    case 'sample.drawn':
      return {
        ...state,
        samples: {
          ...state.samples,
          [fact.sample]: fact.drawn.map(({ item, stratum }) => ({ item, stratum })),
        },
      }
    case 'vote.stood':
      return { ...state, stands: { ...state.stands, [fact.stand.id]: fact.stand } }
    case 'stands.answered':
      return { ...state, stands: answered(state.stands, fact.stands) }
    case 'split.closed':
      return { ...state, closures: { ...state.closures, [fact.closure.id]: fact.closure } }
    case 'split.opened':
      return { ...state, closures: without(state.closures, fact.closure) }
    case 'votes.marked':
      return {
        ...state,
        marks: {
          ...state.marks,
          ...Object.fromEntries(fact.marks.map((mark) => [`${mark.vote}/${mark.basis}`, mark])),
        },
      }
    case 'dispute.opened':
      return { ...state, disputes: { ...state.disputes, [fact.dispute.id]: fresh(fact.dispute) } }
    default:
      return 'dispute' in fact && state.disputes[fact.dispute]
        ? {
            ...state,
            disputes: {
              ...state.disputes,
              [fact.dispute]: applyToDispute(state.disputes[fact.dispute]!, fact),
            },
          }
        : state
  }
}

function answered(stands: ProjectState['stands'], answers: readonly { id: string; upheld: boolean }[]) {
  const next = { ...stands }
  for (const { id, upheld } of answers) next[id] = { ...next[id]!, upheld }
  return next
}

function without<One>(list: Record<string, One>, id: string): Record<string, One> {
  const { [id]: _gone, ...rest } = list
  return rest
}

type OfDispute = Extract<LiveEvent, { dispute: string }>
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
      return { ...dispute, decisions: { ...dispute.decisions, [fact.decision.id]: fact.decision } }
    case 'decision.signed': {
      const decisions = { ...dispute.decisions }
      for (const id of fact.decisions) {
        const old = decisions[id]?.supersedes
        if (old && decisions[old]) decisions[old] = { ...decisions[old], state: 'superseded' }
        decisions[id] = {
          ...decisions[id]!,
          state: 'signed',
          signedBy: fact.by,
          signedAt: fact.at,
          ...(fact.rationale === undefined ? {} : { rationale: fact.rationale }),
        }
      }
      return { ...dispute, state: 'decided', decisions }
    }
    case 'dispute.seen':
      return {
        ...dispute,
        ...fact.seen,
        ballots: { ...dispute.ballots, ...fact.seen.ballots },
        decisions: { ...dispute.decisions, ...fact.seen.decisions },
      }
    case 'ballot.refused_late':
    case 'votes.marked':
      return dispute
    default:
      return applyDispute(dispute, fact)
  }
}
