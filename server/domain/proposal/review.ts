import type { Fact } from '#shared/facts.ts'
import { refuseAnswer, refuseReview } from '#shared/proposal.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Handler } from '../../command.ts'
import { after, changeProposal, drafting, proposalOf, refuseAnswered, ruleFor } from './record.ts'

/** What somebody thinks of what a proposal says now. */
export const reviewProposal: Handler<'proposal.review'> = async (tx, input, asked) => {
  const { record } = await proposalOf(tx, asked.project.id, input.proposal)
  await refuseAnswered(tx, refuseReview(record, asked.actor, input.verdict, input.text), record)
  if (input.hash !== record.hash) throw new Refusal('proposal-moved')
  const by = asked.actor.id
  const review = { id: asked.newId(), by, at: asked.at, verdict: input.verdict, hash: input.hash }
  const fact: Fact = { kind: 'proposal.reviewed', proposal: record.id, review }
  const { proposalReview } = tx.tables
  await tx.insert(proposalReview).values({
    ...review,
    project: asked.project.id,
    proposal: record.id,
    text: input.text,
    since: asked.seq,
  })
  const { state } = after(record, fact)
  if (state !== record.state) await changeProposal(tx, asked, record.id, { state })
  return {
    facts: [fact],
    told: [{ to: drafting, event: fact }],
    texts: input.text === '' ? [] : [{ author: by, of: review.id, words: input.text }],
    subject: record.id,
    answer: { review: review.id },
  }
}

/** No, with the reason why: whoever proposed it hears more than silence. */
export const rejectProposal: Handler<'proposal.reject'> = async (tx, { proposal, answer }, asked) => {
  const { record, words } = await proposalOf(tx, asked.project.id, proposal)
  const rule = await ruleFor(tx, asked.project.id, record.clause)
  await refuseAnswered(tx, refuseAnswer(record, rule, asked.actor), record)
  const by = asked.actor.id
  await changeProposal(tx, asked, proposal, {
    state: 'rejected',
    decidedBy: by,
    words: { ...words, answer },
  })
  const fact: Fact = { kind: 'proposal.decided', proposal, state: 'rejected', by }
  return {
    facts: [fact],
    told: [{ to: drafting, event: fact }],
    texts: [{ author: by, of: `${proposal}/answer`, words: answer }],
    subject: proposal,
  }
}
