import { locale } from '#lib/words.ts'
import { type Question, questionType, type Value } from '#shared/question.ts'

/** A value as people read it in the interface's language. */
export const showValue = (question: Question, value: Value): string =>
  questionType(question.type).show(question, value, locale())

/** Camps, larger first, as the votes' glyphs take them. */
export const showCamps = (question: Question, camps: readonly { value: Value; votes: number }[]) =>
  camps.map(({ value, votes }) => ({ label: showValue(question, value), votes }))
