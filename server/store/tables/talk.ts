import type { Cause } from '#shared/answer.ts'
import type { OpinionKind } from '#shared/opinion.ts'
import type { Anchor, ThreadRecord } from '#shared/thread.ts'
import type { Columns } from './columns.ts'

/** What a panel says to each other after the reveal. */
export function talkTables({ table, string, maybeString, number, json, index, primaryKey, span }: Columns) {
  const thread = table(
    'thread',
    {
      project: string(),
      id: string(),
      dispute: string(),
      anchor: json<Anchor>(),
      round: number(),
      state: string().$type<ThreadRecord['state']>(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('thread_dispute').on(t.dispute)],
  )
  const comment = table(
    'comment',
    {
      project: string(),
      id: string().primaryKey(),
      dispute: string(),
      thread: string(),
      by: string(),
      at: number(),
      mentions: json<string[]>(),
      text: string(),
      since: number(),
    },
    (t) => [index('comment_dispute').on(t.dispute)],
  )
  const opinion = table(
    'opinion',
    {
      project: string(),
      id: string(),
      dispute: string(),
      seat: string(),
      kind: string().$type<OpinionKind>(),
      round: number(),
      at: number(),
      text: string(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('opinion_dispute').on(t.dispute)],
  )
  const namedCause = table(
    'named_cause',
    {
      project: string(),
      id: string(),
      dispute: string(),
      round: number(),
      seat: string(),
      question: string(),
      camp: maybeString(),
      vote: maybeString(),
      cause: string().$type<Cause>(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('named_cause_dispute').on(t.dispute)],
  )
  return { thread, comment, opinion, namedCause }
}
