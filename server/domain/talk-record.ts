import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Value } from '#shared/question.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { present } from '../store/rows.ts'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'

type Talk = Pick<DisputeRecord, 'threads' | 'causes' | 'opinions'>

/** What was said in these disputes since their reveal. */
export async function talkOf(
  read: Reader,
  project: string,
  disputes: readonly string[],
): Promise<(dispute: string) => Talk> {
  const { thread, comment, opinion, namedCause } = read.tables
  const ids = [...disputes]
  const threads = await present(read, 'thread', project, inArray(thread.dispute, ids))
  const comments = Map.groupBy(
    threads.length === 0
      ? []
      : await read
          .select()
          .from(comment)
          .where(and(eq(comment.project, project), inArray(comment.dispute, ids)))
          .orderBy(asc(comment.since)),
    (row) => row.thread,
  )
  const opinions = await present(read, 'opinion', project, inArray(opinion.dispute, ids))
  const causes = await present(read, 'namedCause', project, inArray(namedCause.dispute, ids))
  return (dispute) => {
    const own = <Row extends { dispute: string }>(rows: Row[]) =>
      rows.filter((row) => row.dispute === dispute)
    return {
      threads: keyed(own(threads).map((row) => threadRecord(row, comments.get(row.id) ?? []))),
      opinions: keyed(own(opinions).map(opinionRecord)),
      causes: keyed(own(causes).map(causeRecord)),
    }
  }
}

type Row<Name extends keyof Schema> = Schema[Name]['$inferSelect']
const keyed = <One extends { id: string }>(list: readonly One[]): Record<string, One> =>
  Object.fromEntries(list.map((one) => [one.id, one]))

const threadRecord = ({ id, anchor, round, state }: Row<'thread'>, comments: Row<'comment'>[]) => ({
  id,
  anchor,
  round,
  state,
  comments: comments.map(({ id, by, at, mentions, text }) => ({ id, by, at, mentions, text })),
})

const opinionRecord = ({ id, seat, kind, round, at, text }: Row<'opinion'>) => ({
  id,
  seat,
  kind,
  round,
  at,
  text,
})

const causeRecord = ({ id, round, seat, question, camp, vote, cause }: Row<'namedCause'>) => ({
  id,
  round,
  seat,
  question,
  camp: camp === null ? null : (JSON.parse(camp) as Value),
  vote,
  cause,
})
