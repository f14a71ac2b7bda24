import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import { pseudonyms } from '#shared/pseudonym.ts'
import { majorityMarks, split } from '#shared/split.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { guidelineHeads } from './guideline.ts'
import { questionsOf } from './round.ts'
import { itemsOf, votesOfItems } from './vote.ts'
import type { Project } from './who.ts'

export type ExportRow = Record<string, string | number | null | object>
/** Items read at a time. */
const BATCH = 300

/** Items of the project that have content to show, in pages of their ids. */
async function* itemPages(read: Reader, project: string): AsyncGenerator<string[]> {
  const { item, imports } = read.tables
  for (let after = ''; ; ) {
    const rows = await read
      .select({ id: item.id })
      .from(item)
      .innerJoin(imports, eq(imports.id, item.import))
      .where(
        and(
          eq(item.project, project),
          isNull(item.until),
          isNotNull(imports.seq),
          isNull(imports.until),
          gt(item.id, after),
        ),
      )
      .orderBy(asc(item.id))
      .limit(BATCH)
    if (rows.length > 0) yield rows.map(({ id }) => id)
    if (rows.length < BATCH) return
    after = rows.at(-1)!.id
  }
}

/** Every vote that counts, with what each basis says of it. Without names, raters are the item's own A, B, C. */
export async function* voteRows(read: Reader, project: Project, named: boolean): AsyncGenerator<ExportRow> {
  const questions = await questionsOf(read, project.id)
  for await (const page of itemPages(read, project.id)) {
    const items = await itemsOf(read, project.id, page)
    const votes = Map.groupBy(await votesOfItems(read, page), ({ item }) => item)
    const all = [...votes.values()].flat()
    const raters = await ratersById(
      read,
      all.map(({ rater }) => rater),
    )
    const marks = await marksByVote(read, project.id, page)
    for (const id of page) {
      const own = votes.get(id) ?? []
      const letters = pseudonyms(
        id,
        own.map(({ rater }) => rater),
      )
      for (const question of questions) {
        const asked = own.filter((vote) => vote.question === question.key)
        const values = asked.map(({ value }) => value)
        const majority = majorityMarks(question, values, split(question, values))
        for (const [i, vote] of asked.entries()) {
          const mark = marks.get(vote.vote)
          yield {
            vote: vote.vote,
            item: items.get(id)?.external ?? '',
            question: question.key,
            rater: named ? (raters.get(vote.rater)?.external ?? '') : letters.get(vote.rater)!,
            rater_kind: raters.get(vote.rater)?.kind ?? 'human',
            value: vote.value,
            note: vote.note,
            at: vote.at === null ? null : new Date(vote.at).toISOString(),
            late: vote.late ? 1 : 0,
            majority_mark: majority[i]!,
            decision_mark: mark?.mark ?? 'none',
            cause: mark?.cause ?? null,
            because: mark?.because ?? null,
            decision: mark?.decision ?? null,
          }
        }
      }
    }
  }
}

async function ratersById(read: Reader, ids: readonly string[]) {
  const { rater } = read.tables
  const rows =
    ids.length === 0
      ? []
      : await read
          .select()
          .from(rater)
          .where(inArray(rater.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row]))
}

async function marksByVote(read: Reader, project: string, items: readonly string[]) {
  const rows = await present(
    read,
    'mark',
    project,
    and(inArray(read.tables.mark.item, [...items]), eq(read.tables.mark.basis, 'decision')),
  )
  return new Map(rows.map((row) => [row.vote, row]))
}

/** Every decision that was signed, superseded ones too, each with the clauses it cites as clause@version. */
export async function* decisionRows(read: Reader, project: Project): AsyncGenerator<ExportRow> {
  const { decision } = read.tables
  const rows = (
    await present(read, 'decision', project.id, inArray(decision.state, ['signed', 'superseded']))
  ).sort((a, b) => (a.signedAt ?? 0) - (b.signedAt ?? 0))
  const items = await itemsOf(read, project.id, [...new Set(rows.map(({ item }) => item))])
  const heads = await guidelineHeads(read, project.id)
  const disputes = new Map((await present(read, 'dispute', project.id)).map((row) => [row.id, row]))
  for (const row of rows) {
    const clauses = heads.find(({ version }) => version === row.guideline)?.clauses ?? []
    yield {
      decision: row.id,
      dispute: row.dispute,
      item: items.get(row.item)?.external ?? '',
      question: row.question,
      kind: row.kind,
      values: row.values,
      causes: row.causes,
      clauses: row.clauses.map(
        (id) => `${clauses.find((clause) => clause.id === id)?.number ?? id}@v${row.guideline}`,
      ),
      rationale: row.rationale,
      reason: row.reason,
      state: row.state,
      round: row.round,
      signed_at: row.signedAt === null ? null : new Date(row.signedAt).toISOString(),
      supersedes: row.supersedes,
      chosen: disputes.get(row.dispute)?.chosen ?? '',
      probability: disputes.get(row.dispute)?.probability ?? null,
    }
  }
}
