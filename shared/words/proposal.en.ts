import type { Cause } from '../answer.ts'
import type { DecisionKind } from '../record.ts'

/** What a case says for itself when a change to the guideline is proposed from it. */
export type CaseWords = {
  case: (external: string, snippet: string) => string
  question: (wording: string) => string
  outcome: (kind: DecisionKind, values: readonly string[]) => string
  weighted: (value: string, weight: number) => string
  cause: (camp: string, cause: Cause | null) => string
  noClause: string
  argument: (letter: string, text: string) => string
}

const kinds: Record<DecisionKind, string> = {
  'majority-upheld': 'the majority was upheld',
  'minority-upheld': 'the minority was upheld',
  'new-answer': 'a new answer, which no camp gave',
  'several-valid': 'several answers are valid',
  irresolvable: 'irresolvable, ambiguous by design',
  none: 'no label is right',
  defective: 'the item is defective',
  'out-of-scope': 'out of scope',
}
const causes: Record<Cause, string> = {
  'rater-error': 'rater error',
  'guideline-gap': 'a gap in the guideline',
  'guideline-unclear': 'the guideline is unclear',
  'missing-context': 'missing context',
  perspective: 'a matter of perspective',
  'item-defect': 'a defect of the item',
  'edge-case': 'an edge case',
}

export const caseWords: CaseWords = {
  case: (external, snippet) => (snippet ? `Case ${external}: “${snippet}”` : `Case ${external}`),
  question: (wording) => `Question: ${wording}`,
  outcome: (kind, values) =>
    `Decided: ${kinds[kind]}${values.length > 0 ? ` (${values.map((value) => `“${value}”`).join(', ')})` : ''}.`,
  weighted: (value, weight) => `${value} ${weight}%`,
  cause: (camp, cause) =>
    `Why others answered “${camp}”: ${cause ? causes[cause] : 'the panel was tied on the cause'}.`,
  noClause: 'No clause covers this.',
  argument: (letter, text) => `Seat ${letter}: “${text}”`,
}
