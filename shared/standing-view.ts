import { canonical, type Question, type Value } from './question.ts'
import { type Rate, rateFrom, type Tally } from './standing.ts'
import { type QuestionPart, type RaterPart, readCell } from './standing-book.ts'

/** With more values than this nobody reads a table of them. */
export const CONFUSION_VALUES = 30
/** `rows[said][should]`: how many votes, by the place of their values in `values`. Right and wrong votes alone. */
export type Confusion = { values: Value[]; rows: number[][] }
export type QuestionView = {
  question: string
  tally: Tally
  rate: Rate | null
  confusion: Confusion | null
  /** By the version that bound the votes; null: before the first bound. */
  trend: { version: number | null; tally: Tally; rate: Rate | null }[]
}

/** What one basis says of a rater, question by question, in the order of the project's questions. */
export const questionViews = (part: RaterPart | undefined, questions: Iterable<Question>): QuestionView[] =>
  [...questions].flatMap((question) => {
    const own = part?.questions.get(question.key)
    return own ? [questionView(question, own)] : []
  })

function questionView(question: Question, part: QuestionPart): QuestionView {
  return {
    question: question.key,
    tally: part.tally,
    rate: rateFrom(part.sums),
    confusion: confusionOf(question, part.cells),
    trend: [...part.versions]
      .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
      .map(([version, { tally, sums }]) => ({ version, tally, rate: rateFrom(sums) })),
  }
}

function confusionOf(question: Question, cells: ReadonlyMap<string, number>): Confusion | null {
  const declared = declaredValues(question)
  if (declared.length === 0 || cells.size === 0) return null
  const seen = [...cells.keys()].flatMap(readCell)
  const all = [...new Set([...declared.map(canonical), ...seen.sort()])]
  if (all.length > CONFUSION_VALUES) return null
  const place = new Map(all.map((value, at) => [value, at]))
  const rows = all.map(() => all.map(() => 0))
  for (const [cell, n] of cells) {
    const [said, should] = readCell(cell)
    rows[place.get(said)!]![place.get(should)!] = n
  }
  return { values: all.map((value) => JSON.parse(value) as Value), rows }
}

/** The values a question declares one by one; none where they are sets or without end. */
function declaredValues({ type, options, scale }: Question): Value[] {
  if (type !== 'single' && type !== 'ordinal') return []
  if (options.length > 0) return options.map(({ value }) => value)
  if (!scale || !Number.isInteger(scale.min) || !Number.isInteger(scale.max)) return []
  const size = scale.max - scale.min + 1
  return size > CONFUSION_VALUES ? [] : Array.from({ length: size }, (_, at) => scale.min + at)
}

/** Of a rater's votes that the majority calls wrong, what panels said: the headline of a standing. */
export type Headline = { wrong: number; upheld: number; excused: number; error: number; undecided: number }
/** Minority votes on decided questions, and how many of them the panel upheld. */
export type Dissents = {
  n: number
  upheld: number
  undecided: number
  rate: { share: number; low: number; high: number } | null
}
