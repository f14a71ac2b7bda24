import { questionType } from './question.ts'
import { type Learned, UNDECIDED } from './queue-learned.ts'
import type { Reason } from './reason.ts'

/** Camps this near to each other are called nearly equal. */
const CLOSE = 0.2
/** So much more reliable, on the model's scale, is worth a word. */
const BETTER = 0.1
const FIRST_PART = 0.05
const EARLY_PART = 0.2

/** Why one item stands where it does, the most telling first after the counts. */
export function itemReasons(learned: Learned, item: number, rank: number, of: number): Reason[] {
  const { grouped, majority, votes } = learned
  const [from, to] = [grouped.start[item]!, grouped.start[item + 1]!]
  const n = to - from
  if (n < 2) return [{ code: 'one-vote' }]
  const opening: Reason =
    majority.camps[item] === 1
      ? { code: 'unanimous', votes: n }
      : { code: 'split', counts: counts(learned, item) }
  if (votes.decided && votes.decided[item] !== UNDECIDED) return [opening, { code: 'decided' }]
  if (majority.label[item]! < 0) return [opening, { code: 'tie' }]
  const place: Reason = { code: 'rank', rank, of, band: band(rank, of) }
  if (!learned.p) return [opening, { code: 'by-margin', rank, of }]
  if (majority.camps[item] === 1) return [opening, place]
  const telling = learned.reliability ? whoSaysWhat(learned, item) : optionInDoubt(learned, item)
  const close = majority.margin[item]! <= CLOSE
  return [opening, ...(telling.length === 0 && close ? [{ code: 'close' } as const] : telling), place]
}

function band(rank: number, of: number): 'first' | 'early' | 'late' {
  if (rank <= Math.max(1, of * FIRST_PART)) return 'first'
  return rank <= of * EARLY_PART ? 'early' : 'late'
}

function counts(learned: Learned, item: number): number[] {
  const { type, cast } = castOn(learned, item)
  return type.camps(learned.question, cast).map((camp) => camp.votes)
}

function optionInDoubt({ option, options }: Learned, item: number): Reason[] {
  const at = option?.[item] ?? -1
  return at < 0 ? [] : [{ code: 'option-doubt', option: options[at]! }]
}

/** What the model believes of the two largest camps. */
function whoSaysWhat(learned: Learned, item: number): Reason[] {
  const { type, cast, labels, raters } = castOn(learned, item)
  const trust = learned.reliability!
  const [first, second, third] = type.camps(learned.question, cast)
  if (!first || !second) return []
  const most = learned.majority.label[item]!
  const few = labels[second.voters[0]!]!
  const many = first.voters.map((voter) => raters[voter]!)
  const others = second.voters.map((voter) => raters[voter]!)
  const mean = (some: readonly number[], label: number) =>
    some.reduce((sum, rater) => sum + trust.of(rater, label), 0) / some.length
  const reasons: Reason[] = []
  // With two equal minorities there is no telling which of them is meant.
  const alone = !third || third.votes < second.votes
  if (alone && trust.best(others, few)) {
    reasons.push({ code: 'minority-best', votes: second.votes, value: second.value })
  } else if (alone && mean(others, few) > mean(many, most) + BETTER) {
    reasons.push({ code: 'minority-better', value: second.value, against: first.value })
  }
  if (trust.worst(many, most)) reasons.push({ code: 'majority-weak', votes: first.votes, value: first.value })
  else if (reasons.length === 0 && trust.best(many, most)) {
    reasons.push({ code: 'majority-solid', votes: first.votes, value: first.value })
  }
  return reasons
}

function castOn({ question, grouped, votes }: Learned, item: number) {
  const [from, to] = [grouped.start[item]!, grouped.start[item + 1]!]
  const labels = grouped.label.subarray(from, to)
  return {
    type: questionType(question.type),
    cast: Array.from(labels, (label) => votes.values[label]!),
    labels,
    raters: grouped.rater.subarray(from, to),
  }
}
