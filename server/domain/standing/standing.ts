import { emptyTally, type Rate, type Tally } from '#shared/standing.ts'
import type { Book } from '#shared/standing-book.ts'
import { rateOfPart } from '#shared/standing-row.ts'
import type { Dissents, Headline } from '#shared/standing-view.ts'
import type { Reader } from '../../store/store.ts'
import { decisionBooks } from '../decision-marks.ts'
import { goldBooks } from '../gold/marks.ts'
import { majorityBook } from '../majority-marks.ts'
import { reviewBook } from '../review/marks.ts'
import { dissenting } from './dissent.ts'

/** On one basis: how many votes are called what, and the share of right, if one may be said. */
type Basis = { tally: Tally; rate: Rate | null }
/** Parted by how their cases were chosen: only a random draw gives a rate. */
type Drawn = { sampled: Basis; picked: Tally }
export type Standing = {
  /** `others`: the mean share of the other voters who agree. A measurement, never a verdict (law 6). */
  majority: Basis & { others: number | null }
  gold: Basis & Drawn
  review: Basis
  decision: Drawn & { notBlind: Tally; unheard: number }
  headline: Headline
  dissents: Dissents
}

export const basisIn = (book: Book, rater: string): Basis => ({
  tally: book.get(rater)?.tally ?? emptyTally(),
  rate: rateOfPart(book.get(rater)),
})
const tallyIn = (book: Book, rater: string): Tally => basisIn(book, rater).tally

/** What each basis says of these raters' votes. */
export async function standings(
  read: Reader,
  project: string,
  raters: readonly string[],
): Promise<Map<string, Standing>> {
  const majority = await majorityBook(read, project, null)
  const gold = await goldBooks(read, project, null)
  const review = await reviewBook(read, project, raters, null)
  const decision = await decisionBooks(read, project, { raters, now: 0 }, null)
  const dissents = await dissenting(read, project, null)
  return new Map(
    raters.map((rater): [string, Standing] => [
      rater,
      {
        majority: { ...basisIn(majority, rater), others: othersIn(majority, rater) },
        gold: {
          ...basisIn(gold.all, rater),
          sampled: basisIn(gold.sampled, rater),
          picked: tallyIn(gold.picked, rater),
        },
        review: basisIn(review, rater),
        decision: {
          sampled: basisIn(decision.sampled, rater),
          picked: tallyIn(decision.picked, rater),
          notBlind: tallyIn(decision.notBlind, rater),
          unheard: decision.unheard.get(rater) ?? 0,
        },
        ...dissents(rater),
      },
    ]),
  )
}

export function othersIn(book: Book, rater: string): number | null {
  const { sum, n } = book.get(rater)?.others ?? { sum: 0, n: 0 }
  return n === 0 ? null : sum / n
}
