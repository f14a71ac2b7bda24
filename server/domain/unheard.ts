import { and, eq, inArray, isNull, notExists, or } from 'drizzle-orm'
import { DAY } from '#shared/account.ts'
import { refuseUnheard } from '#shared/dispute.ts'
import type { Fact } from '#shared/facts.ts'
import type { MarkRecord } from '#shared/mark.ts'
import { defaultPolicy } from '#shared/policy.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { answerOf } from './dispute.ts'
import { disputeOf } from './dispute-record.ts'
import { writeMarks } from './mark.ts'

/** Nobody left to sit, and the project's limit is over: the votes are excused, once. A later decision supersedes these marks. */
export const excuseUnheard: Handler<'dispute.unheard'> = async (tx, { dispute: id }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseUnheard(dispute, asked.at))
  const votes = dispute.votes.filter(({ late }) => !late)
  const { mark } = tx.tables
  const ids = votes.map(({ vote }) => vote)
  const before = await present(
    tx,
    'mark',
    asked.project.id,
    and(inArray(mark.vote, ids), eq(mark.basis, 'decision')),
  )
  if (before.length > 0) throw new Refusal('not-unheard')
  const marks = votes.map(
    ({ vote }): MarkRecord => ({
      vote,
      basis: 'decision',
      mark: 'excused',
      cause: null,
      because: 'unheard',
      decision: null,
    }),
  )
  await writeMarks(tx, asked, dispute, marks)
  const facts: Fact[] = [{ kind: 'votes.marked', dispute: id, marks }]
  return answerOf(tx, asked, dispute, facts)
}

/** Disputes whose votes are due to be excused, for the clock. */
export async function unheard(read: Reader, now: number): Promise<{ project: string; dispute: string }[]> {
  const { dispute, seat, disputeVote, mark } = read.tables
  const seated = read
    .select({ id: seat.id })
    .from(seat)
    .where(and(eq(seat.dispute, dispute.id), eq(seat.state, 'seated'), isNull(seat.until)))
  const marked = read
    .select({ vote: mark.vote })
    .from(mark)
    .innerJoin(disputeVote, eq(disputeVote.vote, mark.vote))
    .where(and(eq(disputeVote.dispute, dispute.id), eq(mark.basis, 'decision'), isNull(mark.until)))
  const waiting = await read
    .select({
      project: dispute.project,
      dispute: dispute.id,
      policy: dispute.policy,
      openedAt: dispute.openedAt,
    })
    .from(dispute)
    .where(
      and(
        isNull(dispute.until),
        // An appeal that nobody hears lapses instead.
        isNull(dispute.appeal),
        or(eq(dispute.state, 'open'), and(eq(dispute.state, 'voting'), notExists(seated))),
        notExists(marked),
      ),
    )
  return waiting
    .filter(({ policy, openedAt }) => now >= openedAt + { ...defaultPolicy, ...policy }.unheardDays * DAY)
    .map(({ project, dispute }) => ({ project, dispute }))
}
