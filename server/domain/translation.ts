import { and, eq } from 'drizzle-orm'
import { writtenIn } from '#shared/appeal.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import { wordsOf } from './answer-words.ts'
import { sealedItems } from './appeal/sealed.ts'
import { membersOf } from './told.ts'

/** The answer of a decision in another language: from then on its raters can read it, and their time to appeal runs. */
export const translateDecision: Handler<'decision.translate'> = async (tx, input, asked) => {
  const project = asked.project.id
  const { translation, decision, disputeVote } = tx.tables
  const [row] = await present(
    tx,
    'decision',
    project,
    and(eq(decision.id, input.decision), eq(decision.state, 'signed')),
  )
  if (!row || (await sealedItems(tx, project, asked.actor.id)).has(row.item)) throw new Refusal('not-found')
  const words = await wordsOf(tx, [row])
  if (writtenIn(words.get(row.id) ?? '') === input.language) throw new Refusal('translate-same')
  const where = and(
    eq(translation.project, project),
    eq(translation.decision, row.id),
    eq(translation.language, input.language),
  )!
  const [old] = await present(tx, 'translation', project, where)
  const { text } = input
  const by = asked.actor.id
  if (old) await supersede(tx, 'translation', asked.seq, where, old, { text, by })
  else
    await tx
      .insert(translation)
      .values({ ...input, project, by, at: asked.at, since: asked.seq, until: null })
  // A better translation does not make the time to appeal begin anew.
  const at = old?.at ?? asked.at
  const fact: Fact = { kind: 'decision.translated', decision: row.id, language: input.language, at }
  const votes = await tx
    .select({ rater: disputeVote.rater })
    .from(disputeVote)
    .where(eq(disputeVote.dispute, row.dispute))
  const behind = await membersOf(
    tx,
    project,
    votes.map(({ rater }) => rater),
  )
  const members = [...new Set(behind.values())]
  return {
    facts: [fact],
    told: [{ to: { roles: ['lead', 'panelist', 'auditor'], members }, event: fact }],
    texts: [{ author: by, of: `${row.id}/${input.language}`, words: text }],
    subject: row.dispute,
  }
}
