import { and, eq } from 'drizzle-orm'
import { seatOf } from '#shared/ballot.ts'
import type { Fact } from '#shared/facts.ts'
import { type MarkRecord, marksOf, needsReason } from '#shared/mark.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'
import { changeDispute, disputeOf, disputeSeq } from './dispute-record.ts'
import { guidelineHeads } from './guideline.ts'
import { writeMarks } from './mark.ts'
import { nameOfMember } from './name.ts'
import { questionsOf } from './round.ts'
import { answerStands } from './stand.ts'
import { tell } from './told.ts'

/**
 * Puts names to what the ballots came to. The outcome is computed, never typed; what a signature adds is the rationale,
 * and the reason where `rater-error` falls on more than half of the voters. Marks follow in the same entry.
 */
export const signDecision: Handler<'decision.sign'> = async (
  tx,
  { dispute: id, rationale, reason },
  asked,
) => {
  const project = asked.project.id
  const dispute = await disputeOf(tx, project, id)
  await refuseSigning(tx, asked, dispute)
  const drafted = Object.values(dispute.decisions).filter(
    ({ state, round }) => state === 'drafted' && round === dispute.round,
  )
  const signed = drafted.map(
    (decision): DecisionRecord => ({
      ...decision,
      state: 'signed',
      signedBy: asked.actor.id,
      signedAt: asked.at,
    }),
  )
  const marks = await marksAfter(tx, project, dispute, signed)
  if (needsReason(marks) && !reason) throw new Refusal('reason-needed')
  for (const decision of signed) await sign(tx, asked, dispute, decision, rationale, reason ?? null)
  await changeDispute(tx, asked, id, { state: 'decided', deadline: null })
  await writeMarks(tx, asked, dispute, marks)
  const facts: Fact[] = [
    {
      kind: 'decision.signed',
      dispute: id,
      decisions: signed.map((one) => one.id),
      by: asked.actor.id,
      at: asked.at,
    },
    { kind: 'votes.marked', dispute: id, marks },
    ...(await answerStands(tx, asked, marks)),
  ]
  const words = [
    { author: asked.actor.id, of: id, words: rationale },
    ...(reason ? [{ author: asked.actor.id, of: `${id}/reason`, words: reason }] : []),
  ]
  const told = await tell(tx, project, dispute, facts)
  return {
    facts,
    told: told.map((one) =>
      one.event.kind === 'decision.signed' ? { ...one, event: { ...one.event, rationale } } : one,
    ),
    texts: words,
    subject: id,
    round: dispute.round,
  }
}

async function refuseSigning(tx: Writer, asked: Asked, dispute: DisputeRecord) {
  const seat = seatOf(dispute, asked.actor.id)
  const lead = asked.actor.roles.includes('lead') || asked.actor.owner
  if (!seat?.chair && !lead) throw new Refusal(seat ? 'not-chair' : 'not-on-panel')
  const last = Object.values(dispute.decisions).find(
    ({ state, round }) => state === 'signed' && round === dispute.round,
  )
  if (last)
    throw new Refusal('decided-already', {
      who: await nameOfMember(tx, last.signedBy ?? ''),
      at: last.signedAt ?? 0,
    })
  if (dispute.state !== 'revealed') throw new Refusal('not-revealed')
  if (asked.ifMatch !== (await disputeSeq(tx, asked.project.id, dispute.id))) throw new Refusal('stale')
}

async function marksAfter(
  tx: Writer,
  project: string,
  dispute: DisputeRecord,
  decisions: readonly DecisionRecord[],
): Promise<MarkRecord[]> {
  const versions = await guidelineHeads(tx, project)
  const questions = await questionsOf(tx, project)
  return decisions.flatMap((decision) =>
    marksOf(questions.find(({ key }) => key === decision.question)!, decision, dispute.votes, versions),
  )
}

async function sign(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  decision: DecisionRecord,
  rationale: string,
  reason: string | null,
) {
  const { decision: table } = tx.tables
  const change = async (id: string, next: Partial<typeof table.$inferSelect>) => {
    const [old] = await present(tx, 'decision', asked.project.id, eq(table.id, id))
    await supersede(
      tx,
      'decision',
      asked.seq,
      and(eq(table.project, asked.project.id), eq(table.id, id))!,
      old!,
      next,
    )
  }
  await change(decision.id, {
    state: 'signed',
    signedBy: decision.signedBy,
    signedAt: decision.signedAt,
    rationale,
    reason,
  })
  if (decision.supersedes && dispute.decisions[decision.supersedes])
    await change(decision.supersedes, { state: 'superseded' })
}
