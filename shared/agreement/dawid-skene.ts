import { voteShares } from './majority.ts'
import type { VotesByItem } from './votes.ts'

/** The prior that orders best (STATISTICS.md): half a vote in every cell, one more on the diagonal. */
export const PRIOR = { cell: 0.5, diagonal: 1 }

export interface DawidSkeneOptions {
  /** Votes added to every cell of every rater's table, and more on its diagonal. */
  prior?: { cell: number; diagonal: number }
  /** One accuracy for each rater in place of a whole table. */
  oneCoin?: boolean
  /** The decided label of each item, −1 where undecided: decided items teach the model and are not estimated. */
  fixed?: Int32Array
  /** How often the tables are learned anew at most; 0 learns them from the shares of votes only. */
  iterations?: number
  /** Stops when the log-likelihood (with the prior's part) gains less than this. */
  tolerance?: number
}

export interface DawidSkene {
  /** P(rater says o | truth is t) at [(rater × labels + o) × labels + t]. */
  errors: Float64Array
  /** Share of each label among the truths. */
  classes: Float64Array
  /** Of the votes alone, without the prior's part. */
  logLikelihood: number
  iterations: number
}

/** Dawid & Skene 1979 by expectation and maximisation in one pass over the votes, so no table of items × labels is held. */
export function dawidSkene(votes: VotesByItem, options: DawidSkeneOptions = {}): DawidSkene {
  const { prior = { cell: 0, diagonal: 0 }, iterations = 100, tolerance = 1e-6 } = options
  const fixed = options.fixed ?? null
  const next = emptyModel(votes)
  let model = emptyModel(votes)
  gather(votes, model, (item, into) => {
    if (fixed && fixed[item]! >= 0) return one(into, fixed[item]!)
    voteShares(votes, item, into)
    return 0
  })
  learn(votes, model, prior, options.oneCoin ?? false)
  let spare = next
  let last = Number.NEGATIVE_INFINITY
  for (let round = 0; ; round++) {
    const tables = logarithms(model)
    const logLikelihood = gather(votes, spare, (item, into) =>
      posterior(votes, tables, item, fixed ? fixed[item]! : -1, into),
    )
    const gained = logLikelihood + priorPart(votes.labels, tables, prior)
    model.logLikelihood = logLikelihood
    model.iterations = round
    if (round >= iterations || gained - last < tolerance) return model
    last = gained
    learn(votes, spare, prior, options.oneCoin ?? false)
    ;[model, spare] = [spare, model]
  }
}

function emptyModel({ raters, labels }: VotesByItem): DawidSkene {
  return {
    errors: new Float64Array(raters * labels * labels),
    classes: new Float64Array(labels),
    logLikelihood: 0,
    iterations: 0,
  }
}

function one(into: Float64Array, label: number): number {
  into.fill(0)
  into[label] = 1
  return 0
}

/** Adds what every item is believed to be to the counts of classes and errors; returns the sum of what `believe` returns. */
function gather(
  votes: VotesByItem,
  counts: DawidSkene,
  believe: (item: number, into: Float64Array) => number,
): number {
  const { labels, start, rater, label } = votes
  const belief = new Float64Array(labels)
  const { errors, classes } = counts
  errors.fill(0)
  classes.fill(0)
  let sum = 0
  for (let item = 0; item < votes.items; item++) {
    const to = start[item + 1]!
    if (start[item] === to) continue
    sum += believe(item, belief)
    for (let truth = 0; truth < labels; truth++) classes[truth]! += belief[truth]!
    for (let at = start[item]!; at < to; at++) {
      const row = (rater[at]! * labels + label[at]!) * labels
      for (let truth = 0; truth < labels; truth++) errors[row + truth]! += belief[truth]!
    }
  }
  return sum
}

/** Turns counts into shares, in place. */
function learn(
  { raters, labels }: VotesByItem,
  { errors, classes }: DawidSkene,
  prior: { cell: number; diagonal: number },
  oneCoin: boolean,
): void {
  const items = classes.reduce((sum, count) => sum + count, 0)
  for (let truth = 0; truth < labels; truth++) classes[truth]! /= items || 1
  for (let rater = 0; rater < raters; rater++) {
    const table = errors.subarray(rater * labels * labels, (rater + 1) * labels * labels)
    for (let said = 0; said < labels; said++) {
      for (let truth = 0; truth < labels; truth++) {
        table[said * labels + truth]! += prior.cell + (said === truth ? prior.diagonal : 0)
      }
    }
    if (oneCoin) flip(table, labels)
    for (let truth = 0; truth < labels; truth++) {
      let votes = 0
      for (let said = 0; said < labels; said++) votes += table[said * labels + truth]!
      // A rater who never met a truth is not known to err on it: any answer is equally likely.
      for (let said = 0; said < labels; said++) {
        table[said * labels + truth] = votes > 0 ? table[said * labels + truth]! / votes : 1 / labels
      }
    }
  }
}

/** One accuracy for the whole table, and what is left shared equally by the wrong answers. */
function flip(table: Float64Array, labels: number): void {
  let [right, all] = [0, 0]
  for (let cell = 0; cell < table.length; cell++) {
    all += table[cell]!
    if (cell % (labels + 1) === 0) right += table[cell]!
  }
  table.fill(all > 0 ? (all - right) / Math.max(1, labels - 1) : 1)
  for (let label = 0; label < labels; label++) table[label * (labels + 1)] = all > 0 ? right : 1
}

export interface LogTables {
  errors: Float64Array
  classes: Float64Array
}

export function logarithms({ errors, classes }: DawidSkene): LogTables {
  return { errors: errors.map(Math.log), classes: classes.map(Math.log) }
}

/** P(truth | votes) of one item, written to `into`; returns the logarithm of the votes' probability. */
export function posterior(
  votes: VotesByItem,
  tables: LogTables,
  item: number,
  fixed: number,
  into: Float64Array,
): number {
  const { labels, start, rater, label } = votes
  const { errors, classes } = tables
  for (let truth = 0; truth < labels; truth++) into[truth] = classes[truth]!
  const to = start[item + 1]!
  for (let at = start[item]!; at < to; at++) {
    const row = (rater[at]! * labels + label[at]!) * labels
    for (let truth = 0; truth < labels; truth++) into[truth]! += errors[row + truth]!
  }
  if (fixed >= 0) {
    const known = into[fixed]!
    one(into, fixed)
    return known
  }
  let most = Number.NEGATIVE_INFINITY
  for (let truth = 0; truth < labels; truth++) if (into[truth]! > most) most = into[truth]!
  let sum = 0
  for (let truth = 0; truth < labels; truth++) sum += into[truth] = Math.exp(into[truth]! - most)
  for (let truth = 0; truth < labels; truth++) into[truth]! /= sum
  return most + Math.log(sum)
}

/** The logarithm of the prior's density, but for a constant: what maximisation adds to the log-likelihood. */
function priorPart(
  labels: number,
  { errors }: LogTables,
  { cell, diagonal }: { cell: number; diagonal: number },
) {
  if (cell === 0 && diagonal === 0) return 0
  let sum = 0
  for (let at = 0; at < errors.length; at++) {
    const said = Math.floor(at / labels) % labels
    const weight = cell + (said === at % labels ? diagonal : 0)
    if (weight > 0) sum += errors[at]! * weight
  }
  return sum
}
