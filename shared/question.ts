import Type, { type Static } from 'typebox'
import { multi } from './question/multi.ts'
import { numeric } from './question/number.ts'
import { ordinal } from './question/ordinal.ts'
import { type Misread, type QuestionType, questionFields, type Value } from './question/shape.ts'
import { single } from './question/single.ts'
import { schemaOf } from './text.ts'
import type { FaultCode } from './words/values.en.ts'

/** The one table of types: a new type is a file in `question/` and a line here. */
const types = { single, multi, ordinal, number: numeric } satisfies Record<string, QuestionType>

export type QuestionTypeName = keyof typeof types
export const questionTypeNames = Object.keys(types) as QuestionTypeName[]

/** One thing that raters were asked. */
export const Question = schemaOf(() =>
  Type.Object({
    ...questionFields,
    type: Type.Unsafe<QuestionTypeName>({ type: 'string', enum: questionTypeNames }),
  }),
)
export type Question = Static<typeof Question>

export type { Camp, Language, Level, Misread, QuestionType, Value } from './question/shape.ts'
export { canonical } from './question/value.ts'

export function questionType(type: QuestionTypeName): QuestionType {
  return types[type]
}

/** Parses what a file or a person brings as an answer to the question. */
export function readValue(question: Question, raw: unknown): { value: Value } | Misread {
  return questionType(question.type).read(question, raw)
}

/** What is wrong with a question before anybody is asked it; undefined when it can be asked. */
export function questionFault(question: Question): FaultCode | undefined {
  const { options, scale, cautious } = question
  const values = options.map((option) => option.value)
  if (!questionType(question.type).levels.includes(question.level)) return 'level-unfit'
  if (new Set(values).size < values.length) return 'options-repeat'
  if ((question.type === 'single' && values.length < 2) || (question.type === 'multi' && values.length < 1)) {
    return 'options-needed'
  }
  if (scale && !(scale.min < scale.max)) return 'scale-empty'
  if (question.type === 'ordinal' && values.length < 2 && !scale) return 'scale-needed'
  const poles = values.length > 0 ? values : scale ? [String(scale.min), String(scale.max)] : []
  return cautious !== null && !poles.includes(cautious) ? 'cautious-unknown' : undefined
}
