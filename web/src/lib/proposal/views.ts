import { read } from '#lib/api.ts'
import type { ClauseRule } from '#shared/clause.ts'
import type { ClauseText } from '#shared/guideline.ts'
import type { ProposalWords } from '#shared/proposal.ts'
import type { ProposalRecord, ReviewRecord } from '#shared/proposal-record.ts'
import type { DisputeState } from '#shared/record.ts'
import type { Language } from '#shared/text.ts'

/** A proposal in a list. `number`: of the clause in the draft, null where it does not stand there. `waits`: for whoever looks. */
export type ProposalRow = {
  record: ProposalRecord
  outdated: boolean
  waits: 'asked' | 'changes' | null
  number: string | null
  title: string
  /** Its first words. */
  reason: string
}
export type ProposalList = { rows: ProposalRow[]; names: Record<string, string> }
/** A dispute behind a proposal. */
export type ProposalCase = {
  dispute: string
  item: string
  external: string
  snippet: string
  state: DisputeState
}
/** `now`: what the draft says of it. */
export type ProposalView = ProposalRow & {
  words: ProposalWords
  reviews: (ReviewRecord & { text: string })[]
  now: ClauseText | null
  authoritative: Language
  rule: ClauseRule
  cases: ProposalCase[]
  names: Record<string, string>
}
/** How a proposal begins from a case: the clauses it cites, or that a new one is wanted, and the case in words. */
export type ProposalStart = {
  clauses: { id: string }[]
  suggestion: { after: string | null; level: number } | null
  reason: string
}

const at = (project: string) => `/projects/${encodeURIComponent(project)}`
export const proposalPath = (project: string, id: string): string => `${at(project)}/proposals/${id}`
/** Those that wait for an answer, or all there were. */
export const readProposals = (
  project: string,
  query: { state?: 'waiting' | 'all'; clause?: string },
  fetch?: typeof globalThis.fetch,
): Promise<ProposalList> =>
  read<ProposalList>(`${at(project)}/proposals?${new URLSearchParams(query)}`, fetch ? { fetch } : {})
/** Those that came from a dispute. */
export const readProposalsOf = (project: string, dispute: string): Promise<ProposalList> =>
  read<ProposalList>(`${at(project)}/disputes/${dispute}/proposals`)
