import type { DawidSkene } from './dawid-skene.ts'
import type { VotesByItem } from './votes.ts'

/** Fewer votes for a label say nothing of a rater worth putting into words. */
const MIN_VOTES = 5
/** Among fewer raters nobody is "among the most reliable". */
const MIN_RATERS = 4

export interface Reliability {
  /** P(truth is the label | this rater says so), an estimate. */
  of(rater: number, label: number): number
  /** Whether all of them are in the best quarter of the raters on this label, each known by enough votes. */
  best(raters: readonly number[], label: number): boolean
  /** The same of the worst quarter. */
  worst(raters: readonly number[], label: number): boolean
}

/** What the model believes of each rater on each label. */
export function reliability(votes: VotesByItem, { errors, classes }: DawidSkene): Reliability {
  const { raters, labels } = votes
  const cast = new Int32Array(raters * labels)
  for (let at = 0; at < votes.label.length; at++) cast[votes.rater[at]! * labels + votes.label[at]!]! += 1
  const trust = new Float64Array(raters * labels)
  for (let rater = 0; rater < raters; rater++) {
    for (let label = 0; label < labels; label++) {
      const row = (rater * labels + label) * labels
      let all = 0
      for (let truth = 0; truth < labels; truth++) all += classes[truth]! * errors[row + truth]!
      trust[rater * labels + label] = all > 0 ? (classes[label]! * errors[row + label]!) / all : 0
    }
  }
  const bounds = Array.from({ length: labels }, (_, label) => quarters(trust, cast, raters, labels, label))
  const known = (rater: number, label: number) => cast[rater * labels + label]! >= MIN_VOTES
  const of = (rater: number, label: number) => trust[rater * labels + label]!
  return {
    of,
    best: (some, label) =>
      some.every((rater) => known(rater, label) && of(rater, label) >= bounds[label]!.high),
    worst: (some, label) =>
      some.every((rater) => known(rater, label) && of(rater, label) <= bounds[label]!.low),
  }
}

/** The bounds of the best and the worst quarter; beyond reach where the raters are few or all alike. */
function quarters(trust: Float64Array, cast: Int32Array, raters: number, labels: number, label: number) {
  const values: number[] = []
  for (let rater = 0; rater < raters; rater++) {
    if (cast[rater * labels + label]! >= MIN_VOTES) values.push(trust[rater * labels + label]!)
  }
  values.sort((a, b) => a - b)
  const low = values[Math.floor((values.length - 1) / 4)] ?? 0
  const high = values[Math.ceil(((values.length - 1) * 3) / 4)] ?? 0
  if (values.length < MIN_RATERS || high - low < 1e-6) return { low: -1, high: 2 }
  return { low, high }
}
