import { openStates, type QueueQuery, queueStates } from '#shared/queue.ts'
import { lanes } from './estimate-rows.ts'
import type { View } from './queue-view.ts'

/** Filters kept, each a byte a row. */
const KEPT = 8

type Filter = Pick<QueueQuery, 'lane' | 'state' | 'question' | 'pair' | 'language' | 'tag' | 'least'>

/** Which rows all filters let through, 1 or 0; null when every row is. Whole columns at a time are faster than indexes. */
export function filterRows(
  view: View,
  { lane, state, question, pair, language, tag, least = 0 }: Filter,
): Uint8Array | null {
  const name = JSON.stringify([lane, state, question, pair, language, tag, least])
  const known = view.masks.get(name)
  if (known) return known
  const steps: ((mask: Uint8Array) => void)[] = []
  if (question !== undefined) steps.push((mask) => keepQuestion(view, mask, question))
  if (lane === 'sample') steps.push((mask) => keepItems(view, mask, view.sampled))
  else if (lane !== undefined && lane !== 'all')
    steps.push((mask) => keepEqual(mask, view.lane, lanes.indexOf(lane)))
  if (state !== undefined) steps.push((mask) => keepEqual(mask, view.state, queueStates.indexOf(state)))
  else if (lane !== undefined && lane !== 'all') steps.push((mask) => keepOpen(view, mask))
  if (pair !== undefined) steps.push((mask) => keepPair(view, mask, pair))
  if (language !== undefined) steps.push((mask) => keepLanguage(view, mask, language))
  if (tag !== undefined) steps.push((mask) => keepItems(view, mask, taggedItems(view, tag)))
  if (least > 0) steps.push((mask) => keepLeast(mask, view.keys.n, least))
  if (steps.length === 0) return null
  const mask = new Uint8Array(view.size).fill(1)
  for (const step of steps) step(mask)
  keepMask(view, name, mask)
  return mask
}

/** Remembers what a filter lets through until a state moves; the one met longest ago goes. */
export function keepMask({ masks }: View, name: string, mask: Uint8Array): void {
  masks.delete(name)
  if (masks.size >= KEPT) masks.delete(masks.keys().next().value!)
  masks.set(name, mask)
}

function keepEqual(mask: Uint8Array, column: Uint8Array, value: number): void {
  for (let row = 0; row < mask.length; row++) mask[row]! &= column[row] === value ? 1 : 0
}

function keepLeast(mask: Uint8Array, column: Int32Array, least: number): void {
  for (let row = 0; row < mask.length; row++) mask[row]! &= column[row]! >= least ? 1 : 0
}

export function keepOpen(view: View, mask: Uint8Array): void {
  const open = Uint8Array.from(queueStates, (state) => (openStates.includes(state) ? 1 : 0))
  for (let row = 0; row < mask.length; row++) mask[row]! &= open[view.state[row]!]!
}

function keepQuestion({ built }: View, mask: Uint8Array, question: string): void {
  const at = built.questions.indexOf(question)
  if (at < 0) return void mask.fill(0)
  mask.fill(0, 0, built.starts[at])
  mask.fill(0, built.starts[at + 1])
}

function keepItems({ item }: View, mask: Uint8Array, items: Uint8Array): void {
  for (let row = 0; row < mask.length; row++) mask[row]! &= items[item[row]!]!
}

function keepPair({ pairs, pair }: View, mask: Uint8Array, name: string): void {
  const wanted = Uint8Array.from(pairs, ([, one]) => (one.name === name ? 1 : 0))
  for (let row = 0; row < mask.length; row++) mask[row]! &= pair[row]! >= 0 ? wanted[pair[row]!]! : 0
}

function keepLanguage({ language, languages, item }: View, mask: Uint8Array, wanted: string): void {
  const at = languages.indexOf(wanted)
  for (let row = 0; row < mask.length; row++) mask[row]! &= at >= 0 && language[item[row]!] === at ? 1 : 0
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
