import { inArray } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Handler } from '../../command.ts'
import { sendBackFiled } from '../appeal/answer.ts'
import { reopenOne } from '../dispute.ts'
import { disputeRecords } from '../dispute-record.ts'
import { decidedLast } from '../newest.ts'
import { drafting } from '../proposal/record.ts'
import { tell } from '../told.ts'
import { answerRechecks, partly, waitingOf } from './record.ts'

/** The decisions stand as they are, although a clause they cite has changed. */
export const keepRechecks: Handler<'recheck.keep'> = async (tx, { rechecks, reason }, asked) => {
  const { rows, refused } = await waitingOf(tx, asked.project.id, rechecks)
  const { done, refused: not } = partly(rows, refused)
  const facts = await answerRechecks(tx, asked, done, 'kept', reason)
  return {
    facts,
    told: facts.map((event) => ({ to: drafting, event })),
    texts: [{ author: asked.actor.id, of: 'rechecks', words: reason }],
    subject: done.length === 1 ? done[0]!.dispute : '',
    answer: { kept: done.map(({ id }) => id), refused: not },
  }
}

/**
 * The disputes are heard again, under the newest guideline. A dispute settles all its questions together, so whatever else
 * of it waited for a re-check is answered by this too.
 */
export const reopenRechecks: Handler<'recheck.reopen'> = async (tx, { rechecks, reason }, asked) => {
  const project = asked.project.id
  const { rows, refused } = await waitingOf(tx, project, rechecks)
  const ids = [...new Set(rows.map(({ dispute }) => dispute))]
  const records =
    ids.length === 0 ? [] : await disputeRecords(tx, project, inArray(tx.tables.dispute.id, ids))
  const free = await decidedLast(tx, project, records)
  for (const { id, dispute } of rows)
    if (!free.some((one) => one.id === dispute))
      refused.push({ recheck: id, refusal: new Refusal('heard-again') })
  const { refused: not } = partly(free, refused)
  const facts: Fact[] = []
  const told: Told[] = []
  for (const dispute of free) {
    const back = await sendBackFiled(tx, asked, dispute, reason)
    const own = await reopenOne(tx, asked, dispute, reason)
    facts.push(...own, ...back.facts)
    told.push(...(await tell(tx, project, dispute, own)), ...back.told)
  }
  return {
    facts,
    told,
    texts: [{ author: asked.actor.id, of: 'rechecks', words: reason }],
    subject: free.length === 1 ? free[0]!.id : '',
    answer: { reopened: free.map(({ id }) => id), refused: not },
  }
}
