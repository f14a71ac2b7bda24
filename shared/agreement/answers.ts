import { canonical, type Question, questionType, type Value } from '../question.ts'
import type { Metric } from './alpha.ts'
import { latestByItem, type VotesByItem } from './votes.ts'

/** The answers of one question as columns of numbers, each rater's last vote on an item, with the metric of its level. */
export function answersOf(
  question: Question,
  rows: readonly { item: string; rater: string; value: Value }[],
): { votes: VotesByItem; metric: Metric } {
  const values = [...new Map(rows.map(({ value }) => [canonical(value), value])).values()].sort(
    inOrderOf(question),
  )
  const label = new Map(values.map((value, at) => [canonical(value), at]))
  const [items, raters] = [numbered(rows.map(({ item }) => item)), numbered(rows.map(({ rater }) => rater))]
  const votes = latestByItem({
    item: Int32Array.from(rows, ({ item }) => items.get(item)!),
    rater: Int32Array.from(rows, ({ rater }) => raters.get(rater)!),
    label: Int32Array.from(rows, ({ value }) => label.get(canonical(value))!),
    items: items.size,
    raters: raters.size,
    labels: values.length,
  })
  return { votes, metric: metricOf(question, values) }
}

const numbered = (names: readonly string[]) => new Map([...new Set(names)].map((name, at) => [name, at]))

/** Options stand in the order the question declares them, numbers in their own. */
function inOrderOf({ options }: Question) {
  const rank = new Map(options.map(({ value }, at) => [value, at]))
  const place = (value: Value) => rank.get(String(value)) ?? Number(value)
  return (a: Value, b: Value) => (Array.isArray(a) ? 0 : place(a) - place(b))
}

/** `values[label]` is what the label stands for. */
function metricOf(question: Question, values: readonly Value[]): Metric {
  const number = (label: number) => Number(values[label])
  switch (question.level) {
    case 'nominal':
      return { kind: 'nominal' }
    case 'ordinal':
      return { kind: 'ordinal' }
    case 'interval':
      return { kind: 'interval', at: values.map(Number) }
    case 'ratio':
      return { kind: 'pairs', apart: (a, b) => ratioApart(number(a), number(b)) }
    case 'set': {
      const { distance } = questionType(question.type)
      return { kind: 'pairs', apart: (a, b) => distance(question, values[a]!, values[b]!) }
    }
  }
}

const ratioApart = (a: number, b: number): number => (a === b ? 0 : ((a - b) / (a + b)) ** 2)
