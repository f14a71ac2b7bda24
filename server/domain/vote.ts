import { and, eq, inArray, isNotNull, isNull, type SQL } from 'drizzle-orm'
import type { Block } from '#shared/content.ts'
import type { Value } from '#shared/question.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Reader } from '../store/store.ts'

export type VoteRow = {
  vote: string
  item: string
  question: string
  rater: string
  value: Value
  note: string | null
  at: number | null
  version: number | null
  late: boolean
}

/** Votes that count now: not superseded, and of an import that is done and not withdrawn. */
async function votesWhere(read: Reader, where: SQL | undefined): Promise<VoteRow[]> {
  const { vote, imports, voteNote } = read.tables
  const own = and(eq(voteNote.project, vote.project), eq(voteNote.vote, vote.id), isNull(voteNote.until))
  const rows = await read
    .select({
      vote: vote.id,
      item: vote.item,
      question: vote.question,
      rater: vote.rater,
      value: vote.value,
      note: vote.note,
      noted: voteNote.text,
      at: vote.at,
      version: vote.version,
      late: vote.late,
    })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .leftJoin(voteNote, own)
    .where(and(isNull(vote.until), isNotNull(imports.seq), isNull(imports.until), where))
    .orderBy(vote.id)
  return rows.map(({ noted, ...row }) => ({
    ...row,
    // What the rater wrote here takes the place of what came with the vote; written empty, of nothing.
    note: noted === null ? row.note : noted || null,
    value: JSON.parse(row.value) as Value,
    late: row.late === 1,
  }))
}

export const votesOfItems = (read: Reader, items: readonly string[]): Promise<VoteRow[]> =>
  items.length === 0 ? Promise.resolve([]) : votesWhere(read, inArray(read.tables.vote.item, [...items]))

export async function voteOf(read: Reader, project: string, id: string): Promise<VoteRow> {
  const [row] = await votesWhere(
    read,
    and(eq(read.tables.vote.project, project), eq(read.tables.vote.id, id)),
  )
  if (!row) throw new Refusal('not-found')
  return row
}

export type ItemRow = {
  id: string
  external: string
  language: string | null
  tags: string[]
  expected: number | null
  content: Block[]
}

/** The items as they read now, by id; those of imports not done or withdrawn do not exist. */
export async function itemsOf(
  read: Reader,
  project: string,
  ids: readonly string[],
): Promise<Map<string, ItemRow>> {
  if (ids.length === 0) return new Map()
  const { item, imports } = read.tables
  const rows = await read
    .select({
      id: item.id,
      external: item.external,
      language: item.language,
      tags: item.tags,
      expected: item.expected,
      content: item.content,
    })
    .from(item)
    .innerJoin(imports, eq(imports.id, item.import))
    .where(
      and(
        eq(item.project, project),
        inArray(item.id, [...ids]),
        isNull(item.until),
        isNotNull(imports.seq),
        isNull(imports.until),
      ),
    )
  return new Map(rows.map((row) => [row.id, row]))
}
