import { type DawidSkene, dawidSkene, logarithms, PRIOR, posterior } from './dawid-skene.ts'
import type { VotesByItem } from './votes.ts'
import { wawaShares, wawaSkills } from './wawa.ts'

/** Above this many cells of raters × labels², each rater gets one accuracy in place of a whole table. */
export const MAX_TABLE_CELLS = 4_000_000
/** A queue is learned anew often; what more rounds would change is below what ranks can show. */
const ROUNDS = 20

export interface MajorityWrong {
  /** The mean of both models; NaN where there is no majority. Orders the queue, never shown as a percentage. */
  p: Float64Array
  /** P(the label likeliest after both models is not the truth): how open a tie is. */
  doubt: Float64Array
  /** P(the truth is an answer that somebody gave against the majority); 0 where nobody did. */
  dissent: Float64Array
  model: DawidSkene
  /** Each rater's agreement with the majority, or the decision. */
  skill: Float64Array
}

export interface Believed {
  /** The label of each item's majority, −1 where there is none. */
  majority: Int32Array
  /** What raters are measured against, −1 where nothing; the majority unless told. */
  reference?: Int32Array
  /** The decided label, −1 where undecided: fixed in both models. */
  decided?: Int32Array | null
  /** Which labels count as each other, at [a × labels + b]; equal ones unless told. */
  agrees?: Uint8Array | null
}

/** How likely each item's majority is wrong: the mean of Dawid–Skene with a prior and of Wawa. */
export function majorityWrong(votes: VotesByItem, believed: Believed): MajorityWrong {
  const { items, labels, raters } = votes
  const { majority, decided = null, agrees = null } = believed
  const measured = believed.reference ?? majority
  const reference = decided ? measured.map((label, i) => (decided[i]! >= 0 ? decided[i]! : label)) : measured
  const skill = wawaSkills(votes, reference)
  const model = dawidSkene(votes, {
    prior: PRIOR,
    iterations: ROUNDS,
    tolerance: 1e-6 * Math.max(1, votes.label.length),
    oneCoin: raters * labels * labels > MAX_TABLE_CELLS,
    ...(decided ? { fixed: decided } : {}),
  })
  const tables = logarithms(model)
  const p = new Float64Array(items).fill(Number.NaN)
  const doubt = new Float64Array(items)
  const dissent = new Float64Array(items)
  const [learned, weighted] = [new Float64Array(labels), new Float64Array(labels)]
  for (let item = 0; item < items; item++) {
    if (votes.start[item] === votes.start[item + 1]) continue
    const known = decided ? decided[item]! : -1
    posterior(votes, tables, item, known, learned)
    if (known >= 0) weighted.set(learned)
    else wawaShares(votes, skill, item, weighted)
    let [right, best, against] = [0, 0, 0]
    for (let label = 0; label < labels; label++) {
      const mean = (learned[label]! + weighted[label]!) / 2
      if (mean > best) best = mean
      const counts = agrees ? agrees[majority[item]! * labels + label] : label === majority[item]
      if (counts) right += mean
      else if (isCast(votes, item, label)) against += mean
    }
    doubt[item] = Math.max(0, 1 - best)
    if (majority[item]! < 0) continue
    p[item] = Math.min(1, Math.max(0, 1 - right))
    dissent[item] = Math.min(1, against)
  }
  return { p, doubt, dissent, model, skill }
}

function isCast({ start, label }: VotesByItem, item: number, wanted: number): boolean {
  for (let at = start[item]!; at < start[item + 1]!; at++) if (label[at] === wanted) return true
  return false
}
