import type { Question, Value } from '#shared/question.ts'

/** What every answer control takes: the answer so far, and what to do with the next. */
export type AnswerProps = {
  question: Question
  value: Value | null
  /** The radio group it belongs to. */
  name: string
  onpick: (value: Value | null) => void
  /** Shows the digits that pick. */
  keys?: boolean
}
