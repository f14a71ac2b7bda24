import { m } from '#lib/paraglide/messages.js'
import type { ProposalRow } from '#lib/proposal/views.ts'
import type { ProposalRecord, ProposalState, Verdict } from '#shared/proposal-record.ts'

const stateWords: Record<Exclude<ProposalState, 'published'>, () => string> = {
  open: m.proposal_state_open,
  'changes-asked': m.proposal_state_changes,
  accepted: m.proposal_state_accepted,
  rejected: m.proposal_state_rejected,
  withdrawn: m.proposal_state_withdrawn,
}
export const stateWord = ({ state, version }: Pick<ProposalRecord, 'state' | 'version'>): string =>
  state === 'published' ? m.proposal_state_published({ version: version ?? 0 }) : stateWords[state]()

const verdictWords: Record<Verdict, () => string> = {
  comment: m.proposal_said_comment,
  approve: m.proposal_said_approve,
  'request-changes': m.proposal_said_changes,
}
export const verdictWord = (verdict: Verdict): string => verdictWords[verdict]()

/** "2.1 Answers that refer to a doctor", or that it is a new clause. */
export const clauseWords = ({ record, number, title }: ProposalRow): string =>
  number === null
    ? record.after === undefined
      ? title
      : m.proposal_new_clause({ title })
    : m.proposal_of_clause({ number, title })
