import type { MisreadCode } from '../question/shape.ts'

export interface Expected {
  named: string[]
  /** Options that are not named. */
  more: number
  scale: { min: number; max: number } | null
}
export interface Fix {
  found: string
  suggestion: string | null
}
export type FaultCode =
  | 'options-needed'
  | 'options-repeat'
  | 'scale-needed'
  | 'scale-empty'
  | 'level-unfit'
  | 'cautious-unknown'

/** What is said about values, in one language. */
export interface ValueWords {
  noneChosen: string
  and: string
  expected: Record<MisreadCode, (about: Expected) => string>
  fix: Record<MisreadCode, (about: Fix) => string>
  fault: Record<FaultCode, string>
}

const oneOf = ({ named, more }: Expected) => {
  if (named.length === 0) return 'one of the options, but the question declares none'
  return `one of ${named.map((value) => `"${value}"`).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
const onScale = ({ scale }: Expected) => (scale ? `a number from ${scale.min} to ${scale.max}` : 'a number')
const mapIt = ({ found, suggestion }: Fix) =>
  suggestion === null
    ? `Map "${found}" to an option, declare it as one, or leave these rows out.`
    : `Map "${found}" to "${suggestion}".`

export const values: ValueWords = {
  noneChosen: 'none of the options',
  and: ', ',
  expected: {
    'no-answer': (about) => (about.named.length > 0 ? oneOf(about) : onScale(about)),
    'no-list': (about) => `a list in which each is ${oneOf(about)}`,
    'unknown-option': oneOf,
    'unknown-options-in-set': (about) => `a list in which each is ${oneOf(about)}`,
    'not-a-number': onScale,
    'outside-scale': onScale,
    'not-a-list': () => 'a list such as ["a", "b"] or a;b',
  },
  fix: {
    'no-answer': () => 'Fill the cell, or leave these rows out.',
    'no-list': () =>
      'Fill the cell, or leave these rows out. Where none of the options was chosen on purpose, write [].',
    'unknown-option': mapIt,
    'unknown-options-in-set': mapIt,
    'not-a-number': ({ found, suggestion }) =>
      suggestion === null
        ? `Write "${found}" as a number, or leave these rows out.`
        : `Write ${suggestion} instead of "${found}", if that is what it means.`,
    'outside-scale': ({ found }) =>
      `Correct ${found}, widen the question's scale if ${found} was possible, or leave these rows out.`,
    'not-a-list': ({ found }) => `Write "${found}" as a JSON array of options, or with ; between them.`,
  },
  fault: {
    'options-needed': 'A question of this type needs at least two options.',
    'options-repeat': 'Two options have the same value; give each its own.',
    'scale-needed': 'A question without options needs a scale, from its lowest to its highest number.',
    'scale-empty': 'The scale ends before it begins; its highest number must be above its lowest.',
    'level-unfit': 'This level of measurement does not fit the type of the question.',
    'cautious-unknown': 'The cautious pole must be one of the options, or one end of the scale.',
  },
}
