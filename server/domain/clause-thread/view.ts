import { eq } from 'drizzle-orm'
import type { Viewer } from '#shared/dispute-view.ts'
import type { Draft } from '#shared/draft.ts'
import type { Reader } from '../../store/store.ts'
import { namesOf } from '../name.ts'
import { isAuditor } from '../proposal/view.ts'
import { draftReaders } from './clause-thread.ts'
import { type ClauseTalk, clauseTalk } from './record.ts'

/** Resolved threads that are still shown, the last ones; open ones all are. */
const RESOLVED = 500

/** What is said about the draft. Whether the words a comment is about still stand is found by whoever has the text open. */
export async function threadsView(
  read: Reader,
  project: string,
  viewer: Viewer,
  draft: Draft,
  clause: string | undefined,
) {
  const all = (await clauseTalk(read, project)).filter(
    ({ anchor }) => clause === undefined || anchor.clause === clause,
  )
  const latest = ({ thread }: ClauseTalk) => thread.comments.at(-1)?.at ?? 0
  all.sort((a, b) => latest(b) - latest(a) || (a.thread.id < b.thread.id ? -1 : 1))
  const shown = [
    ...all.filter(({ thread }) => thread.state === 'open'),
    ...all.filter(({ thread }) => thread.state === 'resolved').slice(0, RESOLVED),
  ]
  const standing = new Set(draft.clauses.map(({ id }) => id))
  const named = !isAuditor(viewer)
  const threads = shown.map(({ thread: { id, blocking, state, comments }, anchor }) => ({
    id,
    anchor,
    blocking,
    state,
    standing: standing.has(anchor.clause),
    comments: named ? comments : comments.map((comment) => ({ ...comment, by: '', mentions: [] })),
  }))
  return { threads, ...(await peopleIn(read, project, viewer, shown)) }
}

/** Whom the margin names, and whom a comment may call. */
async function peopleIn(read: Reader, project: string, viewer: Viewer, shown: readonly ClauseTalk[]) {
  if (isAuditor(viewer)) return { names: {}, mentionable: [] }
  const mentionable = (await draftReaders(read, project)).filter((id) => id !== viewer.id)
  const spoken = shown.flatMap(({ thread }) =>
    thread.comments.flatMap(({ by, mentions }) => [by, ...mentions]),
  )
  return { names: await namesOf(read, [...new Set([...spoken, ...mentionable])]), mentionable }
}

/** Open threads about the draft in which this member is called and has not answered since. */
export async function clauseMentions(read: Reader, project: string, viewer: Viewer) {
  const open = await clauseTalk(read, project, eq(read.tables.clauseThread.state, 'open'))
  return open.flatMap(({ thread: { id: thread, comments }, anchor }) => {
    const mine = comments.findLastIndex(({ by }) => by === viewer.id)
    const asking = comments.findLast(({ mentions }, at) => at > mine && mentions.includes(viewer.id))
    if (!asking) return []
    return [{ clause: anchor.clause, thread, comment: asking.id, by: asking.by, at: asking.at }]
  })
}
