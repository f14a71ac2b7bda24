import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../../store/store.ts'
import type { AsOf } from '../as-of.ts'

type Word = {
  n: number | string
  last: number | string | null
  ended: number | string
  end: number | string | null
}
const say = (row?: Word): string => [row?.n, row?.last ?? '–', row?.ended, row?.end ?? '–'].join('/')

/** What of a table had happened by then: another word means that something has changed. */
async function wordOf(read: Reader, table: SQL, project: string, as: AsOf, began = sql`"since"`) {
  const end = as === null ? sql`"until"` : sql`case when "until" <= ${as} then "until" end`
  const then = as === null ? sql`${began} is not null` : sql`${began} <= ${as}`
  const [row] = await read.rows<Word>(
    sql`select count(*) as n, max(${began}) as last, count(${end}) as ended, max(${end}) as "end" from ${table} where "project" = ${project} and ${then}`,
  )
  return say(row)
}

/** Rows that are never ended: versions of the guideline, and who has read which. */
async function countOf(read: Reader, table: SQL, project: string, as: AsOf) {
  const then = as === null ? sql`` : sql`and "since" <= ${as}`
  const [row] = await read.rows<Word>(
    sql`select count(*) as n, max("since") as last from ${table} where "project" = ${project} ${then}`,
  )
  return say(row)
}

/** Everything that the majority of every item follows from, and which version bound each vote. */
export async function votesStamp(read: Reader, project: string, as: AsOf): Promise<string> {
  const words = [
    await wordOf(read, sql`"import"`, project, as, sql`"seq"`),
    await wordOf(read, sql`"question"`, project, as),
    await countOf(read, sql`"guideline"`, project, as),
    await countOf(read, sql`"acknowledgement"`, project, as),
  ]
  return words.join(' ')
}

export const goldStamp = (read: Reader, project: string, as: AsOf): Promise<string> =>
  wordOf(read, sql`"gold"`, project, as)

/** Everything that decision marks follow from: signed, superseded, reopened or left unheard. */
export async function decidedStamp(read: Reader, project: string, as: AsOf): Promise<string> {
  const decisions = await wordOf(read, sql`"decision"`, project, as)
  return `${decisions} ${await wordOf(read, sql`"dispute"`, project, as)}`
}
