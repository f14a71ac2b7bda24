import { and, asc, eq, inArray, type SQL } from 'drizzle-orm'
import { type ClauseAnchor, type ClauseThread, placeOf } from '#shared/clause-thread.ts'
import { Refusal } from '#shared/refusals.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'

/** A thread about the draft, its comments with their words, and where it hangs. */
export type ClauseTalk = { thread: ClauseThread; anchor: ClauseAnchor }

export async function clauseTalk(read: Reader, project: string, where?: SQL): Promise<ClauseTalk[]> {
  const rows = await present(read, 'clauseThread', project, where)
  if (rows.length === 0) return []
  const { clauseComment: table } = read.tables
  const about =
    where &&
    inArray(
      table.thread,
      rows.map(({ id }) => id),
    )
  const comments = Map.groupBy(
    await read
      .select()
      .from(table)
      .where(and(eq(table.project, project), about))
      .orderBy(asc(table.since)),
    ({ thread }) => thread,
  )
  return rows.map(({ id, anchor, blocking, state }) => ({
    anchor,
    thread: {
      id,
      place: placeOf(anchor),
      blocking: blocking === 1,
      state,
      comments: (comments.get(id) ?? []).map(({ id, by, at, mentions, text }) => ({
        id,
        by,
        at,
        mentions,
        text,
      })),
    },
  }))
}

/** The one thread, or the refusal that it is not here. */
export async function clauseThreadOf(read: Reader, project: string, id: string): Promise<ClauseThread> {
  const [found] = await clauseTalk(read, project, eq(read.tables.clauseThread.id, id))
  if (!found) throw new Refusal('not-found')
  return found.thread
}
