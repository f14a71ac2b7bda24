import { refuseChair, refuseHold } from '#shared/dispute.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { runDue } from './deadline.ts'
import { answerOf } from './dispute.ts'
import { changeDispute, disputeOf } from './dispute-record.ts'

/** The chair, or a lead, holds a stage: until they resume it nothing advances by rule, and ballots are still taken. */
export const holdDispute: Handler<'dispute.hold'> = async (tx, { dispute: id, reason }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseChair(dispute, asked.actor))
  refuse(refuseHold(dispute))
  await changeDispute(tx, asked, id, { held: 1 })
  return answerOf(tx, asked, dispute, [{ kind: 'dispute.held', dispute: id }], reason)
}

/** What fell due meanwhile happens now, in the same entry. */
export const resumeDispute: Handler<'dispute.resume'> = async (tx, { dispute: id }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseChair(dispute, asked.actor))
  if (!dispute.held) throw new Refusal('not-held')
  await changeDispute(tx, asked, id, { held: 0 })
  const facts: Fact[] = [{ kind: 'dispute.resumed', dispute: id }]
  facts.push(...(await runDue(tx, asked, { ...dispute, held: false })))
  return answerOf(tx, asked, dispute, facts)
}
