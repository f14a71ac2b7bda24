import { and, eq } from 'drizzle-orm'
import { readableRounds, type Viewer, viewDispute } from '#shared/dispute-view.ts'
import type { Fact } from '#shared/facts.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal, refuse } from '#shared/refusals.ts'
import { textsOf } from '#shared/snippet.ts'
import { COMMENTS, refuseTalk, THREADS } from '#shared/talk.ts'
import type { Anchor, CommentRecord, ThreadRecord } from '#shared/thread.ts'
import type { Asked, Handler, Result } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Reader, Writer } from '../store/store.ts'
import { disputeOf } from './dispute-record.ts'
import { guidelineAt } from './guideline.ts'
import { nameOfMember } from './name.ts'
import { tell } from './told.ts'
import { itemsOf } from './vote.ts'

/** A thread begins with its first comment, about the case or one place of it. */
export const openThread: Handler<'thread.open'> = async (tx, input, asked) => {
  const dispute = await roomFor(tx, asked, input.dispute)
  if (Object.keys(dispute.threads).length >= THREADS) throw new Refusal('talk-full', { limit: THREADS })
  await refuseAnchor(tx, asked, dispute, input.anchor)
  const comment = await commentOf(tx, asked, dispute, input)
  const thread = { id: asked.newId(), anchor: input.anchor, round: lastRead(dispute, asked.actor) }
  await tx.insert(tx.tables.thread).values({
    ...thread,
    state: 'open',
    project: asked.project.id,
    dispute: dispute.id,
    since: asked.seq,
    until: null,
  })
  const said = await keepComment(tx, asked, dispute, thread.id, comment)
  const facts: Fact[] = [{ kind: 'thread.opened', dispute: dispute.id, thread }, ...said]
  return {
    ...(await spoken(tx, asked, dispute, facts, comment)),
    answer: { thread: thread.id, comment: comment.id },
  }
}

export const addComment: Handler<'comment.add'> = async (tx, input, asked) => {
  const dispute = await roomFor(tx, asked, input.dispute)
  const thread = threadOf(dispute, input.thread)
  if (thread.state === 'resolved') throw new Refusal('thread-resolved')
  if (thread.comments.length >= COMMENTS) throw new Refusal('talk-full', { limit: COMMENTS })
  const comment = await commentOf(tx, asked, dispute, input)
  const facts = await keepComment(tx, asked, dispute, thread.id, comment)
  return { ...(await spoken(tx, asked, dispute, facts, comment)), answer: { comment: comment.id } }
}

export const resolveThread: Handler<'thread.resolve'> = (tx, input, asked) =>
  turnThread(tx, asked, input, 'resolved')

export const reopenThread: Handler<'thread.reopen'> = (tx, input, asked) =>
  turnThread(tx, asked, input, 'open')

async function turnThread(
  tx: Writer,
  asked: Asked,
  input: { dispute: string; thread: string },
  state: ThreadRecord['state'],
): Promise<Result> {
  const dispute = await roomFor(tx, asked, input.dispute)
  if (threadOf(dispute, input.thread).state === state)
    throw new Refusal(state === 'open' ? 'thread-open' : 'thread-resolved')
  const { thread: table } = tx.tables
  const [row] = await present(tx, 'thread', asked.project.id, eq(table.id, input.thread))
  const where = and(eq(table.project, asked.project.id), eq(table.id, input.thread))!
  await supersede(tx, 'thread', asked.seq, where, row!, { state })
  const kind = state === 'open' ? 'thread.reopened' : 'thread.resolved'
  return spoken(tx, asked, dispute, [{ kind, dispute: dispute.id, thread: input.thread, by: asked.actor.id }])
}

/** Members who read the room and speak in it, so that a mention reaches them. */
export async function mentionable(read: Reader, project: string, dispute: DisputeRecord): Promise<string[]> {
  const members = await present(read, 'member', project)
  return members
    .filter(({ id, roles }) => !refuseTalk(dispute, { id, roles, owner: false }))
    .map(({ id }) => id)
    .sort()
}

async function roomFor(tx: Writer, asked: Asked, id: string): Promise<DisputeRecord> {
  const dispute = await disputeOf(tx, asked.project.id, id)
  refuse(refuseTalk(dispute, asked.actor))
  return dispute
}

function threadOf(dispute: DisputeRecord, id: string): ThreadRecord {
  const thread = dispute.threads[id]
  if (!thread) throw new Refusal('not-found')
  return thread
}

/** The last round its opener reads: what is said belongs to it. */
function lastRead(dispute: DisputeRecord, viewer: Viewer): number {
  const rounds = Array.from({ length: dispute.round }, (_, i) => i + 1)
  return rounds.filter(readableRounds(dispute, viewer)).at(-1) ?? dispute.round
}

/** What a thread is about must be there, and be readable to whoever opens it. */
async function refuseAnchor(tx: Writer, asked: Asked, dispute: DisputeRecord, anchor: Anchor) {
  if (!(await isThere(tx, asked, dispute, anchor))) throw new Refusal('anchor-unknown')
}

async function isThere(tx: Writer, asked: Asked, dispute: DisputeRecord, anchor: Anchor): Promise<boolean> {
  switch (anchor.kind) {
    case 'case':
      return true
    case 'item': {
      const item = (await itemsOf(tx, asked.project.id, [dispute.item])).get(dispute.item)
      const block = item?.content[anchor.block]
      return block !== undefined && anchor.from < anchor.to && anchor.to <= textsOf(block).join('\n').length
    }
    case 'vote':
      return viewDispute(dispute, asked.actor).votes.some(({ vote }) => vote === anchor.vote)
    case 'ballot': {
      const ballot = dispute.ballots[anchor.ballot]
      return ballot !== undefined && readableRounds(dispute, asked.actor)(ballot.round)
    }
    case 'clause': {
      const version = dispute.guideline
      const guideline = version === null ? undefined : await guidelineAt(tx, asked.project.id, version)
      return guideline?.clauses.some(({ id }) => id === anchor.clause) ?? false
    }
  }
}

type Said = Required<CommentRecord>
async function commentOf(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  { text, mentions }: { text: string; mentions: string[] },
): Promise<Said> {
  const reached = mentions.length === 0 ? [] : await mentionable(tx, asked.project.id, dispute)
  const outside = mentions.find((member) => !reached.includes(member))
  if (outside) throw new Refusal('mention-outside', { name: await nameOfMember(tx, outside) })
  return { id: asked.newId(), by: asked.actor.id, at: asked.at, mentions, text }
}

/** The row, and what the record says of it: that it was said, by whom; the words stand apart, where they can be erased. */
async function keepComment(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  thread: string,
  comment: Said,
): Promise<Fact[]> {
  await tx
    .insert(tx.tables.comment)
    .values({ ...comment, project: asked.project.id, dispute: dispute.id, thread, since: asked.seq })
  const { text: _words, ...bare } = comment
  return [{ kind: 'comment.added', dispute: dispute.id, thread, comment: bare }]
}

async function spoken(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  facts: Fact[],
  said?: Said,
): Promise<Result> {
  const heard = facts.map(
    (fact): Fact => (fact.kind === 'comment.added' && said ? { ...fact, comment: said } : fact),
  )
  return {
    facts,
    told: await tell(tx, asked.project.id, dispute, heard),
    subject: dispute.id,
    round: dispute.round,
    texts: said ? [{ author: asked.actor.id, of: said.id, words: said.text }] : [],
  }
}
