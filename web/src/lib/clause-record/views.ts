import { read } from '#lib/api.ts'
import type { PrecedentSignal } from '#shared/citation.ts'
import type { ClauseChange } from '#shared/guideline.ts'
import type { Value } from '#shared/question.ts'
import type { DecisionKind, DisputeState } from '#shared/record.ts'

/** What hangs on one clause, counted; `signals`: of its precedents. */
export type GutterCounts = {
  cited: number
  signals: Partial<Record<PrecedentSignal, number>>
  disputes: number
  threads: number
  blocking: number
  proposals: number
}
/** By clause. */
export type Gutter = Record<string, GutterCounts>

/** A decided case, as others name it. */
type Case = { dispute: string; item: string; external: string; snippet: string }
export type ClausePrecedent = Case & {
  decision: string
  question: string
  kind: DecisionKind
  values: { value: Value; weight: number }[]
  version: number | null
  signedAt: number | null
  signal: PrecedentSignal | null
  citedBy: number
}
export type ClauseAgreement = {
  question: string
  alpha: number | null
  low: number | null
  high: number | null
  /** Items, and the raters whose votes on them were compared. */
  n: number
  raters: number
  why: 'few' | 'no-variation' | null
}
export type ClauseEvent = {
  version: number
  at: number
  by: string
  change: ClauseChange
  note: string
  authors: string[]
  proposals: { id: string; disputes: string[] }[]
}
/** Everything that hangs on one clause. */
export type ClauseRecord = {
  /** Signed decisions that cite it; which ones, only whoever works on the guideline is told. */
  cited: number
  precedents: ClausePrecedent[]
  disputes: (Case & { state: DisputeState })[]
  agreement: ClauseAgreement[]
  history: ClauseEvent[]
  names: Record<string, string>
}

const at = (project: string) => `/projects/${encodeURIComponent(project)}`
export const readClauseRecord = (project: string, clause: string): Promise<ClauseRecord> =>
  read<ClauseRecord>(`${at(project)}/guideline/clauses/${encodeURIComponent(clause)}`)
