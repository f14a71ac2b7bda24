import { refuseRecusal } from '#shared/dispute.ts'
import type { Fact } from '#shared/facts.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { answerOf } from './dispute.ts'
import { disputeOf } from './dispute-record.ts'
import { poolOf } from './pool.ts'
import { seatNamed, sitting } from './seat.ts'
import { replaceSeat } from './vacate.ts'
import { beginIfEnough } from './waiting.ts'

/** A lead seats a panelist by hand, where nobody was free. The round opens once enough sit. */
export const seatMember: Handler<'dispute.seat'> = async (tx, { dispute: id, member }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuseSettled(dispute)
  const pool = await poolOf(tx, asked.project.id, asked.at)
  const facts: Fact[] = [await seatNamed(tx, asked, dispute, member, pool)]
  return answerOf(tx, asked, dispute, [...facts, ...(await beginIfEnough(tx, asked, dispute, 1))])
}

/** Giving up one's own seat, for whatever reason, costs nothing; somebody else is seated at once where there is anybody. */
export const recuseSeat: Handler<'seat.recuse'> = async (tx, { dispute: id, why, words }, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseRecusal(dispute, asked.actor.id))
  const seat = sitting(dispute).find(({ member }) => member === asked.actor.id)!
  const pool = await poolOf(tx, asked.project.id, asked.at)
  const facts = await replaceSeat(tx, asked, dispute, seat, pool, { state: 'recused', why })
  return { ...(await answerOf(tx, asked, dispute, facts, words || undefined)), answer: replacedBy(facts) }
}

/** A lead gives a seat to somebody else: whoever they name, or the rules find; nobody left, it stays empty. */
export const replaceSeatByHand: Handler<'seat.replace'> = async (tx, input, asked) => {
  const dispute = await disputeOf(tx, asked.project.id, input.dispute)
  refuseSettled(dispute)
  const seat = dispute.seats[input.seat]
  if (!seat) throw new Refusal('not-found')
  // Another lead was first, or they gave it up themselves.
  if (seat.state !== 'seated') throw new Refusal('stale')
  const pool = await poolOf(tx, asked.project.id, asked.at)
  const how = { state: 'replaced', why: null, ...(input.member ? { by: input.member } : {}) } as const
  const facts = await replaceSeat(tx, asked, dispute, seat, pool, how)
  return { ...(await answerOf(tx, asked, dispute, facts, input.reason)), answer: replacedBy(facts) }
}

function refuseSettled({ state }: DisputeRecord): void {
  if (state === 'decided') throw new Refusal('decided-stays')
  if (state === 'withdrawn') throw new Refusal('dispute-withdrawn')
}

/** The new seat, or that there is none yet. */
const replacedBy = (facts: readonly Fact[]) => ({
  seat: facts.find((fact) => fact.kind === 'seat.taken')?.seat.id ?? null,
})
