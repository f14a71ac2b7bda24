import { wilson } from './agreement/wilson.ts'
import type { Bar, Consequence } from './bar.ts'
import type { Basis } from './mark.ts'
import { fill } from './refusals.ts'
import { emptyTally, type Rate, rateFrom, type Tally } from './standing.ts'
import type { Part } from './standing-book.ts'
import type { Language } from './text.ts'
import { standingWords as en, basisWords as enBasis, type StandingWord } from './words/standing.en.ts'
import { standingWords as ja, basisWords as jaBasis } from './words/standing.ja.ts'

/** How the cases behind figures were chosen. Only a random draw gives a rate. */
export type How = 'all' | 'random' | 'queue-picked: not a rate' | 'random and queue-picked: not a rate'
export type BarState = 'no-bar' | 'too-few' | 'above' | 'unsure' | 'below'
/** Once people have acted, what they did stands in the place of what the figures say. */
export type ActedState = 'proposed' | 'noticed' | 'paused' | 'removed'

/** One rater on one basis. `rater` is the id the labelling tool gave. */
export type StandingRow = {
  rater: string
  basis: Basis
  right: number
  wrong: number
  excused: number
  /** Right and wrong: the denominator. */
  n: number
  accuracy: number | null
  interval: [number, number] | null
  bar: number | null
  state: BarState | ActedState
  /** The mean share of the other voters who agree; on the majority basis alone. */
  others: number | null
  /** What may feed a bar. */
  sampled: Rate | null
  how: How
  /** What these figures do not say; null where nothing has to be added. */
  why: string | null
}

/** Where a rate stands to a bar: nothing is said below the minimum, nor while the interval lies on both sides. */
export function againstBar(rate: Rate | null, bar: Pick<Bar, 'bar' | 'minimum'> | null): BarState {
  if (!bar) return 'no-bar'
  if (!rate || rate.effective < bar.minimum) return 'too-few'
  if (rate.high < bar.bar) return 'below'
  return rate.low >= bar.bar ? 'above' : 'unsure'
}

const done: Record<Consequence, ActedState> = { notice: 'noticed', pause: 'paused', removal: 'removed' }
/** What people have proposed or done about the rater; null where nothing is. */
export function actedOn(sanctions: readonly { state: string; follows: Consequence }[]): ActedState | null {
  const imposed = sanctions.filter(({ state }) => state === 'imposed').at(-1)
  if (imposed) return done[imposed.follows]
  return sanctions.some(({ state }) => state === 'proposed') ? 'proposed' : null
}

export function howChosen(basis: Basis, drawn: number, picked: number): How {
  if (basis === 'majority' || basis === 'review' || drawn + picked === 0) return 'all'
  if (picked === 0) return 'random'
  return drawn === 0 ? 'queue-picked: not a rate' : 'random and queue-picked: not a rate'
}
export const counted = ({ right, wrong }: Tally): number => right + wrong

type Figures = {
  rater: string
  basis: Basis
  all: Part | undefined
  /** Of those, the ones from a random draw. */
  drawn: Tally
  fits: Rate | null
  bar: Pick<Bar, 'bar' | 'minimum'> | null
  acted: ActedState | null
}
export function standingRow(figures: Figures, language: Language): StandingRow {
  const { rater, basis, all, drawn, fits, bar, acted } = figures
  const { right, wrong, excused } = all?.tally ?? emptyTally()
  const n = right + wrong
  const { low, high } = wilson(right, n)
  const how = howChosen(basis, counted(drawn), n - counted(drawn))
  const state = acted ?? againstBar(fits, bar)
  const row = { n, how, state, basis, drawn: counted(drawn), fits, bar }
  return {
    rater,
    basis,
    right,
    wrong,
    excused,
    n,
    accuracy: n === 0 ? null : right / n,
    interval: n === 0 ? null : [low, high],
    bar: bar?.bar ?? null,
    state,
    others: all && all.others.n > 0 ? all.others.sum / all.others.n : null,
    sampled: fits,
    how,
    why: whyOf(row, language),
  }
}

type Said = Pick<StandingRow, 'n' | 'how' | 'state' | 'basis'> &
  Pick<Figures, 'fits' | 'bar'> & { drawn: number }
function whyOf({ n, how, state, basis, drawn, fits, bar }: Said, language: Language): string | null {
  const [words, names] = language === 'ja' ? [ja, jaBasis] : [en, enBasis]
  const said: StandingWord[] = []
  if (n === 0) said.push('none')
  else if (basis === 'majority') said.push('measured')
  if (how === 'queue-picked: not a rate') said.push('picked')
  if (how === 'random and queue-picked: not a rate') said.push('mixed')
  if (state === 'too-few') said.push('too-few')
  const params = {
    basis: names[basis],
    n,
    drawn,
    effective: fits?.effective ?? 0,
    minimum: bar?.minimum ?? 0,
  }
  const sentences = said.map((one) => fill(words[one], params))
  return sentences.length === 0 ? null : sentences.join(language === 'ja' ? '' : ' ')
}

export const rateOfPart = (part: Part | undefined): Rate | null => (part ? rateFrom(part.sums) : null)
