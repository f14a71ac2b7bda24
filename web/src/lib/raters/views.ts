import type { Bar, SanctionRecord } from '#shared/bar.ts'
import type { Basis, Because, MarkWord } from '#shared/mark.ts'
import type { Value } from '#shared/question.ts'
import type { Rate, Tally } from '#shared/standing.ts'
import type { ActedState, BarState } from '#shared/standing-row.ts'
import type { Dissents, Headline, QuestionView } from '#shared/standing-view.ts'

type Whole = { tally: Tally; rate: Rate | null; questions: QuestionView[] }
type Drawn = Whole & { sampled: { tally: Tally; rate: Rate | null }; picked: Tally }
/** How far a rater is from the bar; `enoughBy`: weeks until the minimum at the present pace, null where none can be said. */
export type RaterBar = {
  bar: Bar
  rate: Rate | null
  state: BarState | ActedState
  enoughBy: number | null
}
/** Everything the bases say of one rater. */
export type RaterView = {
  rater: string
  external: string
  kind: string
  /** The name of whoever claimed it. */
  member: string | null
  attributes: Record<string, string>
  headline: Headline
  dissents: Dissents
  bases: {
    majority: Whole & { others: number | null }
    review: Whole
    gold: Drawn
    decision: Drawn & { notBlind: Tally; unheard: number }
  }
  bar: RaterBar | null
  sanctions: (Pick<
    SanctionRecord,
    'state' | 'follows' | 'basis' | 'question' | 'rate' | 'proposedAt' | 'answerBy' | 'answeredAt'
  > & { sanction: string })[]
  appeals: string[]
}

/** Which votes are looked at: of one basis, of one word, or of one cell of its table. Values are canonical strings. */
export type Behind = {
  basis: Basis
  question?: string
  mark?: MarkWord
  said?: string
  should?: string
}
export type BehindRow = {
  vote: string
  item: string
  external: string
  snippet: string
  question: string
  value: Value
  should: Value | null
  mark: MarkWord
  because: Because
  version: number | null
  at: number | null
}
export type BehindView = { rows: BehindRow[]; next: string | null }
