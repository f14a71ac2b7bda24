import { and, eq } from 'drizzle-orm'
import { Refusal } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { present, retire } from '../store/rows.ts'
import { itemsOf, votesOfItems } from './vote.ts'

/** A lead says that a split needs no panel, and why. It marks nobody (law 6). */
export const closeSplit: Handler<'split.close'> = async (
  tx,
  { item, question, reason },
  { project, actor, newId, seq },
) => {
  const { closure } = tx.tables
  if (!(await itemsOf(tx, project.id, [item])).has(item)) throw new Refusal('not-found')
  if (!(await votesOfItems(tx, [item])).some((vote) => vote.question === question))
    throw new Refusal('no-split', { question })
  const [closed] = await present(
    tx,
    'closure',
    project.id,
    and(eq(closure.item, item), eq(closure.question, question)),
  )
  if (closed) throw new Refusal('closed-already')
  const id = newId()
  await tx
    .insert(closure)
    .values({ project: project.id, id, item, question, reason, by: actor.id, since: seq, until: null })
  return {
    facts: [{ kind: 'split.closed', closure: { id, item, question } }],
    told: [
      {
        to: { roles: ['lead', 'auditor'] },
        event: { kind: 'split.closed', closure: { id, item, question } },
      },
    ],
    texts: [{ author: actor.id, of: id, words: reason }],
    subject: item,
    answer: { closure: id },
  }
}

export const reopenSplit: Handler<'split.reopen'> = async (tx, { closure: id }, { project, seq }) => {
  const { closure } = tx.tables
  const [closed] = await present(tx, 'closure', project.id, eq(closure.id, id))
  if (!closed) throw new Refusal('not-found')
  await retire(tx, 'closure', seq, and(eq(closure.project, project.id), eq(closure.id, id))!)
  return {
    facts: [{ kind: 'split.opened', closure: id }],
    told: [{ to: { roles: ['lead', 'auditor'] }, event: { kind: 'split.opened', closure: id } }],
    subject: closed.item,
  }
}
