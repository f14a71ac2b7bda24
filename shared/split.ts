import { type Camp, type Question, questionType, type Value } from './question.ts'

/** How the votes on one question of one item divide. */
export interface Split {
  /** Larger first; `voters` are positions in the votes handed in. */
  camps: Camp[]
  /** The value of the largest camp; null on a tie, and on fewer than two votes. */
  majority: Value | null
  tie: boolean
  /** Share of the largest camp minus share of the second: 1 when unanimous, 0 on a tie and without votes. */
  margin: number
  /** 0 to 1: over ln(declared answers), or of the camps seen where these are more. */
  entropy: number
  /** Chance that two of the votes agree (Fleiss's P of one item); null below two votes. */
  agreement: number | null
  n: number
  state: 'unanimous' | 'majority' | 'tie' | 'incomplete'
}

export type Lane = 'majority' | 'lone' | 'tie'

/** A lone dissent is one vote against at least this many of one mind. */
export const LONE_AGAINST = 4

/** `votes` holds one vote per rater, the superseded ones left out; `expected` is how many the item waits for. */
export function split(question: Question, votes: readonly Value[], expected = 2): Split {
  const type = questionType(question.type)
  const camps = type.camps(question, votes)
  const counts = camps.map((camp) => camp.votes)
  const { margin, tie, entropy, agreement } = measure(counts, type.labels(question))
  const n = votes.length
  const incomplete = n < Math.max(2, expected)
  return {
    camps,
    majority: n < 2 || tie ? null : camps[0]!.value,
    tie,
    margin,
    entropy,
    agreement,
    n,
    state: incomplete ? 'incomplete' : tie ? 'tie' : camps.length === 1 ? 'unanimous' : 'majority',
  }
}

/** The measures of one item from the sizes of its camps; `declared` answers, 0 where they are without end. */
export function measure(counts: readonly number[], declared: number) {
  const sizes = counts.filter((count) => count > 0).sort((a, b) => b - a)
  const n = sizes.reduce((sum, size) => sum + size, 0)
  const [first = 0, second = 0] = sizes
  const nats = sizes.reduce((sum, size) => sum - (size / n) * Math.log(size / n), 0)
  const most = Math.log(Math.max(declared, sizes.length))
  const pairs = sizes.reduce((sum, size) => sum + size * (size - 1), 0)
  return {
    n,
    share: n === 0 ? 0 : first / n,
    margin: n === 0 ? 0 : (first - second) / n,
    tie: n > 0 && first === second,
    // One camp has no entropy, whatever is declared (and −0 is 0).
    entropy: sizes.length < 2 ? 0 : nats / most,
    nats: sizes.length < 2 ? 0 : nats,
    agreement: n < 2 ? null : pairs / (n * (n - 1)),
  }
}

/** Where a split queues; null when there is nothing to settle. `stood` says that a rater of a minority camp stood by a vote. */
export function laneOf({ camps, tie, n }: Split, stood = false): Lane | null {
  if (n < 2 || camps.length < 2) return null
  if (tie) return 'tie'
  const alone = camps.length === 2 && camps[1]!.votes === 1 && camps[0]!.votes >= LONE_AGAINST
  return stood || alone ? 'lone' : 'majority'
}

/**
 * What the majority says of each vote, in the order of the votes: from the whole split, the voter's own included. A tie and
 * a single vote mark nobody. A vote within the tolerance of the majority's value is right whichever camp it is in.
 */
export function majorityMarks(
  question: Question,
  votes: readonly Value[],
  { majority }: Split,
): ('right' | 'wrong' | 'none')[] {
  if (majority === null) return votes.map(() => 'none')
  const type = questionType(question.type)
  return votes.map((vote) => (type.agrees(question, vote, majority) ? 'right' : 'wrong'))
}

/** For each vote, the share of the other votes that agree with it; null where there is no other. */
export function sharesOfOthers(question: Question, votes: readonly Value[]): (number | null)[] {
  const type = questionType(question.type)
  if (votes.length < 2) return votes.map(() => null)
  return votes.map((vote, voter) => {
    const agreeing = votes.filter((other, at) => at !== voter && type.agrees(question, vote, other)).length
    return agreeing / (votes.length - 1)
  })
}

/** A rater's majority rate: the mean share of the other voters who agree, over `n` votes; null when there are none. */
export function majorityRate(shares: readonly (number | null)[]): { rate: number | null; n: number } {
  const counted = shares.filter((share) => share !== null)
  const sum = counted.reduce((total, share) => total + share, 0)
  return { rate: counted.length === 0 ? null : sum / counted.length, n: counted.length }
}
