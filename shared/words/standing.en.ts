import type { Basis } from '../mark.ts'

export type StandingWord = 'none' | 'picked' | 'mixed' | 'too-few' | 'measured'
/** What a row of figures does not say by itself. */
export const standingWords: Record<StandingWord, string> = {
  none: 'No accuracy: {basis} calls none of this rater’s votes right or wrong (n = 0).',
  picked: 'Not a rate: the {n} cases were picked from the queue, which holds the hard ones.',
  mixed: 'Not a rate: of the {n} votes {drawn} come from a random draw, the rest were picked from the queue.',
  'too-few':
    'Nothing is said against the bar yet: {effective} independent cases, drawn at random and final, of {minimum}.',
  measured: 'A measurement of agreement with other raters, never a verdict.',
}
export const basisWords: Record<Basis, string> = {
  majority: 'the majority',
  review: 'peer review',
  gold: 'gold',
  decision: 'a decision',
}
