import { refuseAnswering } from '#shared/appeal-filing.ts'
import { refuse } from '#shared/refusals.ts'
import type { Asked, Handler } from '../../command.ts'
import type { Writer } from '../../store/store.ts'
import { openHearing } from './hearing.ts'
import { involvementIn } from './involved.ts'
import { type AppealRow, appealOf, moveAppeal, tellAppeal } from './record.ts'

/** Somebody uninvolved says that a fresh panel hears it; the panel is seated in the same entry. */
export const admitAppeal: Handler<'appeal.admit'> = async (tx, { appeal: id, words = '' }, asked) => {
  const appeal = await appealOf(tx, asked.project.id, id)
  const fallback = await answering(tx, asked, appeal)
  return admit(tx, asked, appeal, { by: asked.actor.id, fallback, words })
}

/** Or that it is not heard, and why; that answer stands. */
export const refuseAppeal: Handler<'appeal.refuse'> = async (tx, { appeal: id, words }, asked) => {
  const appeal = await appealOf(tx, asked.project.id, id)
  const fallback = await answering(tx, asked, appeal)
  const { row, fact } = await moveAppeal(tx, asked, appeal, {
    state: 'refused',
    answeredBy: asked.actor.id,
    answeredAt: asked.at,
    fallback: fallback ? 1 : 0,
    answer: words,
  })
  return {
    facts: [fact],
    told: await tellAppeal(tx, asked.project.id, row, [fact]),
    texts: [{ author: asked.actor.id, of: `${id}/refused`, words }],
    subject: id,
  }
}

/** Whether whoever answers had a part in it, nobody else being left. */
async function answering(tx: Writer, asked: Asked, appeal: AppealRow): Promise<boolean> {
  const stands = (await involvementIn(tx, asked.project.id, appeal))(asked.actor.id)
  refuse(refuseAnswering(appeal, stands))
  return stands.involved
}

export async function admit(
  tx: Writer,
  asked: Asked,
  appeal: AppealRow,
  { by, fallback, words }: { by: string; fallback: boolean; words: string },
) {
  const { hearing, until, facts, told } = await openHearing(tx, asked, appeal, by)
  const { row, fact } = await moveAppeal(tx, asked, appeal, {
    state: 'admitted',
    answeredBy: by,
    fallback: fallback ? 1 : 0,
    hearing,
    due: until,
    answer: words,
  })
  return {
    facts: [fact, ...facts],
    told: [...(await tellAppeal(tx, asked.project.id, row, [fact])), ...told],
    texts: words ? [{ author: asked.actor.id, of: `${appeal.id}/admitted`, words }] : [],
    subject: appeal.id,
    answer: { hearing, state: 'admitted' },
  }
}
