import { and, asc, eq } from 'drizzle-orm'
import type { Entry } from '../store/log.ts'
import type { Reader } from '../store/store.ts'

/** What brings a decided dispute back to its panel, or ends one undecided: each is said with words. */
const turning = ['dispute.reopen', 'recheck.reopen', 'appeal.return', 'dispute.withdraw']

export type Turn = { kind: string; at: number; by: string; words: string }

/** Why this dispute came back or ended, the newest last; the words stand only in the log. */
export async function turnsOf(read: Reader, project: string, id: string): Promise<Turn[]> {
  const { dispute, logEntry } = read.tables
  const rows = await read
    .selectDistinct({ seq: dispute.since, body: logEntry.body })
    .from(dispute)
    .innerJoin(logEntry, and(eq(logEntry.project, dispute.project), eq(logEntry.seq, dispute.since)))
    .where(and(eq(dispute.project, project), eq(dispute.id, id)))
    .orderBy(asc(dispute.since))
  const entries = rows
    .map(({ body }) => JSON.parse(body) as Entry)
    .filter(({ kind }) => turning.includes(kind))
  return Promise.all(
    entries.map(async ({ kind, at, actor, seq }) => {
      return { kind, at, by: actor, words: await wordsAt(read, project, { seq, actor }) }
    }),
  )
}

/** What its author wrote with an entry that takes one text; empty where it was erased. */
async function wordsAt(read: Reader, project: string, { seq, actor }: { seq: number; actor: string }) {
  const { payload } = read.tables
  const [row] = await read
    .select({ bytes: payload.bytes })
    .from(payload)
    .where(and(eq(payload.project, project), eq(payload.seq, seq), eq(payload.part, `text:${actor}`)))
  return row?.bytes ? (Object.values(JSON.parse(row.bytes) as Record<string, string>)[0] ?? '') : ''
}
