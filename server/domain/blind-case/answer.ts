import { and, eq } from 'drizzle-orm'
import { isNew } from '#shared/blind-case.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Writer } from '../../store/store.ts'
import { refuseAnswers } from '../ballot.ts'
import { disputeOf } from '../dispute-record.ts'
import { seatWhereWaited } from '../panelist.ts'
import { factsIn, type InRoom, tellOfSeats } from '../vacate.ts'

/** One case of a set answered as a ballot would be. After the last of their first cases a newcomer takes seats that waited. */
export const answerBlind: Handler<'blind.answer'> = async (tx, { blind, answers }, asked) => {
  const project = asked.project.id
  const { actor } = asked
  const { blindCase } = tx.tables
  const mine = await present(tx, 'blindCase', project, eq(blindCase.member, actor.id))
  const one = mine.find(({ id }) => id === blind)
  if (!one) throw new Refusal('not-found')
  if (one.state === 'given') throw new Refusal('blind-given')
  await refuseAnswers(tx, asked, await disputeOf(tx, project, one.dispute), { answers })
  const where = and(eq(blindCase.project, project), eq(blindCase.id, blind))!
  await supersede(tx, 'blindCase', asked.seq, where, one, { state: 'given', answers, at: asked.at })
  const left = mine.filter(({ id, kind, state }) => id !== blind && kind === one.kind && state === 'asked')
  const rooms = one.kind === 'first' && !isNew(left) ? await seated(tx, asked) : []
  const fact: Fact = { kind: 'blind.given', blind, answers, at: asked.at }
  return {
    facts: [fact, ...factsIn(rooms)],
    told: [
      // That it was given is known; what was answered, to nobody else before the set is complete.
      { to: { roles: ['lead'] }, event: { ...fact, answers: [] } },
      { to: { members: [actor.id] }, event: fact },
      ...(await tellOfSeats(tx, asked, [], rooms, [])),
    ],
    subject: blind,
    answer: { left: left.length },
  }
}

const seated = (tx: Writer, asked: Asked): Promise<InRoom[]> => seatWhereWaited(tx, asked, asked.actor.id)
