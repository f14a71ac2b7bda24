import type { Basis } from '#shared/mark.ts'
import { emptyTally, type Rate, rateFrom, type Tally } from '#shared/standing.ts'
import type { Book } from '#shared/standing-book.ts'
import type { Reader } from '../../store/store.ts'
import type { AsOf } from '../as-of.ts'
import { decisionBooks } from '../decision-marks.ts'
import { goldBooks } from '../gold/marks.ts'
import { majorityBook } from '../majority-marks.ts'
import { reviewBook } from '../review/marks.ts'

export type BarRate = {
  tally: Tally
  /** Of all marks of the basis, however their cases were chosen. */
  rate: Rate | null
  /** Of those alone that may feed a bar: final, and drawn at random; null on bases that may not feed one. */
  fits: Rate | null
}

/**
 * What a basis says of raters, and what of it may feed a bar (laws 6 and 8): every rater with a mark on it, or those
 * named. Outside a transaction it gives others turns of the loop; a large project is better read before one.
 */
export async function barRates(
  read: Reader,
  project: string,
  asked: { basis: Basis; question: string | null; raters?: readonly string[]; now: number; as?: AsOf },
): Promise<Map<string, BarRate>> {
  const { question, raters, as = null } = asked
  const { all, fits } = await booksOf(read, project, { ...asked, as })
  const named = raters ?? [...all.keys()]
  return new Map(
    named.map((rater) => {
      const own = partOf(all, rater, question)
      const feeding = fits && partOf(fits, rater, question)
      return [
        rater,
        {
          tally: own?.tally ?? emptyTally(),
          rate: own ? rateFrom(own.sums) : null,
          fits: feeding ? rateFrom(feeding.sums) : null,
        },
      ]
    }),
  )
}

export const partOf = (book: Book, rater: string, question: string | null) =>
  question === null ? book.get(rater) : book.get(rater)?.questions.get(question)

async function booksOf(
  read: Reader,
  project: string,
  { basis, raters, now, as }: { basis: Basis; raters?: readonly string[]; now: number; as: AsOf },
): Promise<{ all: Book; fits: Book | null }> {
  switch (basis) {
    case 'majority':
      return { all: await majorityBook(read, project, as), fits: null }
    case 'review':
      return { all: await reviewBook(read, project, raters, as), fits: null }
    case 'gold': {
      const { all, sampled } = await goldBooks(read, project, as)
      return { all, fits: sampled }
    }
    case 'decision':
      return decisionBooks(read, project, { raters, now }, as)
  }
}
