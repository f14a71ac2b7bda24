import { sql } from 'drizzle-orm'
import { canonical, type Question, type Value } from '#shared/question.ts'
import { type Growing, growing, type Numbering, numbering } from './estimate-growing.ts'
import { type EstimateSource, readJson, seenImports } from './estimate-source.ts'

/** The votes on one question that count now, as columns of numbers. */
export interface VoteColumns {
  question: Question
  item: Growing
  rater: Growing
  label: Growing
  /** The canonical string of each label's value. */
  labels: Numbering
  /** 1 where the rater left a note. */
  noted: Growing
}

/** All votes of a project that count now: not superseded, of imports done and not withdrawn, on items that are there. */
export async function readVotes(
  source: EstimateSource,
  project: string,
  items: ReadonlyMap<string, number>,
): Promise<{ questions: VoteColumns[]; raters: Numbering }> {
  const asked = await source.all<{ body: unknown }>(
    sql`select "body" as body from "question" where "project" = ${project} and "until" is null order by "key"`,
  )
  const columns = asked.map(({ body }) => emptyColumns(readJson<Question>(body)))
  const byKey = new Map(columns.map((one) => [one.question.key, one]))
  const raters = numbering()
  const written = await readNotes(source, project)
  const query = sql`select "id", "item", "question", "rater", "value", case when "note" is null or "note" = '' then 0 else 1 end as noted
    from "vote" where "project" = ${project} and "until" is null and "import" in ${seenImports(project)}`
  await source.each(query, sql`"id"`, ([id, item, question, rater, value, noted]) => {
    const own = byKey.get(question as string)
    const number = items.get(item as string)
    if (!own || number === undefined) return
    own.item.push(number)
    own.rater.push(raters.of(rater as string))
    own.label.push(own.labels.of(value as string))
    own.noted.push(written.get(id as string) ?? (noted as number))
  })
  return { questions: columns, raters }
}

/** Notes that raters wrote or took away since their votes came. */
async function readNotes(source: EstimateSource, project: string): Promise<Map<string, number>> {
  const rows = await source.all<{ vote: string; text: string }>(
    sql`select "vote" as vote, "text" as text from "vote_note" where "project" = ${project} and "until" is null`,
  )
  return new Map(rows.map(({ vote, text }) => [vote, text === '' ? 0 : 1]))
}

const emptyColumns = (question: Question): VoteColumns => ({
  question,
  item: growing(),
  rater: growing(),
  label: growing(),
  labels: numbering(),
  noted: growing(),
})

/** What panels have decided: of each item and question, the one value it came to, or null where there is no single one. */
export async function readDecided(
  source: EstimateSource,
  project: string,
): Promise<Map<string, string | null>> {
  const rows = await source.all<{ item: string; question: string; values: unknown }>(
    sql`select "item" as item, "question" as question, "values" as "values" from "decision"
      where "project" = ${project} and "until" is null and "state" = 'signed' order by "since"`,
  )
  return new Map(
    rows.map(({ item, question, values }) => {
      const right = readJson<{ value: Value }[]>(values)
      return [`${item} ${question}`, right.length === 1 ? canonical(right[0]!.value) : null]
    }),
  )
}

/** How many dissents of each rater a panel has upheld. */
export async function readUpheld(source: EstimateSource, project: string): Promise<Map<string, number>> {
  const rows = await source.all<{ rater: string; n: number | string }>(
    sql`select m."rater" as rater, count(*) as n from "mark" m
      join "decision" d on d."project" = m."project" and d."id" = m."decision" and d."until" is null
      where m."project" = ${project} and m."until" is null and m."basis" = 'decision' and m."mark" = 'right'
        and d."state" = 'signed' and d."kind" = 'minority-upheld' group by m."rater"`,
  )
  return new Map(rows.map(({ rater, n }) => [rater, Number(n)]))
}
