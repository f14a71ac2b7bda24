import { and, eq, inArray } from 'drizzle-orm'
import type { CitationRecord } from '#shared/citation.ts'
import type { Fact } from '#shared/facts.ts'
import { citationKey } from '#shared/guideline-state.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import { refuseTalk } from '#shared/talk.ts'
import type { Asked, Handler } from '../command.ts'
import { present, retire } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'
import { disputeOf } from './dispute-record.ts'
import { tell } from './told.ts'

/** How a panel's case stands to an earlier decision of another item; its last word on it counts. */
export const citePrecedent: Handler<'precedent.cite'> = async (tx, input, asked) => {
  const project = asked.project.id
  const dispute = await disputeOf(tx, project, input.dispute)
  refuse(refuseTalk(dispute, asked.actor))
  await refuseCited(tx, project, dispute, input.decision)
  const citation: CitationRecord = {
    id: asked.newId(),
    dispute: dispute.id,
    decision: input.decision,
    signal: input.signal,
    by: asked.actor.id,
    at: asked.at,
  }
  await end(tx, asked, citation)
  await tx
    .insert(tx.tables.citation)
    .values({ ...citation, reason: input.reason, project, since: asked.seq, until: null })
  const words = input.reason ? [{ author: asked.actor.id, of: citation.id, words: input.reason }] : []
  return said(tx, asked, dispute, { kind: 'precedent.cited', citation }, words)
}

/** Takes back what was said. */
export const uncitePrecedent: Handler<'precedent.uncite'> = async (tx, input, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, input.dispute)
  refuse(refuseTalk(dispute, asked.actor))
  if (!(await end(tx, asked, input))) throw new Refusal('not-found')
  return said(tx, asked, dispute, { kind: 'precedent.uncited', citation: citationKey(input) })
}

/** A draft is not there for anybody outside its room, and a case is no precedent of itself. */
async function refuseCited(tx: Writer, project: string, dispute: DisputeRecord, id: string): Promise<void> {
  const { decision } = tx.tables
  const [row] = await present(
    tx,
    'decision',
    project,
    and(eq(decision.id, id), inArray(decision.state, ['signed', 'superseded'])),
  )
  if (!row) throw new Refusal('not-found')
  if (row.item === dispute.item) throw new Refusal('cite-self')
}

/** Ends what the dispute said of the decision until now; whether it had said anything. */
async function end(
  tx: Writer,
  { project, seq }: Asked,
  { dispute, decision }: { dispute: string; decision: string },
): Promise<boolean> {
  const { citation: table } = tx.tables
  const where = and(eq(table.project, project.id), eq(table.dispute, dispute), eq(table.decision, decision))!
  if ((await present(tx, 'citation', project.id, where)).length === 0) return false
  await retire(tx, 'citation', seq, where)
  return true
}

async function said(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  fact: Fact,
  texts: { author: string; of: string; words: string }[] = [],
) {
  return {
    facts: [fact],
    told: await tell(tx, asked.project.id, dispute, [fact]),
    subject: dispute.id,
    round: dispute.round,
    texts,
  }
}
