import { Refusal, refuse } from '#shared/refusals.ts'
import type { Handler } from '../../command.ts'
import { reopenOne } from '../dispute.ts'
import { disputeOf } from '../dispute-record.ts'
import { tell } from '../told.ts'
import { closeHearing } from './hearing.ts'
import { appealOf, moveAppeal, tellAppeal } from './record.ts'
import { refuseReturning } from './view.ts'

/** The fresh panel does not decide it: the first hears it again, with these words before it. */
export const returnAppeal: Handler<'appeal.return'> = async (tx, { appeal: id, words }, asked) => {
  const project = asked.project.id
  const appeal = await appealOf(tx, project, id)
  if (appeal.hearing === null) throw new Refusal('appeal-settled')
  const hearing = await disputeOf(tx, project, appeal.hearing)
  refuse(refuseReturning(appeal, asked.actor, hearing))
  const closed = await closeHearing(tx, asked, hearing)
  const first = await disputeOf(tx, project, appeal.target)
  const again = await reopenOne(tx, asked, first, words)
  const { row, fact } = await moveAppeal(tx, asked, appeal, {
    state: 'sent-back',
    answeredAt: asked.at,
    answer: words,
  })
  const panels = [hearing, first].flatMap(({ seats }) => Object.values(seats).map(({ member }) => member))
  return {
    facts: [...closed.facts, ...again, fact],
    told: [
      ...closed.told,
      ...(await tell(tx, project, first, again)),
      ...(await tellAppeal(tx, project, row, [fact], panels)),
    ],
    texts: [{ author: asked.actor.id, of: `${id}/sent-back`, words }],
    subject: id,
    answer: { dispute: first.id },
  }
}
