import type { Question } from './question.ts'
import { dissentOrder } from './queue-dissent.ts'
import { type Learned, learnQueue, type QuestionVotes, UNDECIDED } from './queue-learned.ts'
import { itemReasons } from './queue-reasons.ts'
import type { Reason } from './reason.ts'

export interface QueueOrder {
  /** Items with two votes or more: undecided majorities first, likeliest wrong before others; then ties; then decided. */
  order: Int32Array
  /** The place among the undecided majorities from 1; 0 for every other item. */
  rank: Int32Array
  /** Null on a tie, without a model, below two votes and once decided. */
  pMajorityWrong(item: number): number | null
  /** How likely a dissent on the item is right, against other items; null where nobody dissents, on a tie and once decided. */
  dissent(item: number): number | null
  reasons(item: number): Reason[]
  /** How often each rater agrees with the majority or the decision; null without a model. */
  skill: Float64Array | null
}

/** Orders the items of one question by how likely their majority is wrong. */
export function orderQueue(question: Question, votes: QuestionVotes): QueueOrder {
  const learned = learnQueue(question, votes)
  const { grouped } = learned
  const { order, rank, ranked } = sort(learned)
  return {
    order,
    rank,
    skill: learned.skill,
    dissent: dissentOrder(learned),
    pMajorityWrong(item) {
      const size = grouped.start[item + 1]! - grouped.start[item]!
      if (size < 2 || (votes.decided && votes.decided[item] !== UNDECIDED)) return null
      const p = learned.p?.[item] ?? Number.NaN
      return Number.isNaN(p) ? null : p
    },
    reasons: (item) => itemReasons(learned, item, rank[item]!, ranked),
  }
}

const MAJORITY = 0
const TIE = 1
const DECIDED = 2

/**
 * Likelier wrong first; estimates are compared to nine decimals, so that the order of additions is not seen. Equal ones stand
 * by smaller margin, then more votes, then the item's own number: the same votes always give the same order.
 */
function sort({ votes, grouped, majority, p, doubt }: Learned) {
  const size = (item: number) => grouped.start[item + 1]! - grouped.start[item]!
  const tier = new Uint8Array(grouped.items)
  const key = new Float64Array(grouped.items)
  const listed: number[] = []
  let ranked = 0
  for (let item = 0; item < grouped.items; item++) {
    if (size(item) < 2) continue
    const decided = votes.decided ? votes.decided[item] !== UNDECIDED : false
    tier[item] = decided ? DECIDED : majority.label[item]! < 0 ? TIE : MAJORITY
    const wrong = tier[item] === TIE ? (doubt?.[item] ?? 0) : (p?.[item] ?? 1 - majority.margin[item]!)
    key[item] = decided ? 0 : Math.round(wrong * 1e9)
    if (tier[item] === MAJORITY) ranked += 1
    listed.push(item)
  }
  const order = Int32Array.from(listed).sort(
    (a, b) =>
      tier[a]! - tier[b]! ||
      key[b]! - key[a]! ||
      majority.margin[a]! - majority.margin[b]! ||
      size(b) - size(a) ||
      a - b,
  )
  const rank = new Int32Array(grouped.items)
  for (let at = 0; at < ranked; at++) rank[order[at]!] = at + 1
  return { order, rank, ranked }
}

/** A lone dissent and what speaks for it. */
export interface LoneDissent {
  item: number
  stood: boolean
  noted: boolean
  /** How many of the rater's earlier dissents were upheld. */
  upheld: number
  skill: number
}

/** The lane of lone dissents, where no model helps: a rater's word first, then a note, upheld dissents, skill. */
export function orderLone(dissents: readonly LoneDissent[]): LoneDissent[] {
  return [...dissents].sort(
    (a, b) =>
      Number(b.stood) - Number(a.stood) ||
      Number(b.noted) - Number(a.noted) ||
      b.upheld - a.upheld ||
      b.skill - a.skill ||
      a.item - b.item,
  )
}
