import type { ClauseApproval, ClauseRule } from '#shared/clause.ts'
import type { Draft } from '#shared/draft.ts'
import type { ClauseChange, ClauseText } from '#shared/guideline.ts'
import type { MarkWord } from '#shared/mark.ts'
import type { PublishCheck } from '#shared/publish.ts'
import type { Value } from '#shared/question.ts'
import type { RecheckState } from '#shared/recheck.ts'
import type { DecisionKind } from '#shared/record.ts'
import type { Language } from '#shared/text.ts'

export type Texts = Partial<Record<Language, ClauseText>>
/** The draft as it is, beside the newest version. */
export type DraftView = {
  draft: Draft
  hash: string
  version: number
  rules: ClauseRule[]
  approvals: ClauseApproval[]
  /** Every change of authoritative words counts as one of meaning until somebody says otherwise. */
  changes: Record<string, ClauseChange>
  behind: Record<string, Language[]>
  requirements: PublishCheck[]
}

export type CompareSide = { number: string; texts: Texts } | null
export type CompareRow = {
  id: string
  was: CompareSide
  now: CompareSide
  change: ClauseChange | null
  moved: boolean
  /** Who wrote in it between the two, by name. */
  authors: string[]
}
export type CompareView = { from: number; to: number | 'draft'; rows: CompareRow[] }

export type MarkChange = {
  vote: string
  item: string
  external: string
  question: string
  rater: string
  was: MarkWord
  would: MarkWord
}
/** What publishing the draft would do, if every re-checked decision were confirmed under it. */
export type ImpactView = {
  version: number
  changes: Record<string, ClauseChange>
  decisions: number
  rechecks: number
  marks: MarkChange[]
  marksCount: number
  raters: number
  cases: {
    dispute: string
    item: string
    external: string
    snippet: string
    question: string
    kind: DecisionKind
    clauses: string[]
    marks: number
  }[]
  bindsFrom: number | null
}

export type RecheckRow = {
  id: string
  version: number
  decision: string
  dispute: string
  item: string
  external: string
  snippet: string
  language: string | null
  question: string
  kind: DecisionKind
  values: { value: Value; weight: number }[]
  /** The cited clauses that changed, with the numbers they had and have. */
  clauses: { id: string; was: string | null; now: string | null }[]
  /** The version the decision rests on. */
  guideline: number | null
  state: RecheckState
  by: string | null
  at: number | null
  reason: string | null
  /** How many would change if it were confirmed. */
  marks: number
}
/** One page of them; `names`: of those who answered. */
export type RecheckList = {
  rows: RecheckRow[]
  next: string | null
  counts: Record<RecheckState, number>
  names: Record<string, string>
}

/** How many raters said that they have read each version. */
export type Acknowledged = Record<string, number>
export type RevoteRow = { id: string; version: number; affected: number; control: number; at: number }
export type RevoteList = { rows: RevoteRow[] }
