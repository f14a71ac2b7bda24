import { and, eq, inArray } from 'drizzle-orm'
import type { Actor } from '#shared/member.ts'
import { letters } from '#shared/pseudonym.ts'
import { type Question, questionType, type Value } from '#shared/question.ts'
import { OWN_SOURCE } from '#shared/review.ts'
import { type Judged, overturnRate, type Repeated, repeatRate } from '#shared/review-measure.ts'
import type { Rate } from '#shared/standing.ts'
import { present } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'
import { namesOf } from '../name.ts'
import { questionsOf } from '../round.ts'

type Row = Schema['review']['$inferSelect']
export type ReviewerMeasure = {
  /** A name for leads, and for oneself; a letter for auditors. Of an imported source, what it calls them. */
  name: string
  source: string
  mine: boolean
  given: { accept: number; fix: number; reject: number }
  asked: number
  declined: number
  /** Of the reviews whose vote a later decision called right or wrong, those it contradicts. */
  overturned: Rate | null
  /** Of the votes asked about again, those answered as before. */
  repeats: Rate | null
}

/** How reviewers' words hold up. In the order of their names: it measures reviews and ranks nobody. */
export async function reviewMeasures(
  read: Reader,
  project: string,
  actor: Actor,
): Promise<{ rows: ReviewerMeasure[] }> {
  const whole = actor.owner || actor.roles.includes('lead')
  const rows = await present(read, 'review', project)
  const later = await decidedLater(read, project)
  const questions = new Map((await questionsOf(read, project)).map((one) => [one.key, one]))
  const people = [...Map.groupBy(rows, (row) => `${row.source}\n${row.reviewer}`).values()]
  const names = whole
    ? await namesOf(read, [...new Set(rows.map(({ reviewer }) => reviewer))])
    : await namesOf(read, [actor.id])
  const ids = people.map(([first]) => first!.reviewer).sort()
  const nameOf = ({ source, reviewer }: Row) =>
    source !== OWN_SOURCE && whole ? reviewer : (names[reviewer] ?? letters(ids.indexOf(reviewer)))
  const measured = people.map((own) => ({
    name: nameOf(own[0]!),
    source: own[0]!.source,
    mine: own[0]!.source === OWN_SOURCE && own[0]!.reviewer === actor.id,
    ...measureOf(own, later, questions),
  }))
  const seen = whole || actor.roles.includes('auditor') ? measured : measured.filter(({ mine }) => mine)
  return { rows: seen.sort((a, b) => a.name.localeCompare(b.name) || (a.source < b.source ? -1 : 1)) }
}

function measureOf(own: readonly Row[], later: Later, questions: ReadonlyMap<string, Question>) {
  const first = own.filter(({ repeats }) => repeats === null)
  const said = (verdict: Row['verdict']) => first.filter((row) => row.verdict === verdict).length
  return {
    given: { accept: said('accept'), fix: said('fix'), reject: said('reject') },
    asked: own.filter(({ state }) => state === 'asked').length,
    declined: own.filter(({ state }) => state === 'declined').length,
    overturned: overturnRate(first.flatMap((row) => judged(row, later))),
    repeats: repeatRate(own.flatMap((row) => repeated(row, own, questions))),
  }
}

function judged(row: Row, later: Later): Judged[] {
  const mark = later.get(row.vote)
  // Without a time nobody can say which came first.
  if (!row.verdict || row.at === null || !mark || mark.at <= row.at) return []
  return [{ verdict: row.verdict, mark: mark.mark, item: row.item }]
}

function repeated(row: Row, own: readonly Row[], questions: ReadonlyMap<string, Question>): Repeated[] {
  const before = own.find(({ id }) => id === row.repeats)
  if (!before || row.state !== 'given') return []
  const question = questions.get(row.question)
  const values = [before, row].map(({ value }) => (value === null ? null : (JSON.parse(value) as Value)))
  const [a, b] = values as [Value | null, Value | null]
  const alike = a === null || b === null ? a === b : questionType(question!.type).agrees(question!, a, b)
  return [{ same: before.verdict === row.verdict && alike, item: row.item }]
}

type Later = ReadonlyMap<string, { mark: 'right' | 'wrong'; at: number }>
/** The decision marks that call a vote right or wrong, and when their decision was signed. */
async function decidedLater(read: Reader, project: string): Promise<Later> {
  const { mark, decision } = read.tables
  const called = and(eq(mark.basis, 'decision'), inArray(mark.mark, ['right', 'wrong']))
  const marks = await present(read, 'mark', project, called)
  const signed = new Map(
    (await present(read, 'decision', project, eq(decision.state, 'signed'))).map((one) => [
      one.id,
      one.signedAt,
    ]),
  )
  return new Map(
    marks.flatMap(({ vote, mark: word, decision: id }) => {
      const at = id === null ? null : (signed.get(id) ?? null)
      return at === null ? [] : [[vote, { mark: word as 'right' | 'wrong', at }] as const]
    }),
  )
}
