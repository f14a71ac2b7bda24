import type { Language, Option, QuestionFields, Value } from './shape.ts'

/** The string under which equal values are equal. */
export function canonical(value: Value): string {
  return JSON.stringify(Array.isArray(value) ? [...new Set(value)].sort() : value)
}

/** Numbers by size, everything else by its canonical string: an order for lists, never a way to break a tie. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [canonical(a), canonical(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The vote with the smallest total distance to all votes. */
export function medoidBy(votes: readonly Value[], distance: (a: Value, b: Value) => number): Value | null {
  const counts = new Map<string, { value: Value; votes: number }>()
  for (const value of votes) {
    const key = canonical(value)
    const known = counts.get(key)
    if (known) known.votes += 1
    else counts.set(key, { value, votes: 1 })
  }
  let best: Value | null = null
  let least = Number.POSITIVE_INFINITY
  for (const { value } of [...counts.values()].sort((a, b) => compareValues(a.value, b.value))) {
    let total = 0
    for (const other of counts.values()) total += other.votes * distance(value, other.value)
    if (total < least - 1e-12) [best, least] = [value, total]
  }
  return best
}

/** An option's label in the reader's language, else in the other, else its bare value. */
export function showOption(question: QuestionFields, value: string, language: Language): string {
  const label = question.options.find((option: Option) => option.value === value)?.label
  return label?.[language] || label?.[language === 'en' ? 'ja' : 'en'] || value
}
