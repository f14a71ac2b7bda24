import { latestByItem } from '#shared/agreement/votes.ts'
import { canonical, type Value } from '#shared/question.ts'
import { queueStates } from '#shared/queue.ts'
import { orderQueue } from '#shared/queue-order.ts'
import type { Numbering } from './estimate-growing.ts'
import { splitter } from './estimate-splits.ts'
import type { VoteColumns } from './votes.ts'

export const lanes = ['majority', 'lone', 'tie'] as const
/** In place of a lane or a pair where there is none. */
export const NONE = 255
/** Below every order of dissents. */
export const NO_DISSENT = -1e9

/** What is known of one question's items: one row for each, in the order of the items' numbers. */
export interface QuestionRows {
  item: Int32Array
  n: Int32Array
  rank: Int32Array
  pair: Int32Array
  margin: Float64Array
  entropy: Float64Array
  /** NaN where there is no estimate. */
  p: Float64Array
  /** 3 + the likelihood that the majority is wrong; ties from 2; decided 1; fewer than two votes 0. */
  wrong: Float64Array
  /** The place in the lane of lone dissents, higher first. */
  lone: Float64Array
  /** How likely a dissent is right, larger likelier; `NO_DISSENT` where there is none to settle. */
  dissent: Float64Array
  state: Uint8Array
  lane: Uint8Array
}

export interface Learning {
  items: number
  raters: number
  expected: Int32Array
  /** The decided label of an item; null where it is decided without a single value, undefined where undecided. */
  decided(item: number): string | null | undefined
  upheld(rater: number): number
  pairs: Numbering
  put(row: number, camps: string, majority: string, reasons: string): void
}

/** Learns one question and puts its rows, from `first` on. */
export function learnRows(columns: VoteColumns, learning: Learning, first: number): QuestionRows {
  const { question, labels } = columns
  const { item, local } = itemsOf(columns, learning.items)
  const size = item.length
  const decided = decidedLabels(item, labels, learning)
  const values = labels.words.map((word) => JSON.parse(word) as Value)
  const votes = {
    item: columns.item.whole().map((number) => local[number]!),
    rater: columns.rater.whole(),
    label: columns.label.whole(),
    items: size,
    raters: learning.raters,
    values,
    ...(decided ? { decided } : {}),
  }
  const order = orderQueue(question, votes)
  const grouped = latestByItem({ ...votes, labels: values.length })
  const noted = columns.noted.whole()
  const rows = emptyRows(item, order.rank)
  const splitOf = splitter(question, values)
  for (let at = 0; at < size; at++) {
    const [from, to] = [grouped.start[at]!, grouped.start[at + 1]!]
    const found = splitOf(grouped.label.subarray(from, to), learning.expected[item[at]!]!)
    const pair = found.pair ? learning.pairs.of(JSON.stringify([question.key, found.pair])) : -1
    rows.n[at] = found.n
    rows.margin[at] = found.margin
    rows.entropy[at] = found.entropy
    rows.pair[at] = pair
    rows.p[at] = order.pMajorityWrong(at) ?? Number.NaN
    rows.dissent[at] = order.dissent(at) ?? NO_DISSENT
    rows.state[at] = queueStates.indexOf(found.state)
    rows.lane[at] = found.lane === null ? NONE : lanes.indexOf(found.lane)
    if (found.alone !== null) {
      const alone = labels.of(canonical(found.alone))
      for (let vote = from; vote < to; vote++) {
        if (grouped.label[vote] !== alone) continue
        const rater = grouped.rater[vote]!
        rows.lone[at] = lonePlace(
          noted[grouped.vote[vote]!] === 1,
          learning.upheld(rater),
          order.skill?.[rater] ?? 0,
        )
      }
    }
    learning.put(first + at, found.camps, found.majority, JSON.stringify(order.reasons(at)))
  }
  placeWrong(rows, order.order, (at) => learning.decided(item[at]!) !== undefined)
  return rows
}

/** As `orderLone` orders: a note first, then upheld dissents, then skill; those who stood come before all, which is known later. */
const lonePlace = (noted: boolean, upheld: number, skill: number) =>
  (noted ? 1e6 : 0) + Math.min(upheld, 9e5) + Math.min(1, skill) * 0.999

function placeWrong(rows: QuestionRows, order: Int32Array, isDecided: (at: number) => boolean) {
  for (let place = 0; place < order.length; place++) {
    const at = order[place]!
    if (isDecided(at)) rows.wrong[at] = 1
    else if (rows.rank[at]! > 0)
      rows.wrong[at] = 3 + (Number.isNaN(rows.p[at]!) ? 1 - rows.margin[at]! : rows.p[at]!)
    else rows.wrong[at] = 3 - (place + 1) / (order.length + 1)
  }
}

/** The items that have a vote on this question, and the place of each among them. */
function itemsOf({ item }: VoteColumns, items: number) {
  const local = new Int32Array(items).fill(-1)
  for (const number of item.whole()) local[number] = 0
  const used = local.reduce((sum, one) => sum + one + 1, 0)
  const own = new Int32Array(used)
  let at = 0
  for (let number = 0; number < items; number++) {
    if (local[number] === -1) continue
    own[at] = number
    local[number] = at++
  }
  return { item: own, local }
}

function decidedLabels(item: Int32Array, labels: Numbering, { decided }: Learning): Int32Array | undefined {
  let any = false
  const fixed = new Int32Array(item.length).fill(-1)
  item.forEach((number, at) => {
    const value = decided(number)
    if (value === undefined || value === null) return
    fixed[at] = labels.of(value)
    any = true
  })
  return any ? fixed : undefined
}

function emptyRows(item: Int32Array, rank: Int32Array): QuestionRows {
  const size = item.length
  return {
    item,
    rank,
    n: new Int32Array(size),
    pair: new Int32Array(size),
    margin: new Float64Array(size),
    entropy: new Float64Array(size),
    p: new Float64Array(size),
    wrong: new Float64Array(size),
    lone: new Float64Array(size),
    dissent: new Float64Array(size),
    state: new Uint8Array(size),
    lane: new Uint8Array(size),
  }
}
