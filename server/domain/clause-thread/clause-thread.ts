import { and, eq } from 'drizzle-orm'
import { type ClauseThread, placeOf, refuseBlocking, refuseTurn } from '#shared/clause-thread.ts'
import type { Draft } from '#shared/draft.ts'
import type { Fact } from '#shared/facts.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import { COMMENTS, THREADS } from '#shared/talk.ts'
import type { CommentRecord } from '#shared/thread.ts'
import type { Asked, Handler, Preparation, Result } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { nameOfMember } from '../name.ts'
import { drafting, ruleFor } from '../proposal/record.ts'
import { clauseThreadOf } from './record.ts'

/** A comment on a clause, or on some words of it; whoever answers for the clause may hold its publication back with it. */
export const commentOnClause: Handler<'clause.comment'> = async (tx, input, asked: Asked<Draft>) => {
  const { anchor, blocking } = input
  const project = asked.project.id
  if (!(await isKnown(tx, asked, anchor.clause))) throw new Refusal('clause-left')
  if (blocking) refuse(refuseBlocking(await ruleFor(tx, project, anchor.clause), asked.actor))
  await refuseCrowd(tx, project, anchor.clause)
  const comment = await commentOf(tx, asked, input)
  const thread = { id: asked.newId(), place: placeOf(anchor), blocking }
  const row = { project, id: thread.id, anchor, blocking: blocking ? 1 : 0, state: 'open' as const }
  await tx.insert(tx.tables.clauseThread).values({ ...row, since: asked.seq, until: null })
  const bare = await keepComment(tx, asked, thread.id, comment)
  const quote = anchor.words ? { of: `${thread.id}/quote`, words: anchor.words.quote } : undefined
  return {
    ...heard([{ kind: 'clause.commented', thread, comment: bare }], anchor.clause),
    texts: [quote, { of: comment.id, words: comment.text }]
      .filter((text) => text !== undefined)
      .map((text) => ({ ...text, author: asked.actor.id })),
    answer: { thread: thread.id, comment: comment.id },
  }
}

export const replyOnClause: Handler<'clause.reply'> = async (tx, input, asked) => {
  const thread = await clauseThreadOf(tx, asked.project.id, input.thread)
  if (thread.state === 'resolved') throw new Refusal('thread-resolved')
  if (thread.comments.length >= COMMENTS) throw new Refusal('comments-full', { limit: COMMENTS })
  const comment = await commentOf(tx, asked, input)
  const bare = await keepComment(tx, asked, thread.id, comment)
  return {
    ...heard([{ kind: 'clause.replied', thread: thread.id, comment: bare }], thread.place.clause),
    texts: [{ author: asked.actor.id, of: comment.id, words: comment.text }],
    answer: { comment: comment.id },
  }
}

export const resolveOnClause: Handler<'clause.resolve'> = (tx, { thread }, asked) =>
  turn(tx, asked, thread, 'resolved')

export const unresolveOnClause: Handler<'clause.unresolve'> = (tx, { thread }, asked) =>
  turn(tx, asked, thread, 'open')

/** Whether a clause stands in the draft is asked of the draft. */
export const prepareComment: Preparation<'clause.comment'> = async (
  house,
  _input,
  _who,
  project,
): Promise<Draft> => house.draft.read(project.id)

/** Members whom a comment on the draft reaches: those who read the draft and write about it. */
export async function draftReaders(read: Reader, project: string): Promise<string[]> {
  const members = await present(read, 'member', project)
  return members
    .filter(({ roles }) => roles.includes('lead') || roles.includes('panelist'))
    .map(({ id }) => id)
    .sort()
}

async function turn(tx: Writer, asked: Asked, id: string, state: ClauseThread['state']): Promise<Result> {
  const project = asked.project.id
  const thread = await clauseThreadOf(tx, project, id)
  refuse(refuseTurn(thread, await ruleFor(tx, project, thread.place.clause), asked.actor))
  if (thread.state === state) throw new Refusal(state === 'open' ? 'thread-open' : 'thread-resolved')
  // Opened again it counts again: as many as one clause may have.
  if (state === 'open') await refuseCrowd(tx, project, thread.place.clause)
  const { clauseThread: table } = tx.tables
  const [row] = await present(tx, 'clauseThread', project, eq(table.id, id))
  const where = and(eq(table.project, project), eq(table.id, id))!
  await supersede(tx, 'clauseThread', asked.seq, where, row!, { state })
  const kind = state === 'open' ? 'clause.unresolved' : 'clause.resolved'
  return heard([{ kind, thread: id, by: asked.actor.id }], thread.place.clause)
}

/** In the draft, or in a version: what was published is spoken of, too, after it has left the draft. */
async function isKnown(tx: Writer, asked: Asked<Draft>, id: string): Promise<boolean> {
  if (asked.prepared.clauses.some((clause) => clause.id === id)) return true
  const { clause } = tx.tables
  const [published] = await tx
    .select({ id: clause.id })
    .from(clause)
    .where(and(eq(clause.project, asked.project.id), eq(clause.id, id)))
    .limit(1)
  return published !== undefined
}

/** Open threads of one clause; whoever opens it reads them all. */
async function refuseCrowd(tx: Writer, project: string, clause: string): Promise<void> {
  const open = await present(tx, 'clauseThread', project, eq(tx.tables.clauseThread.state, 'open'))
  if (open.filter(({ anchor }) => anchor.clause === clause).length >= THREADS)
    throw new Refusal('comments-full', { limit: THREADS })
}

type Said = Required<CommentRecord>
async function commentOf(
  tx: Writer,
  asked: Asked,
  { text, mentions }: { text: string; mentions: string[] },
): Promise<Said> {
  const reached = mentions.length === 0 ? [] : await draftReaders(tx, asked.project.id)
  const outside = mentions.find((member) => !reached.includes(member))
  if (outside) throw new Refusal('mention-unread', { name: await nameOfMember(tx, outside) })
  return { id: asked.newId(), by: asked.actor.id, at: asked.at, mentions, text }
}

/** The row, and what the record says of it; the words stand apart, where they can be erased. */
async function keepComment(tx: Writer, asked: Asked, thread: string, comment: Said): Promise<CommentRecord> {
  const row = { ...comment, project: asked.project.id, thread, since: asked.seq }
  await tx.insert(tx.tables.clauseComment).values(row)
  const { text: _words, ...bare } = comment
  return bare
}

const heard = (facts: Fact[], clause: string): Pick<Result, 'facts' | 'told' | 'subject'> => ({
  facts,
  told: facts.map((event) => ({ to: drafting, event })),
  subject: clause,
})
