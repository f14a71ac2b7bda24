import { and, eq } from 'drizzle-orm'
import { seatOf } from '#shared/ballot.ts'
import type { Fact } from '#shared/facts.ts'
import type { OpinionRecord } from '#shared/opinion.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { refuse } from '#shared/refusals.ts'
import { opinionsUntil, refuseOpinion } from '#shared/talk.ts'
import type { Handler } from '../command.ts'
import { retire } from '../store/rows.ts'
import { disputeOf } from './dispute-record.ts'
import { momentOf } from './moment.ts'
import { tell } from './told.ts'

/** One seat's signed word beside the decision; a later one of the same seat takes its place. */
export const writeOpinion: Handler<'opinion.write'> = async (tx, { dispute: id, kind, text }, asked) => {
  const project = asked.project.id
  const dispute = await disputeOf(tx, project, id)
  const until = opinionsUntil(dispute)
  refuse(
    refuseOpinion(dispute, asked.actor.id, kind, asked.at),
    until === null ? {} : { until: momentOf(until) },
  )
  const { opinion: table } = tx.tables
  const seat = seatOf(dispute, asked.actor.id)!
  const opinion: OpinionRecord = {
    id: asked.newId(),
    seat: seat.id,
    kind,
    round: dispute.round,
    at: asked.at,
  }
  await retire(
    tx,
    'opinion',
    asked.seq,
    and(eq(table.project, project), eq(table.dispute, id), eq(table.seat, seat.id))!,
  )
  await tx.insert(table).values({ ...opinion, text, project, dispute: id, since: asked.seq, until: null })
  const facts: Fact[] = [{ kind: 'opinion.written', dispute: id, opinion }]
  return {
    facts,
    told: await tell(tx, project, dispute, [
      { kind: 'opinion.written', dispute: id, opinion: { ...opinion, text } },
    ]),
    subject: id,
    round: dispute.round,
    texts: [{ author: asked.actor.id, of: opinion.id, words: text }],
    answer: { opinion: opinion.id },
  }
}

/**
 * Opinions beside the decision of a round, by seat letter, never by name. What was written before a decision that follows
 * another case was signed speaks of the one it replaced.
 */
export function opinionsOf(
  dispute: DisputeRecord,
  { round, follows, signedAt }: Pick<DecisionRecord, 'round' | 'follows' | 'signedAt'>,
) {
  const from = follows === null ? 0 : (signedAt ?? 0)
  return Object.values(dispute.opinions)
    .filter((one) => one.round === round && one.at >= from)
    .map(({ seat, kind, at, text }) => ({
      letter: dispute.seats[seat]?.letter ?? '?',
      kind,
      at,
      text: text ?? '',
    }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))
}
