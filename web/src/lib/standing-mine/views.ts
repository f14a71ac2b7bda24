import type { Bar } from '#shared/bar.ts'
import type { Basis, Because, MarkWord } from '#shared/mark.ts'
import type { Value } from '#shared/question.ts'
import type { Rate, Tally } from '#shared/standing.ts'
import type { ActedState, BarState } from '#shared/standing-row.ts'
import type { Dissents, Headline, QuestionView } from '#shared/standing-view.ts'

/** What one basis says of a rater. `sampled`: what may feed a bar; the rest was picked and is no rate. */
export type BasisView = {
  tally: Tally
  rate: Rate | null
  sampled: { tally: Tally; rate: Rate | null } | null
  picked: Tally | null
  notBlind: Tally | null
  questions: QuestionView[]
}
/** One’s own standing, under the rater id asked for or the one with most votes; without any id `rater` is empty. */
export type StandingView = {
  rater: string
  external: string
  raters: { rater: string; external: string; votes: number }[]
  headline: Headline
  dissents: Dissents
  bases: Record<Basis, BasisView>
  bar: { bar: Bar; rate: Rate | null; state: BarState | ActedState; enoughBy: number | null } | null
}
/** One vote that a basis says something of. */
export type MarkedVote = {
  vote: string
  item: string
  external: string
  snippet: string
  language?: string | null
  question: string
  value: Value
  should: Value | null
  mark: MarkWord
  because: Because
  version: number | null
  at: number | null
}
export type MarkedVotes = { rows: MarkedVote[]; next: string | null }
