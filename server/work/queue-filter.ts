import { openStates, type QueueQuery, queueStates } from '#shared/queue.ts'
import { lanes } from './estimate-rows.ts'
import { keepNewest, type Mask, type Step } from './queue-known.ts'
import type { View } from './queue-view.ts'

type Filter = Pick<QueueQuery, 'lane' | 'state' | 'question' | 'pair' | 'language' | 'tag' | 'least'>

/** The rows that all filters let through; null when every row is. Whole columns at a time are faster than indexes. */
export function filterRows(view: View, filter: Filter): Mask | null {
  const { lane, state, question, pair, language, tag, least = 0 } = filter
  const name = JSON.stringify([lane, state, question, pair, language, tag, least])
  const mask = view.masks.get(name) ?? maskOf(view, filter)
  if (mask) keepNewest(view.masks, name, mask)
  return mask
}

function maskOf(view: View, filter: Filter): Mask | null {
  const steps = stepsOf(view, filter)
  if (steps.length === 0) return null
  const through = new Uint8Array(view.size).fill(1)
  for (const step of steps) step(through, 0, view.size)
  let count = 0
  for (let row = 0; row < view.size; row++) count += through[row]!
  return { through, count, steps }
}

function stepsOf(view: View, { lane, state, question, pair, language, tag, least = 0 }: Filter): Step[] {
  const own = lane !== undefined && lane !== 'all'
  const steps: Step[] = []
  if (question !== undefined) steps.push(keepQuestion(view, question))
  if (lane === 'sample') steps.push(keepItems(view, view.sampled))
  else if (own) steps.push(keepEqual(view.lane, lanes.indexOf(lane)))
  if (state !== undefined) steps.push(keepEqual(view.state, queueStates.indexOf(state)))
  else if (own) steps.push(keepOpen(view))
  if (pair !== undefined) steps.push(keepPair(view, pair))
  if (language !== undefined) steps.push(keepLanguage(view, language))
  if (tag !== undefined) steps.push(keepItems(view, taggedItems(view, tag)))
  if (least > 0) steps.push(keepLeast(view.keys.n, least))
  return steps
}

/** Rows that moved go through every remembered filter again, and only they. */
export function filterAgain({ masks }: View, rows: readonly number[]): void {
  for (const mask of masks.values()) {
    const { through, steps } = mask
    for (const row of rows) {
      mask.count -= through[row]!
      through[row] = 1
      for (const step of steps) step(through, row, row + 1)
      mask.count += through[row]!
    }
  }
}

function keepEqual(column: Uint8Array, value: number): Step {
  return (through, from, to) => {
    for (let row = from; row < to; row++) through[row]! &= column[row] === value ? 1 : 0
  }
}

function keepLeast(column: Int32Array, least: number): Step {
  return (through, from, to) => {
    for (let row = from; row < to; row++) through[row]! &= column[row]! >= least ? 1 : 0
  }
}

const isOpen = Uint8Array.from(queueStates, (state) => (openStates.includes(state) ? 1 : 0))

export function keepOpen({ state }: View): Step {
  return (through, from, to) => {
    for (let row = from; row < to; row++) through[row]! &= isOpen[state[row]!]!
  }
}

function keepQuestion({ built }: View, question: string): Step {
  const at = built.questions.indexOf(question)
  const [first, end] = at < 0 ? [0, 0] : [built.starts[at]!, built.starts[at + 1]!]
  return (through, from, to) => {
    through.fill(0, from, Math.min(first, to))
    through.fill(0, Math.max(end, from), to)
  }
}

function keepItems({ item }: View, items: Uint8Array): Step {
  return (through, from, to) => {
    for (let row = from; row < to; row++) through[row]! &= items[item[row]!]!
  }
}

function keepPair({ pairs, pair }: View, name: string): Step {
  const wanted = Uint8Array.from(pairs, ([, one]) => (one.name === name ? 1 : 0))
  return (through, from, to) => {
    for (let row = from; row < to; row++) through[row]! &= pair[row]! >= 0 ? wanted[pair[row]!]! : 0
  }
}

function keepLanguage({ language, languages, item }: View, wanted: string): Step {
  const at = languages.indexOf(wanted)
  return (through, from, to) => {
    // Items without a language have -1, as has a language that no item has.
    for (let row = from; row < to; row++) through[row]! &= at >= 0 && language[item[row]!] === at ? 1 : 0
  }
}

function taggedItems({ tags, tag, tagStart, language }: View, wanted: string): Uint8Array {
  const items = new Uint8Array(language.length)
  const at = tags.indexOf(wanted)
  if (at < 0) return items
  for (let item = 0; item < items.length; item++) {
    for (let one = tagStart[item]!; one < tagStart[item + 1]!; one++) if (tag[one] === at) items[item] = 1
  }
  return items
}
