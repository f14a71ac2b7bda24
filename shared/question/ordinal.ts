import { campsWithin, equalCamps } from './camps.ts'
import { readNumber, readOption } from './cell.ts'
import { numeric } from './number.ts'
import type { QuestionFields, QuestionType, Value } from './shape.ts'
import { canonical, medoidBy, showOption } from './value.ts'

/** Options in order (Likert, rubric), or numbers on a scale of which only the order counts. */
export const ordinal: QuestionType = {
  levels: ['ordinal'],
  model: 'labels',
  labels: (question) => question.options.length || steps(question),
  read: (question, raw) =>
    question.options.length > 0 ? readOption(question, raw) : readNumber(question, raw),
  canonical,
  distance: (question, a, b) => {
    if (question.options.length === 0) return numeric.distance(question, a, b)
    return question.options.length < 2 ? 0 : apart(question, a, b) / (question.options.length - 1)
  },
  // The tolerance counts ranks of the options, or units of the scale.
  agrees: (question, a, b) => apart(question, a, b) <= question.tolerance + 1e-9,
  camps: (question, votes) =>
    question.tolerance === 0
      ? equalCamps(votes)
      : campsWithin(
          votes,
          (a, b) => ordinal.agrees(question, a, b),
          (a, b) => apart(question, a, b),
        ),
  medoid: (question, votes) => medoidBy(votes, (a, b) => ordinal.distance(question, a, b)),
  show: (question, value, language) => showOption(question, String(value), language),
}

/** Ranks, or units of the scale, between two values. */
function apart(question: QuestionFields, a: Value, b: Value): number {
  if (question.options.length === 0) return Math.abs(Number(a) - Number(b))
  const rank = (value: Value) => question.options.findIndex((option) => option.value === value)
  return Math.abs(rank(a) - rank(b))
}

/** A scale from one whole number to another has that many steps; any other has none to count. */
function steps({ scale }: QuestionFields): number {
  return scale && Number.isInteger(scale.min) && Number.isInteger(scale.max) ? scale.max - scale.min + 1 : 0
}
