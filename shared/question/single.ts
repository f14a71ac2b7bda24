import { equalCamps } from './camps.ts'
import { readOption } from './cell.ts'
import type { QuestionType } from './shape.ts'
import { canonical, medoidBy, showOption } from './value.ts'

/** One of several options without an order. */
export const single: QuestionType = {
  levels: ['nominal'],
  model: 'labels',
  labels: (question) => question.options.length,
  read: readOption,
  canonical,
  distance: (_, a, b) => (a === b ? 0 : 1),
  // Options without an order are equal or not: a tolerance has no meaning here.
  agrees: (_, a, b) => a === b,
  camps: (_, votes) => equalCamps(votes),
  medoid: (question, votes) => medoidBy(votes, (a, b) => single.distance(question, a, b)),
  show: (question, value, language) => showOption(question, String(value), language),
}
