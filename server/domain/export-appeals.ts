import { inArray } from 'drizzle-orm'
import { pseudonyms } from '#shared/pseudonym.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { answererOf } from './appeal/view.ts'
import type { ExportRow } from './export.ts'
import { guidelineHeads } from './guideline.ts'
import { handfuls } from './named.ts'
import { itemsOf, votesOfItems } from './vote.ts'
import type { Project } from './who.ts'

/** Every appeal with what became of it, the oldest first. Without names, raters are the item's own A, B, C. */
export async function* appealRows(read: Reader, project: Project, named: boolean): AsyncGenerator<ExportRow> {
  const all = (await present(read, 'appeal', project.id)).sort((a, b) => a.filedAt - b.filedAt)
  const heads = await guidelineHeads(read, project.id)
  const numberOf = (clause: string) =>
    heads.flatMap(({ clauses }) => clauses.filter(({ id }) => id === clause)).at(-1)?.number ?? clause
  const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  for (const page of handfuls(all)) {
    const ids = page.map(({ item }) => item)
    const items = await itemsOf(read, project.id, ids)
    const letters = named ? null : await lettersOn(read, ids)
    const externals = named ? await externalsOf(read, page) : null
    for (const row of page)
      yield {
        appeal: row.id,
        basis: row.basis,
        target: row.target,
        hearing: row.hearing,
        item: items.get(row.item)?.external ?? '',
        questions: row.questions,
        rater: externals?.get(row.rater) ?? letters?.(row.item, row.rater) ?? '',
        votes: row.votes,
        on_behalf: row.onBehalf,
        clause: row.clause === null ? null : numberOf(row.clause),
        state: row.state,
        filed_at: moment(row.filedAt),
        due: moment(row.due),
        answered_at: moment(row.answeredAt),
        answered_by: answererOf(row.answeredBy),
        fallback: row.fallback,
        reason: row.reason,
        answer: row.answer,
      }
  }
}

async function externalsOf(read: Reader, rows: readonly { rater: string }[]) {
  const { rater } = read.tables
  const ids = [...new Set(rows.map((row) => row.rater))]
  const found = await read
    .select({ id: rater.id, external: rater.external })
    .from(rater)
    .where(inArray(rater.id, ids))
  return new Map(found.map(({ id, external }) => [id, external]))
}

async function lettersOn(read: Reader, items: readonly string[]) {
  const votes = Map.groupBy(await votesOfItems(read, [...new Set(items)]), ({ item }) => item)
  return (item: string, rater: string) =>
    pseudonyms(
      item,
      (votes.get(item) ?? []).map((vote) => vote.rater),
    ).get(rater)
}
