import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { readsRoom, type Viewer } from '#shared/dispute-view.ts'
import type { Reader } from '../store/store.ts'
import { isSealed, sealedItems } from './appeal/sealed.ts'
import { disputeRecords } from './dispute-record.ts'
import { namesOf } from './name.ts'
import { itemsOf } from './vote.ts'

/** Mentions looked at, newest first. */
const LIST = 200

/** Open threads that ask for this member's word: they are mentioned there after the last thing they said. */
export async function mentionsOf(read: Reader, project: string, viewer: Viewer) {
  const ids = await mentioning(read, project, viewer.id)
  const records =
    ids.length === 0 ? [] : await disputeRecords(read, project, inArray(read.tables.dispute.id, ids))
  const sealed = await sealedItems(read, project, viewer.id)
  const open = records.filter(
    (record) => record.state !== 'withdrawn' && readsRoom(record, viewer) && !isSealed(sealed, record),
  )
  const items = await itemsOf(
    read,
    project,
    open.map(({ item }) => item),
  )
  const rows = open.flatMap((dispute) =>
    Object.values(dispute.threads).flatMap(({ id: thread, state, comments }) => {
      const mine = comments.findLastIndex(({ by }) => by === viewer.id)
      const asking = comments.findLast(({ mentions }, at) => at > mine && mentions.includes(viewer.id))
      if (state !== 'open' || !asking) return []
      const { id: comment, by, at } = asking
      return [
        { dispute: dispute.id, external: items.get(dispute.item)?.external ?? '', thread, comment, by, at },
      ]
    }),
  )
  rows.sort((a, b) => b.at - a.at)
  return {
    rows,
    names: await namesOf(
      read,
      rows.map(({ by }) => by),
    ),
  }
}

/** Disputes in which a comment names this member. Ids are letters alone, so none is part of another. */
async function mentioning(read: Reader, project: string, member: string): Promise<string[]> {
  const { comment, thread } = read.tables
  const rows = await read
    .select({ dispute: comment.dispute })
    .from(comment)
    .innerJoin(
      thread,
      and(eq(thread.project, comment.project), eq(thread.id, comment.thread), isNull(thread.until)),
    )
    .where(
      and(
        eq(comment.project, project),
        eq(thread.state, 'open'),
        sql`cast(${comment.mentions} as text) like ${`%"${member}"%`}`,
      ),
    )
    .orderBy(desc(comment.since))
    .limit(LIST)
  return [...new Set(rows.map((row) => row.dispute))]
}
