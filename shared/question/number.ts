import { campsWithin, equalCamps } from './camps.ts'
import { readNumber } from './cell.ts'
import type { QuestionType } from './shape.ts'
import { canonical, medoidBy } from './value.ts'

/** A number of which the differences count (interval), or the ratios too. */
export const numeric: QuestionType = {
  levels: ['interval', 'ratio'],
  // No rater model fits an endless set of answers: the queue falls back to 1 − margin and says so.
  model: null,
  labels: () => 0,
  read: readNumber,
  canonical,
  distance: (question, a, b) => {
    const apart = Math.abs(Number(a) - Number(b))
    const range = question.scale ? question.scale.max - question.scale.min : 0
    // Without a declared range the distance still grows with the difference and stays below 1.
    return range > 0 ? Math.min(1, apart / range) : apart / (1 + apart)
  },
  agrees: (question, a, b) => Math.abs(Number(a) - Number(b)) <= question.tolerance + 1e-9,
  camps: (question, votes) =>
    question.tolerance === 0
      ? equalCamps(votes)
      : campsWithin(
          votes,
          (a, b) => numeric.agrees(question, a, b),
          (a, b) => Math.abs(Number(a) - Number(b)),
        ),
  medoid: (_, votes) => medoidBy(votes, (a, b) => Math.abs(Number(a) - Number(b))),
  show: (_, value) => String(value),
}
