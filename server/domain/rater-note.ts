import { and, eq } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import { refuseNote } from '#shared/rater-note.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { present, retire } from '../store/rows.ts'
import { ratersOf } from './stand.ts'
import { voteOf } from './vote.ts'

/** A rater's word to the panel beside their vote. Nobody else hears of it before the reveal; there the panel reads it. */
export const noteVote: Handler<'vote.note'> = async (tx, { vote: id, note }, asked) => {
  const project = asked.project.id
  const vote = await voteOf(tx, project, id)
  if (!(await ratersOf(tx, project, asked.actor.id)).includes(vote.rater)) throw new Refusal('not-your-vote')
  const { dispute, voteNote } = tx.tables
  const heard = await present(tx, 'dispute', project, eq(dispute.item, vote.item))
  refuse(refuseNote(heard.filter(({ questions }) => questions.includes(vote.question))))
  const text = note.trim()
  await retire(tx, 'voteNote', asked.seq, and(eq(voteNote.project, project), eq(voteNote.vote, id))!)
  await tx.insert(voteNote).values({ project, vote: id, text, at: asked.at, since: asked.seq, until: null })
  const event: Fact = { kind: 'vote.noted', vote: id, at: asked.at }
  return {
    facts: [event],
    told: [{ to: { members: [asked.actor.id] }, event }],
    texts: [{ author: asked.actor.id, of: id, words: text }],
    subject: id,
  }
}
