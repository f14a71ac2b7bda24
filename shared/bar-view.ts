import type { Bar, SanctionRecord, SanctionSignature, SanctionVerdict } from './bar.ts'
import type { Because } from './mark.ts'
import type { RefusalCode } from './refusals.ts'
import type { Rate } from './standing.ts'

/** The bar as everybody of the project reads it. */
export type BarView = {
  bar: Bar | null
  /** The newest first; without a body: from then on there was none. */
  history: { version: number | null; at: number | null; body: Bar | null }[]
  /** How far panelists agree with each other, `n` in pairs of ballots; it is said from `PAIRS_FROM` on. */
  agreement: Rate | null
  /** The next date that is fixed. */
  next: string | null
  /** Dates that are over and that nobody looked at. */
  missed: string[]
  reviews: { date: string; bar: number; looked: number; proposed: number }[]
}

export type SignedWords = SanctionSignature & {
  words: string
  /** False where the same person has signed otherwise since. */
  counts: boolean
}
/** A decided case that a rate rests on. */
export type SanctionCase = {
  vote: string
  item: string
  external: string
  question: string
  mark: 'right' | 'wrong'
  because: Because
  at: number | null
  dispute: string | null
}
/** A proposal against a person as those read it who sign, or watch. Only leads are told whom it is about. */
export type SanctionView = Omit<SanctionRecord, 'signatures'> & {
  external: string
  name: string | null
  /** The bar itself and its minimum, of the version that found it. */
  value: number
  minimum: number
  answer: string
  signatures: (SignedWords & { name: string | null })[]
  /** Appeals that the rater filed before it and that are still open: until they are answered nobody signs to impose it. */
  appeals: number
  /** What `If-Match` of a signature names: when the answer was given, 0 while there is none. */
  version: number
}
export type SanctionPage = SanctionView & {
  /** The same rate today. */
  now: Rate | null
  /** Why the reader may not sign so now; null: they may. */
  may: Record<SanctionVerdict, RefusalCode | null>
  /** What the rate rests on today, the wrong ones first; for leads. */
  cases: SanctionCase[]
}
/** One's own: nobody's name. */
export type MySanction = Omit<SanctionView, 'rater' | 'external' | 'name' | 'signatures'> & {
  signatures: Omit<SignedWords, 'by'>[]
  now: Rate | null
  mayAnswer: RefusalCode | null
  cases: SanctionCase[]
}
