import Type, { type Static } from 'typebox'

/** Everything that grows has a limit. */
export const MAX_OPTIONS = 500
export const MAX_VALUE_LENGTH = 500

export type Language = 'en' | 'ja'
export type Level = 'nominal' | 'ordinal' | 'interval' | 'ratio' | 'set'

const closed = { additionalProperties: false }
const Bilingual = Type.Object(
  { en: Type.String({ maxLength: 4_000 }), ja: Type.String({ maxLength: 4_000 }) },
  closed,
)

const Option = Type.Object(
  { value: Type.String({ minLength: 1, maxLength: MAX_VALUE_LENGTH }), label: Bilingual },
  closed,
)

/** What every question has; its `type` comes from the table of types in `question.ts`. */
export const questionFields = {
  key: Type.String({ minLength: 1, maxLength: 100 }),
  level: Type.Unsafe<Level>({ type: 'string', enum: ['nominal', 'ordinal', 'interval', 'ratio', 'set'] }),
  wording: Bilingual,
  /** In order, lowest first where the order means something. */
  options: Type.Array(Option, { maxItems: MAX_OPTIONS }),
  scale: Type.Union([Type.Object({ min: Type.Number(), max: Type.Number() }, closed), Type.Null()]),
  /** Right means within it, camps are formed by it: scale units, ranks of ordered options, or distance for sets. */
  tolerance: Type.Number({ minimum: 0, default: 0 }),
  /** The option, or the end of the scale, that a careful rater errs towards. */
  cautious: Type.Union([Type.String({ maxLength: MAX_VALUE_LENGTH }), Type.Null()]),
  version: Type.Integer({ minimum: 1 }),
}

const Fields = Type.Object(questionFields)
export type QuestionFields = Static<typeof Fields>
export type Option = Static<typeof Option>

/** single: an option; multi: sorted distinct options; ordinal: an option or a number; number: a number. */
export const Value = Type.Union([
  Type.String({ maxLength: MAX_VALUE_LENGTH }),
  Type.Number(),
  Type.Array(Type.String({ maxLength: MAX_VALUE_LENGTH }), { maxItems: MAX_OPTIONS }),
])
export type Value = string | number | string[]

export type MisreadCode =
  | 'no-answer'
  | 'no-list'
  | 'unknown-option'
  | 'unknown-options-in-set'
  | 'not-a-number'
  | 'outside-scale'
  | 'not-a-list'

/** Why a cell is no answer to the question; `sayMisread` puts it into words. */
export interface Misread {
  code: MisreadCode
  found: string
  /** The values that would have been accepted. */
  options: string[]
  scale: { min: number; max: number } | null
  /** The value most likely meant, where one is close enough to name. */
  suggestion: string | null
}

/** Votes that agree with each other; `voters` are positions in the votes handed in. */
export interface Camp {
  value: Value
  votes: number
  voters: number[]
}

/** The one interface of all types of question. */
export interface QuestionType {
  /** The levels of measurement it can have; the first is the default. */
  levels: readonly Level[]
  /** How many different answers are declared; 0 where they are without end. */
  labels(question: QuestionFields): number
  /** Parses what a file brings. */
  read(question: QuestionFields, raw: unknown): { value: Value } | Misread
  /** Equal values, and only they, have the same string. */
  canonical(value: Value): string
  /** In [0, 1]. */
  distance(question: QuestionFields, a: Value, b: Value): number
  /** Whether one counts as the other: within the tolerance. */
  agrees(question: QuestionFields, a: Value, b: Value): boolean
  /** Larger camps first. */
  camps(question: QuestionFields, votes: readonly Value[]): Camp[]
  /** The vote nearest to all others, the lowest of equals; null without votes. */
  medoid(question: QuestionFields, votes: readonly Value[]): Value | null
  /** Which rater model can say how likely the majority is wrong. */
  model: 'labels' | 'options' | null
  show(question: QuestionFields, value: Value, language: Language): string
}
