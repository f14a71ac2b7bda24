import type { Language } from './text.ts'

/** `changes-asked` waits for its author; `accepted` stands in the draft; `published` names the version that has it. */
export const proposalStates = [
  'open',
  'changes-asked',
  'accepted',
  'rejected',
  'withdrawn',
  'published',
] as const
export type ProposalState = (typeof proposalStates)[number]
export const verdicts = ['comment', 'approve', 'request-changes'] as const
export type Verdict = (typeof verdicts)[number]

export type ReviewRecord = { id: string; by: string; at: number; verdict: Verdict; hash: string }
/** A change to one clause, or a new one; its words stand apart. `hash`: what the clause would say (`textHash`). */
export type ProposalRecord = {
  id: string
  /** A new clause has its id from the beginning. */
  clause: string
  /** It is a new clause, after this one; null: at the beginning. Undefined: the clause exists. */
  after?: string | null
  level: number
  language: Language
  disputes: string[]
  by: string
  at: number
  /** Owners of the clause when it was proposed: they are asked. */
  asked: string[]
  base: string
  hash: string
  state: ProposalState
  reviews: ReviewRecord[]
  decidedBy: string | null
  version: number | null
}

/** Still waiting for an answer. */
export const waits = ({ state }: Pick<ProposalRecord, 'state'>): boolean =>
  state === 'open' || state === 'changes-asked'
/** The last word of each reviewer on what it says now. */
export function verdictsOn({ reviews, hash }: ProposalRecord): ReviewRecord[] {
  const last = new Map<string, ReviewRecord>()
  for (const review of reviews)
    if (review.hash === hash && review.verdict !== 'comment') last.set(review.by, review)
  return [...last.values()]
}
