import { DRAFT_LENGTH } from '#shared/draft.ts'
import type { Fact } from '#shared/facts.ts'
import { CLAUSES } from '#shared/guideline.ts'
import { objections, refuseAccept, refuseAnswer } from '#shared/proposal.ts'
import { changeFor, refuseRoom } from '#shared/proposal-change.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler, Preparation } from '../../command.ts'
import { nameOfMember } from '../name.ts'
import type { FrozenDraft } from '../still.ts'
import { actorOf } from '../who.ts'
import { changeProposal, drafting, proposalOf, refuseAnswered, ruleFor } from './record.ts'

/** Puts what is proposed into the draft, which stands still meanwhile and takes it in as soon as this is stored. */
export const acceptProposal: Handler<'proposal.accept'> = async (
  tx,
  { proposal, answer },
  asked: Asked<FrozenDraft | null>,
) => {
  const project = asked.project.id
  const { record, words } = await proposalOf(tx, project, proposal)
  const rule = await ruleFor(tx, project, record.clause)
  await refuseAnswered(tx, refuseAnswer(record, rule, asked.actor), record)
  // Who may answer changed between asking and acting: asked again, it goes through.
  if (!asked.prepared) throw new Refusal('stale')
  const { draft } = asked.prepared
  const refusal = refuseAccept(record, { rule, draft }, asked.actor, answer)
  if (refusal === 'changes-asked') {
    const [first] = objections(record, rule, asked.actor)
    throw new Refusal(refusal, { who: await nameOfMember(tx, first!.by) })
  }
  if (refusal) throw new Refusal(refusal)
  const full = refuseRoom(record, words.next, draft)
  if (full === 'draft-full') throw new Refusal(full, { limit: DRAFT_LENGTH })
  if (full) throw new Refusal(full, { found: CLAUSES + 1, limit: CLAUSES })
  const body = changeFor(record, words.next, draft)
  await tx.insert(tx.tables.draftChange).values({ project, since: asked.seq, body })
  const by = asked.actor.id
  await changeProposal(tx, asked, proposal, { state: 'accepted', decidedBy: by, words: { ...words, answer } })
  const fact: Fact = { kind: 'proposal.decided', proposal, state: 'accepted', by }
  return {
    facts: [fact],
    told: [{ to: drafting, event: fact }],
    texts: answer === '' ? [] : [{ author: by, of: `${proposal}/answer`, words: answer }],
    subject: proposal,
    answer: { clause: record.clause },
  }
}

/** The draft stands still while it takes something in; whoever may not accept does not stop it. */
export const prepareAccept: Preparation<'proposal.accept'> = async (
  house,
  { proposal },
  who,
  project,
): Promise<FrozenDraft | null> => {
  const { read } = house.store
  const actor = await actorOf(read, project, who)
  const { record } = await proposalOf(read, project.id, proposal)
  const rule = await ruleFor(read, project.id, record.clause)
  if (!actor || refuseAnswer(record, rule, actor)) return null
  return house.draft.freeze(project.id)
}
