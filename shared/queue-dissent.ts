import { questionType } from './question.ts'
import { type Learned, UNDECIDED } from './queue-learned.ts'

/**
 * How far what is known of the dissenters moves the odds that the models give: how often raters like them are right with
 * this answer, and how panels decided their earlier dissents. Set on snow-rte and weather-sentiment with random thirds
 * decided; the models have learned from the same decisions, so neither counts whole.
 */
const TRUST_WEIGHT = 0.35
const RECORD_WEIGHT = 0.15
/** Decided dissents as common as all are, which every rater is taken to have before their own. */
const PRIOR = 10

/**
 * For each item, how likely a dissent on it is right: larger is likelier, an order and no probability. `null` where nobody
 * dissents, on a tie, and once it is decided.
 */
export function dissentOrder(learned: Learned): (item: number) => number | null {
  const { votes, grouped, majority, p, dissent, reliability } = learned
  const against = dissenters(learned)
  const record = recordsOf(learned, against)
  return (item) => {
    if (majority.label[item]! < 0 || isDecided(learned, item)) return null
    const own = against(item)
    if (own.length === 0) return null
    const believed = dissent?.[item] ?? p?.[item] ?? Number.NaN
    const chance = Number.isNaN(believed) ? 1 - majority.margin[item]! : believed
    const trust = (at: number) => logOdds(reliability!.of(grouped.rater[at]!, grouped.label[at]!))
    return (
      logOdds(chance) +
      (reliability && votes.values.length > 1 ? TRUST_WEIGHT * mean(own, trust) : 0) +
      RECORD_WEIGHT * mean(own, (at) => record(grouped.rater[at]!))
    )
  }
}

const isDecided = ({ votes }: Learned, item: number): boolean =>
  votes.decided !== undefined && votes.decided[item] !== UNDECIDED

/** The places of the votes on an item that do not agree with its majority. */
function dissenters({ question, votes, grouped, majority }: Learned): (item: number) => number[] {
  const { agrees } = questionType(question.type)
  const known = new Map<number, boolean>()
  const same = (a: number, b: number) => {
    const pair = a * votes.values.length + b
    const before = known.get(pair)
    if (before !== undefined) return before
    const found = agrees(question, votes.values[a]!, votes.values[b]!)
    known.set(pair, found)
    return found
  }
  return (item) => {
    const found: number[] = []
    for (let at = grouped.start[item]!; at < grouped.start[item + 1]!; at++)
      if (!same(majority.label[item]!, grouped.label[at]!)) found.push(at)
    return found
  }
}

/** Of each rater, the odds that a dissent of theirs is upheld against those of all dissents, as a logarithm. */
function recordsOf(
  { question, votes, grouped, majority }: Learned,
  against: (item: number) => number[],
): (rater: number) => number {
  const { agrees } = questionType(question.type)
  const known = new Map<number, { upheld: number; n: number }>()
  const all = { upheld: 1, n: 2 }
  for (let item = 0; item < grouped.items; item++) {
    const right = votes.decided?.[item] ?? UNDECIDED
    if (right < 0 || majority.label[item]! < 0) continue
    for (const at of against(item)) {
      const own = known.get(grouped.rater[at]!) ?? { upheld: 0, n: 0 }
      known.set(grouped.rater[at]!, own)
      const upheld = agrees(question, votes.values[right]!, votes.values[grouped.label[at]!]!) ? 1 : 0
      for (const one of [own, all]) {
        one.upheld += upheld
        one.n += 1
      }
    }
  }
  const usual = all.upheld / all.n
  return (rater) => {
    const { upheld, n } = known.get(rater) ?? { upheld: 0, n: 0 }
    return logOdds((upheld + PRIOR * usual) / (n + PRIOR)) - logOdds(usual)
  }
}

const LEAST = 1e-9
const logOdds = (share: number): number => {
  const kept = Math.min(1 - LEAST, Math.max(LEAST, share))
  return Math.log(kept / (1 - kept))
}
const mean = (all: readonly number[], of: (one: number) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0) / all.length
