import { and, eq, isNotNull, isNull, lte } from 'drizzle-orm'
import { counted } from '#shared/ballot.ts'
import { deadlinePassed, refuseChair, refuseExtend, roundCloses } from '#shared/dispute.ts'
import type { Fact } from '#shared/facts.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Asked, Handler } from '../command.ts'
import type { Reader, Writer } from '../store/store.ts'
import { answerOf } from './dispute.ts'
import { changeDispute, disputeOf } from './dispute-record.ts'
import { caseOf, poolOf } from './pool.ts'
import { HOUR, revealRound } from './round.ts'
import { couldSit, sitting } from './seat.ts'
import { afterSeats, replaceSeat } from './vacate.ts'

/** The server's clock closes a round at its deadline: with quorum it reveals, without it the policy says what follows. */
export const closeRound: Handler<'round.close'> = async (tx, { dispute: id, round }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  if (dispute.round !== round || !deadlinePassed(dispute, asked.at)) throw new Refusal('round-not-over')
  if (dispute.held) throw new Refusal('round-held')
  return answerOf(tx, asked, dispute, await runDue(tx, asked, dispute))
}

/** More time, asked for by the chair or a lead; counted from now where the deadline has passed. */
export const extendRound: Handler<'round.extend'> = async (tx, { dispute: id, round, hours }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseChair(dispute, asked.actor))
  refuse(refuseExtend(dispute, round))
  const from = Math.max(asked.at, dispute.deadline ?? 0)
  return answerOf(tx, asked, dispute, [await moveDeadline(tx, asked, dispute, from + hours * HOUR)])
}

/** What the rules do now with a round under way that nobody holds: open it, give it time, or nothing. */
export async function runDue(tx: Writer, asked: Asked, dispute: DisputeRecord): Promise<Fact[]> {
  if (dispute.state !== 'voting') return []
  if (roundCloses(dispute, counted(dispute).length, asked.at)) return revealRound(tx, asked, dispute)
  if (!deadlinePassed(dispute, asked.at)) return []
  const facts = dispute.policy.late === 'replace' ? await replaceLate(tx, asked, dispute) : []
  return [...facts, await moveDeadline(tx, asked, dispute, asked.at + dispute.policy.hours * HOUR)]
}

async function moveDeadline(tx: Writer, asked: Asked, { id, round }: DisputeRecord, deadline: number) {
  await changeDispute(tx, asked, id, { deadline })
  return { kind: 'round.extended', dispute: id, round, deadline } satisfies Fact
}

/** Seats that have not cast go to others, as long as there are any: an empty seat would help nobody. */
async function replaceLate(tx: Writer, asked: Asked, dispute: DisputeRecord): Promise<Fact[]> {
  const cast = new Set(counted(dispute).map(({ seat }) => seat))
  const pool = await poolOf(tx, asked.project.id, asked.at)
  const about = await caseOf(tx, asked.project.id, pool, dispute)
  const facts: Fact[] = []
  let now = dispute
  for (const late of sitting(dispute).filter(({ id }) => !cast.has(id))) {
    if (couldSit(asked, now, about, pool).length === 0) break
    const own = await replaceSeat(tx, asked, now, late, pool)
    facts.push(...own)
    now = afterSeats(now, own)
  }
  return facts
}

/** Rounds whose deadline has passed and that nobody holds, for the clock. */
export async function overdue(
  read: Reader,
  now: number,
): Promise<{ project: string; dispute: string; round: number; deadline: number | null }[]> {
  const { dispute } = read.tables
  return read
    .select({
      project: dispute.project,
      dispute: dispute.id,
      round: dispute.round,
      deadline: dispute.deadline,
    })
    .from(dispute)
    .where(
      and(
        eq(dispute.state, 'voting'),
        eq(dispute.held, 0),
        isNotNull(dispute.deadline),
        lte(dispute.deadline, now),
        isNull(dispute.until),
      ),
    )
}
