import type { Closure } from './closure.ts'
import { fresh } from './dispute.ts'
import { applyToDispute, type OfDispute } from './dispute-state.ts'
import type { LiveEvent } from './events.ts'
import { applyFair, emptyFair, type FairState } from './fair-state.ts'
import { applyGuideline, type GuidelineState } from './guideline-state.ts'
import type { ImportRecord } from './import-run.ts'
import type { MarkRecord } from './mark.ts'
import { applyMember, type People } from './member.ts'
import { applyPanelist, type Panelists } from './panelist.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import type { DisputeRecord } from './record.ts'
import type { Drawn } from './sample.ts'
import type { StandRecord } from './stand.ts'

/** A project's record at one `seq`. The server's is whole; a screen holds the part it was told. */
export type ProjectState = People &
  GuidelineState &
  FairState & {
    seq: number
    panelists: Panelists
    policy: Policy | null
    questions: Record<string, Question>
    imports: Record<string, ImportRecord>
    mappings: Record<string, unknown>
    stands: Record<string, StandRecord>
    closures: Record<string, Closure>
    samples: Record<string, Pick<Drawn, 'item' | 'stratum'>[]>
    disputes: Record<string, DisputeRecord>
    marks: Record<string, MarkRecord>
  }
export const emptyState = (): ProjectState => ({
  ...emptyFair(),
  seq: 0,
  members: {},
  raterLinks: {},
  panelists: {},
  policy: null,
  questions: {},
  guidelines: [],
  acknowledged: {},
  clauseRules: {},
  approvals: {},
  clauseThreads: {},
  proposals: {},
  rechecks: {},
  revotes: {},
  citations: {},
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
  return (
    applyPeople(state, fact) ??
    applyWork(state, fact) ??
    applyGuideline(state, fact) ??
    applyFair(state, fact) ??
    applyDisputes(state, fact)
  )
}

function applyPeople(state: ProjectState, fact: LiveEvent): ProjectState | undefined {
  switch (fact.kind) {
    case 'member.added':
    case 'member.changed':
    case 'rater.linked':
      return { ...state, ...applyMember(state, fact) }
    case 'member.removed':
      return { ...state, ...applyMember(state, fact), panelists: without(state.panelists, fact.member) }
    case 'panelist.described':
    case 'panelist.declared':
    case 'guest.joined':
      return { ...state, panelists: applyPanelist(state.panelists, fact) }
  }
}

/** What the project works with: its rules, what came in, what was said of votes before any panel. */
function applyWork(state: ProjectState, fact: LiveEvent): ProjectState | undefined {
  switch (fact.kind) {
    case 'policy.set':
      return { ...state, policy: fact.policy }
    case 'question.saved':
      return { ...state, questions: { ...state.questions, [fact.question.key]: fact.question } }
    case 'import.done':
      return { ...state, imports: { ...state.imports, [fact.import.id]: fact.import } }
    case 'import.withdrawn':
      return {
        ...state,
        imports: { ...state.imports, [fact.import]: { ...state.imports[fact.import]!, state: 'withdrawn' } },
      }
    case 'mapping.saved':
      return { ...state, mappings: { ...state.mappings, [fact.name]: fact.mapping } }
    case 'sample.drawn': {
      const drawn = fact.drawn.map(({ item, stratum }) => ({ item, stratum }))
      return { ...state, samples: { ...state.samples, [fact.sample]: drawn } }
    }
    case 'vote.stood':
      return { ...state, stands: { ...state.stands, [fact.stand.id]: fact.stand } }
    case 'stands.answered':
      return { ...state, stands: answered(state.stands, fact.stands) }
    case 'split.closed':
      return { ...state, closures: { ...state.closures, [fact.closure.id]: fact.closure } }
    case 'split.opened':
      return { ...state, closures: without(state.closures, fact.closure) }
  }
}

function applyDisputes(state: ProjectState, fact: LiveEvent): ProjectState {
  if (fact.kind === 'votes.marked') {
    const marks = Object.fromEntries(fact.marks.map((mark) => [`${mark.vote}/${mark.basis}`, mark]))
    return { ...state, marks: { ...state.marks, ...marks } }
  }
  if (fact.kind === 'dispute.opened')
    return { ...state, disputes: { ...state.disputes, [fact.dispute.id]: fresh(fact.dispute) } }
  const dispute = 'dispute' in fact ? state.disputes[fact.dispute] : undefined
  if (!dispute) return state
  const disputes = { ...state.disputes, [dispute.id]: applyToDispute(dispute, fact as OfDispute) }
  return {
    ...state,
    disputes: fact.kind === 'decision.signed' ? replaced(disputes, dispute, fact) : disputes,
  }
}

/** A decision on an appeal takes the place of one in the dispute that was heard first. */
function replaced(
  disputes: ProjectState['disputes'],
  { decisions }: DisputeRecord,
  fact: Extract<LiveEvent, { kind: 'decision.signed' }>,
): ProjectState['disputes'] {
  const next = { ...disputes }
  for (const id of fact.decisions) {
    const old = decisions[id]?.supersedes
    const first = old && !decisions[old] ? Object.values(next).find((one) => one.decisions[old]) : undefined
    if (!first || !old) continue
    const superseded = { ...first.decisions[old]!, state: 'superseded' as const }
    next[first.id] = { ...first, decisions: { ...first.decisions, [old]: superseded } }
  }
  return next
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
