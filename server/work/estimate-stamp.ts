import { sql } from 'drizzle-orm'
import type { Reader } from '../store/store.ts'

/** The form of the derived files; one of another form is built anew. */
const FORM = 2

/** What derived files were made from: another stamp means that votes, items or decisions have moved since. */
export interface Stamp {
  /** Items, raters and votes change only as imports are done or withdrawn. */
  items: string
  votes: string
}

/** Whether files of this stamp can be read; those of another form are made anew. */
export const isOfForm = ({ items }: Stamp): boolean => items.startsWith(`${FORM}:`)

type Head = { n: number | string; first: number | string | null; second: number | string | null }

export async function stampOf({ rows }: Pick<Reader, 'rows'>, project: string): Promise<Stamp> {
  const [imports] = await rows<Head>(
    sql`select count(*) as n, max("seq") as first, max("until") as second from "import" where "project" = ${project} and "seq" is not null`,
  )
  const [decisions] = await rows<Head>(
    sql`select count(*) as n, max("since") as first, max("until") as second from "decision" where "project" = ${project} and "state" <> 'drafted'`,
  )
  const [questions] = await rows<Head>(
    sql`select count(*) as n, max("since") as first, max("until") as second from "question" where "project" = ${project}`,
  )
  const say = (head?: Head) => `${head?.n}/${head?.first ?? '–'}/${head?.second ?? '–'}`
  const items = `${FORM}:${say(imports)}`
  return { items, votes: `${items}:${say(decisions)}:${say(questions)}` }
}

/** The entry number up to which a project's record stands. */
export async function seqOf({ rows }: Pick<Reader, 'rows'>, project: string): Promise<number> {
  const [row] = await rows<{ seq: number | string }>(
    sql`select "seq" as seq from "project" where "id" = ${project}`,
  )
  return Number(row?.seq ?? 0)
}
