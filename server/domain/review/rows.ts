import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { CommandInput } from '#shared/commands.ts'
import { type LeftCode, type LeftRow, leftRow } from '#shared/left-row.ts'
import { canonical, type Question, type Value } from '#shared/question.ts'
import { type ReviewVerdict, refuseReview } from '#shared/review.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import {
  handfuls,
  itemsNamed,
  type Names,
  namedIn,
  plain,
  questionNamed,
  questionsByKey,
  ratersNamed,
  readAnswer,
} from '../named.ts'
import type { Sorted } from '../rows-left.ts'

type Rows = CommandInput<'review.import'>['rows']
/** A review that can be taken; `old`: the id of the one whose place it takes. */
export type ReviewRow = {
  vote: string
  item: string
  question: string
  rater: string
  reviewer: string
  verdict: ReviewVerdict
  value: Value | null
  words: string
  at: number | null
  old: string | null
}
type Read = Omit<ReviewRow, 'vote' | 'old'> & { row: number; external: string }
type Around = { items: Names; raters: Names; questions: ReadonlyMap<string, Question> }

/** What of a list is new, says something else than before, says nothing new, or cannot be read and why. */
export async function sortReviews(
  read: Reader,
  project: string,
  source: string,
  rows: Rows,
): Promise<Sorted<ReviewRow>> {
  const around: Around = {
    items: await itemsNamed(
      read,
      project,
      rows.map(({ item }) => item),
    ),
    raters: await ratersNamed(
      read,
      project,
      rows.map(({ rater }) => rater),
    ),
    questions: await questionsByKey(read, project),
  }
  const readRows = rows.map((one, n) => readRow(one, n + 1, around))
  const left = readRows.flatMap((one) => ('left' in one ? one.left : []))
  const good = readRows.flatMap((one) => ('left' in one ? [] : one))
  const votes = await votesBehind(read, good)
  const before = await reviewsBefore(read, project, source, [...votes.values()])
  const sorted: Sorted<ReviewRow> = { fresh: [], changed: [], same: 0, left }
  const said = new Map<string, Read>()
  for (const one of good) {
    const { row, external, ...review } = one
    const vote = votes.get(pairOf(one))
    const key = `${vote} ${review.reviewer}`
    const first = said.get(key)
    if (!vote) left.push(leftRow(row, 'vote-missing', { found: external }))
    else if (first && isSame(first, one)) sorted.same += 1
    else if (first) left.push(leftRow(row, 'said-otherwise', { found: String(first.row) }))
    else {
      said.set(key, one)
      const old = before.get(key)
      if (old && isSame(old, review)) sorted.same += 1
      else sorted[old ? 'changed' : 'fresh'].push({ ...review, vote, old: old?.id ?? null })
    }
  }
  return sorted
}

function readRow(given: Rows[number], row: number, { items, raters, questions }: Around) {
  const wrong = (code: LeftCode, found = '', expected = ''): { left: LeftRow } => ({
    left: leftRow(row, code, { found, expected }),
  })
  const item = items.known.get(plain(given.item))
  if (!item) return wrong('item-unknown', given.item, items.example)
  const rater = raters.known.get(plain(given.rater))
  if (!rater) return wrong('rater-unknown', given.rater, raters.example)
  const question = questionNamed(questions, given.question)
  if (!question) return wrong('question-unknown', given.question, namedIn([...questions.keys()]))
  const { verdict, words = '', reviewer = '', at = null } = given
  const unfit = refuseReview(given)
  if (unfit === 'fix-needs-value' || unfit === 'value-without-fix') return wrong(unfit, verdict)
  const answer = given.value === undefined ? { value: null } : readAnswer(question, given.value, row)
  if ('left' in answer) return answer
  const { value } = answer
  const names = { external: plain(given.rater), reviewer: plain(reviewer) }
  return { row, item, question: question.key, rater, verdict, value, words: words.trim(), at, ...names }
}

const pairOf = ({ item, question, rater }: { item: string; question: string; rater: string }) =>
  `${item} ${question} ${rater}`

type Said = { verdict: ReviewVerdict | null; value: Value | null; words: string; at: number | null }
/** A source that says no time says nothing of it the second time either. */
const isSame = (old: Said, next: Said): boolean =>
  old.verdict === next.verdict &&
  old.words === next.words &&
  (next.at === null || next.at === old.at) &&
  (old.value === null
    ? next.value === null
    : next.value !== null && canonical(old.value) === canonical(next.value))

/** The vote that counts of each rater, question and item named. */
async function votesBehind(read: Reader, rows: readonly Read[]): Promise<Map<string, string>> {
  const { vote, imports } = read.tables
  const found = new Map<string, string>()
  for (const some of handfuls([...new Set(rows.map(({ item }) => item))]))
    for (const { id, ...one } of await read
      .select({ id: vote.id, item: vote.item, question: vote.question, rater: vote.rater })
      .from(vote)
      .innerJoin(imports, eq(imports.id, vote.import))
      .where(
        and(inArray(vote.item, some), isNull(vote.until), isNotNull(imports.seq), isNull(imports.until)),
      ))
      found.set(pairOf(one), id)
  return found
}

/** What this source has said of these votes already, by vote and reviewer. */
async function reviewsBefore(read: Reader, project: string, source: string, votes: readonly string[]) {
  const { review } = read.tables
  const found = new Map<string, Said & { id: string }>()
  for (const some of handfuls(votes)) {
    const where = and(eq(review.source, source), inArray(review.vote, some))
    for (const { id, vote, reviewer, verdict, value, words, at } of await present(
      read,
      'review',
      project,
      where,
    ))
      found.set(`${vote} ${reviewer}`, {
        id,
        verdict,
        words,
        at,
        value: value === null ? null : (JSON.parse(value) as Value),
      })
  }
  return found
}
