import type { MarkWord } from './mark.ts'
import { addTogether, type Case, emptyTally, noSums, type Sums, type Tally } from './standing.ts'

/** What one basis says of one vote. Values are canonical strings. */
export type Counted = {
  rater: string
  question: string
  mark: MarkWord
  /** For how many votes it stands: 1 over the chance of its item being drawn. */
  weight: number
  said: string
  /** The one answer that would have been right; null where there is none, or not one. */
  should: string | null
  /** The version of the guideline that bound the vote. */
  version: number | null
  /** The share of the other voters who agree; null where nobody else voted, and on bases that do not look at others. */
  others: number | null
}

export type Part = { tally: Tally; sums: Sums; others: { sum: number; n: number } }
export type QuestionPart = Part & {
  /** How many votes said the one and should have said the other, right or wrong. */
  cells: Map<string, number>
  versions: Map<number | null, Part>
}
export type RaterPart = Part & { questions: Map<string, QuestionPart> }
/** What one basis says of all votes, added up for every rater: as large as there are raters, whatever they voted. */
export type Book = Map<string, RaterPart>

const emptyPart = (): Part => ({ tally: emptyTally(), sums: noSums(), others: { sum: 0, n: 0 } })
const emptyQuestion = (): QuestionPart => ({ ...emptyPart(), cells: new Map(), versions: new Map() })
const emptyRater = (): RaterPart => ({ ...emptyPart(), questions: new Map() })

const SPLIT = '\u0000'
const cellOf = (said: string, should: string): string => `${said}${SPLIT}${should}`
export const readCell = (cell: string): [said: string, should: string] => {
  const [said, should] = cell.split(SPLIT)
  return [said!, should!]
}

/** Enters all marks of one item: what was ruled on together is one observation. */
export function enterItem(book: Book, marks: readonly Counted[]): void {
  for (const [rater, own] of byKey(marks, ({ rater }) => rater)) {
    const part = got(book, rater, emptyRater)
    addAll(part, own)
    for (const [question, asked] of byKey(own, ({ question }) => question)) {
      const of = got(part.questions, question, emptyQuestion)
      addAll(of, asked)
      for (const [version, bound] of byKey(asked, ({ version }) => version))
        addAll(got(of.versions, version, emptyPart), bound)
      for (const { mark, said, should } of asked) {
        if (should === null || (mark !== 'right' && mark !== 'wrong')) continue
        const cell = cellOf(said, should)
        of.cells.set(cell, (of.cells.get(cell) ?? 0) + 1)
      }
    }
  }
}

function addAll(part: Part, marks: readonly Counted[]): void {
  const cases: Omit<Case, 'together'>[] = []
  for (const { mark, weight, others } of marks) {
    part.tally[mark] += 1
    if (others !== null) {
      part.others.sum += others
      part.others.n += 1
    }
    // What was excused or left unmarked is in no denominator: it says nothing of the rater.
    if (mark === 'right' || mark === 'wrong') cases.push({ right: mark === 'right', weight })
  }
  if (cases.length > 0) addTogether(part.sums, cases)
}

/** Most groups are of one: no map is made for those. */
function byKey<Key>(
  marks: readonly Counted[],
  key: (mark: Counted) => Key,
): Iterable<[Key, readonly Counted[]]> {
  if (marks.length === 1) return [[key(marks[0]!), marks]]
  return Map.groupBy(marks, key)
}

function got<Key, One>(map: Map<Key, One>, key: Key, make: () => One): One {
  const known = map.get(key)
  if (known) return known
  const made = make()
  map.set(key, made)
  return made
}
