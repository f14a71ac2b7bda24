import { expect } from 'vitest'
import type { Votes } from '#shared/agreement/votes.ts'
import type { Question, Value } from '#shared/question.ts'
import type { QuestionVotes } from '#shared/queue-learned.ts'

export type Triples = [item: string, rater: string, label: string][]

/** Names become numbers in the order of the alphabet. */
export function columns(triples: Triples): Votes & { names: Record<'item' | 'rater' | 'label', string[]> } {
  const names = [0, 1, 2].map((at) => [...new Set(triples.map((row) => row[at]!))].sort())
  const [item, rater, label] = names.map((all, at) =>
    Int32Array.from(triples, (row) => all.indexOf(row[at]!)),
  )
  const [items, raters, labels] = names
  return {
    item: item!,
    rater: rater!,
    label: label!,
    items: items!.length,
    raters: raters!.length,
    labels: labels!.length,
    names: { item: items!, rater: raters!, label: labels! },
  }
}

/** Numbers to be met to so many digits. */
export const near = (values: Iterable<number>, digits = 6) =>
  [...values].map((value) => expect.closeTo(value, digits))
const option = (value: string) => ({ value, label: { en: value, ja: value } })
export function question(type: Question['type'], options: string[], over: Partial<Question> = {}): Question {
  const level = ({ single: 'nominal', multi: 'set', ordinal: 'ordinal', number: 'interval' } as const)[type]
  return {
    key: 'q',
    type,
    level,
    wording: { en: '', ja: '' },
    options: options.map(option),
    scale: options.length > 0 ? null : { min: 0, max: 10 },
    tolerance: 0,
    cautious: null,
    version: 1,
    ...over,
  }
}

/** Names become numbers as they come. */
export function votesOf(rows: [item: string, rater: string, value: Value][]) {
  const [items, raters, values] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ]
  const number = (known: Map<string, number>, key: string) => {
    if (!known.has(key)) known.set(key, known.size)
    return known.get(key)!
  }
  const item = Int32Array.from(rows, (row) => number(items, row[0]))
  const rater = Int32Array.from(rows, (row) => number(raters, row[1]))
  const label = Int32Array.from(rows, (row) => number(values, JSON.stringify(row[2])))
  const votes: QuestionVotes = {
    item,
    rater,
    label,
    items: items.size,
    raters: raters.size,
    values: [...values.keys()].map((key) => JSON.parse(key) as Value),
  }
  return { votes, items: [...items.keys()] }
}
