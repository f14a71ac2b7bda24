import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import { goldMark } from '#shared/gold-mark.ts'
import { pseudonyms } from '#shared/pseudonym.ts'
import type { Question } from '#shared/question.ts'
import { majorityMarks, split } from '#shared/split.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import type { ExportRow } from './export.ts'
import { goldRecord } from './fair-state.ts'
import { finalMarks } from './finality.ts'
import { goldsOn } from './gold/marks.ts'
import { reviewWords } from './review/marks.ts'
import { questionsOf } from './round.ts'
import { itemsOf, type VoteRow, votesOfItems } from './vote.ts'
import type { Project } from './who.ts'

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

type Asked = { named: boolean; now: number }
/** Every vote that counts, with what each basis says of it. Without names, raters are the item's own A, B, C. */
export async function* voteRows(read: Reader, project: Project, asked: Asked): AsyncGenerator<ExportRow> {
  const questions = await questionsOf(read, project.id)
  for await (const page of itemPages(read, project.id)) {
    const ground = await groundOf(read, project.id, page, asked)
    for (const id of page)
      for (const question of questions)
        yield* rowsOn(ground, question, { id, votes: ground.votes.get(id) ?? [] })
  }
}

type Ground = Awaited<ReturnType<typeof groundOf>>
async function groundOf(read: Reader, project: string, page: string[], { named, now }: Asked) {
  const items = await itemsOf(read, project, page)
  const votes = await votesOfItems(read, page)
  const marks = await marksByVote(read, project, page)
  return {
    named,
    items,
    votes: Map.groupBy(votes, ({ item }) => item),
    raters: await ratersById(
      read,
      votes.map(({ rater }) => rater),
    ),
    marks,
    final: await finalMarks(read, project, [...marks.values()], now),
    golds: await goldsOn(read, project, page, null),
    reviews: await reviewWords(read, project, page),
  }
}

function* rowsOn(
  { named, items, raters, marks, final, golds, reviews }: Ground,
  question: Question,
  { id, votes }: { id: string; votes: readonly VoteRow[] },
): Generator<ExportRow> {
  const letters = pseudonyms(
    id,
    votes.map(({ rater }) => rater),
  )
  const asked = votes.filter((vote) => vote.question === question.key)
  const values = asked.map(({ value }) => value)
  const majority = majorityMarks(question, values, split(question, values))
  const row = golds.get(`${id} ${question.key}`)
  const gold = row && goldRecord(row)
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
      gold_mark: gold ? goldMark(question, gold, vote.value).mark : 'none',
      review_mark: reviews.get(vote.vote) ?? 'none',
      decision_mark: mark?.mark ?? 'none',
      cause: mark?.cause ?? null,
      because: mark?.because ?? null,
      decision: mark?.decision ?? null,
      // Of the decision's mark: 0 while an appeal can still change it (law 8).
      final: mark ? (final.has(vote.vote) ? 1 : 0) : null,
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
  const { mark } = read.tables
  const where = and(inArray(mark.item, [...items]), eq(mark.basis, 'decision'))
  return new Map((await present(read, 'mark', project, where)).map((row) => [row.vote, row]))
}
