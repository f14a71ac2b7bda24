type ReasonCode =
  | 'split'
  | 'unanimous'
  | 'one-vote'
  | 'tie'
  | 'minority-best'
  | 'minority-better'
  | 'majority-weak'
  | 'majority-solid'
  | 'close'
  | 'option-doubt'
  | 'rank'
  | 'by-margin'
  | 'decided'

/** A reason whose values have become words. */
export interface SaidReason {
  counts: number[]
  votes: number
  value: string
  against: string
  rank: number
  of: number
  band: 'first' | 'early' | 'late'
}

export type ReasonWords = Record<ReasonCode, (about: SaidReason) => string> & {
  join: (clauses: string[]) => string
}

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const count = (n: number) => small[n] ?? String(n)

export const reasons: ReasonWords = {
  join: (clauses) => {
    const [first = '', ...rest] = clauses
    return rest.length === 0 ? first : `${first}, and ${rest.join('; ')}`
  },
  split: ({ counts }) => counts.join('–'),
  unanimous: ({ votes }) => `all ${count(votes)} agree`,
  'one-vote': () => 'fewer than two votes: nothing to compare',
  tie: () => 'a tie: there is no majority to be wrong',
  'minority-best': ({ votes, value }) =>
    votes === 1
      ? `the one is among your most reliable raters on ${value}`
      : `the ${count(votes)} are among your most reliable raters on ${value}`,
  'minority-better': ({ value, against }) =>
    `those who said ${value} have been more reliable there than those who said ${against}`,
  'majority-weak': ({ votes, value }) =>
    `the ${count(votes)} are among your least reliable raters on ${value}`,
  'majority-solid': ({ votes, value }) => `the ${count(votes)} are reliable raters on ${value}`,
  close: () => 'the largest camps are nearly equal',
  'option-doubt': ({ value }) => `most of the doubt is about ${value}`,
  rank: ({ rank, of, band }) => {
    if (band === 'first') return `among the majorities likeliest to be wrong (${rank} of ${of})`
    if (band === 'early') return `likelier to be wrong than most majorities (${rank} of ${of})`
    return `place ${rank} of ${of} by how likely the majority is wrong`
  },
  'by-margin': ({ rank, of }) =>
    `ordered by the margin alone, as no model of the raters fits this question (${rank} of ${of})`,
  decided: () => 'already decided',
}
