import { sql } from 'drizzle-orm'
import { FIX_SOURCE } from '#shared/review.ts'
import type { Reader } from '../store/store.ts'

/** The form of the derived files; one of another form is built anew. */
const FORM = 2

/** What derived files were made from: another stamp means that votes, items or decisions have moved since. */
export interface Stamp {
  /** Items come and go only as imports are done or withdrawn; what a review's fix brings is a vote and no item. */
  items: string
  /** With the questions: what of all that moves is learned at once. */
  asked: string
  votes: string
}

/** Whether files of this stamp can be read; those of another form are made anew. */
export const isOfForm = ({ items }: Stamp): boolean => items.startsWith(`${FORM}:`)

type Head = { n: number | string; first: number | string | null; second: number | string | null }

export async function stampOf({ rows }: Pick<Reader, 'rows'>, project: string): Promise<Stamp> {
  const done = sql`select count(*) as n, max("seq") as first, max("until") as second from "import" where "project" = ${project} and "seq" is not null`
  const [imports] = await rows<Head>(sql`${done} and "source" <> ${FIX_SOURCE}`)
  const [fixes] = await rows<Head>(sql`${done} and "source" = ${FIX_SOURCE}`)
  const [decisions] = await rows<Head>(
    sql`select count(*) as n, max("since") as first, max("until") as second from "decision" where "project" = ${project} and "state" <> 'drafted'`,
  )
  const [questions] = await rows<Head>(
    sql`select count(*) as n, max("since") as first, max("until") as second from "question" where "project" = ${project}`,
  )
  const say = (head?: Head) => `${head?.n}/${head?.first ?? '–'}/${head?.second ?? '–'}`
  const items = `${FORM}:${say(imports)}`
  const asked = `${items}:${say(questions)}`
  return { items, asked, votes: `${asked}:${say(fixes)}:${say(decisions)}` }
}

/** The entry number up to which a project's record stands. */
export async function seqOf({ rows }: Pick<Reader, 'rows'>, project: string): Promise<number> {
  const [row] = await rows<{ seq: number | string }>(
    sql`select "seq" as seq from "project" where "id" = ${project}`,
  )
  return Number(row?.seq ?? 0)
}
