import { type Language, type Question, questionType, type Value } from './question.ts'
import { reasons as en, type SaidReason } from './words/reasons.en.ts'
import { reasons as ja } from './words/reasons.ja.ts'

/** Why a row stands where it does in the queue. Kept as code and params, said in the reader's language. */
export type Reason =
  /** How many are in each camp, larger first. */
  | { code: 'split'; counts: number[] }
  | { code: 'unanimous'; votes: number }
  | { code: 'one-vote' }
  | { code: 'tie' }
  | { code: 'minority-best'; votes: number; value: Value }
  | { code: 'minority-better'; value: Value; against: Value }
  | { code: 'majority-weak'; votes: number; value: Value }
  | { code: 'majority-solid'; votes: number; value: Value }
  | { code: 'close' }
  /** A question with several options: the option the doubt is about. */
  | { code: 'option-doubt'; option: string }
  /** The place among all majorities that are not yet decided; never a probability. */
  | { code: 'rank'; rank: number; of: number; band: 'first' | 'early' | 'late' }
  /** No model fits: the place by the margin alone. */
  | { code: 'by-margin'; rank: number; of: number }
  | { code: 'decided' }

/** The reasons of one row as one line: "3–2, and the two are among your most reliable raters on B". */
export function sayReasons(question: Question, reasons: readonly Reason[], language: Language): string {
  const words = language === 'ja' ? ja : en
  return words.join(reasons.map((reason) => words[reason.code](said(question, reason, language))))
}

function said(question: Question, reason: Reason, language: Language): SaidReason {
  const show = (value: Value) => questionType(question.type).show(question, value, language)
  const about = { counts: [], votes: 0, value: '', against: '', rank: 0, of: 0, band: 'late' as const }
  switch (reason.code) {
    case 'minority-better':
      return { ...about, value: show(reason.value), against: show(reason.against) }
    case 'minority-best':
    case 'majority-weak':
    case 'majority-solid':
      return { ...about, votes: reason.votes, value: show(reason.value) }
    case 'option-doubt':
      return { ...about, value: show([reason.option]) }
    default:
      return { ...about, ...reason }
  }
}
