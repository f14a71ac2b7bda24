import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { queueStates } from '#shared/queue.ts'
import { type DerivedFile, openFile, readColumn, readWords } from './estimate-file.ts'
import { lanes } from './estimate-rows.ts'
import { wordsOf } from './estimate-words.ts'
import type { Built } from './estimates.ts'
import { compareKeys, type Keys, keysOf, type Order, orders } from './queue-order.ts'
import type { Settling } from './queue-state.ts'

/** One project's queue as the reader holds it: columns in memory, texts in the files. */
export interface View {
  folder: string
  built: Built
  rows: DerivedFile
  items: DerivedFile
  /** Null until the words of the items are indexed. */
  words: DerivedFile | null
  size: number
  keys: Keys
  item: Int32Array
  rank: Int32Array
  pair: Int32Array
  p: Float64Array
  language: Int32Array
  expected: Int32Array
  tagStart: Int32Array
  tag: Int32Array
  languages: string[]
  tags: string[]
  pairs: [question: string, pair: { name: string; a: unknown; b: unknown }][]
  /** As the votes alone have it, and as it stands now. */
  learned: { state: Uint8Array; lane: Uint8Array; lone: Int32Array }
  state: Uint8Array
  lane: Uint8Array
  stood: Uint8Array
  sampled: Uint8Array
  dispute: Map<number, string>
  closure: Map<number, string>
  order: Record<Order, Int32Array>
  ask: ReturnType<typeof prepare>
  /** Filters already computed, by their names; emptied when a state moves. */
  masks: Map<string, Uint8Array>
}

const prepare = (items: DerivedFile, rows: DerivedFile) => ({
  number: items.prepare('select n from item where id = ?').pluck(),
  item: items.prepare('select id, external, snippet from item where n = ?').raw(),
  searched: items.prepare('select text from searched where n = ?').pluck(),
  row: rows.prepare('select camps, majority, reasons from row where n = ?').raw(),
})

export function openView(folder: string, n: number): View {
  const rows = openFile(join(folder, `queue-${n}.db`))
  const built = readWords<Built>(rows, 'built')
  const items = openFile(join(folder, built.items))
  const whole = (name: string) => readColumn(rows, name, Int32Array)
  const real = (name: string) => readColumn(rows, name, Float64Array)
  const ofItems = (name: string) => readColumn(items, name, Int32Array)
  const [state, lane] = [readColumn(rows, 'state', Uint8Array), readColumn(rows, 'lane', Uint8Array)]
  const order = Object.fromEntries(orders.map((name) => [name, whole(`by ${name}`)])) as View['order']
  const size = state.length
  const language = ofItems('language')
  const view: View = {
    folder,
    built,
    rows,
    items,
    words: null,
    size,
    keys: {
      n: whole('n'),
      margin: real('margin'),
      entropy: real('entropy'),
      wrong: real('wrong'),
      lone: real('lone'),
    },
    item: whole('item'),
    rank: whole('rank'),
    pair: whole('pair'),
    p: real('p'),
    language,
    expected: ofItems('expected'),
    tagStart: ofItems('tagStart'),
    tag: ofItems('tag'),
    languages: readWords(items, 'languages'),
    tags: readWords(items, 'tags'),
    pairs: readWords(rows, 'pairs'),
    learned: { state, lane, lone: order.lone },
    state: state.slice(),
    lane: lane.slice(),
    stood: new Uint8Array(size),
    sampled: new Uint8Array(language.length),
    dispute: new Map(),
    closure: new Map(),
    order,
    ask: prepare(items, rows),
    masks: new Map(),
  }
  openWords(view)
  return view
}

/** The words are indexed after the estimates are learned, so they may come to an open view. */
export function openWords(view: View): void {
  const path = join(view.folder, wordsOf(view.built.items))
  if (!view.words && existsSync(path)) view.words = openFile(path)
  view.masks.clear()
}

export function closeView({ rows, items, words }: View): void {
  for (const file of [rows, items, words]) file?.close()
}

export const itemNumber = ({ ask }: View, id: string): number | undefined =>
  ask.number.get(id) as number | undefined

/** The row of an item's question, if it has votes. */
export function rowOf({ built, item }: View, number: number, question: string): number | undefined {
  const at = built.questions.indexOf(question)
  if (at < 0) return
  let [low, high] = [built.starts[at]!, built.starts[at + 1]!]
  const end = high
  while (low < high) {
    const middle = (low + high) >> 1
    if (item[middle]! < number) low = middle + 1
    else high = middle
  }
  return low < end && item[low] === number ? low : undefined
}

export const questionOf = ({ built }: View, row: number): string =>
  built.questions[built.starts.findLastIndex((start) => start <= row)]!

/** Sets these items to what people have done about them; those not among `settled` go back to what the votes say. */
export function settle(view: View, touched: readonly string[], settled: readonly Settling[]): void {
  for (const id of touched) {
    const number = itemNumber(view, id)
    if (number === undefined) continue
    view.sampled[number] = 0
    for (const question of view.built.questions) {
      const row = rowOf(view, number, question)
      if (row !== undefined) forget(view, row)
    }
  }
  for (const one of settled) settleItem(view, one)
  view.masks.clear()
  orderLone(view)
}

function forget(view: View, row: number): void {
  view.state[row] = view.learned.state[row]!
  view.lane[row] = view.learned.lane[row]!
  view.stood[row] = 0
  view.dispute.delete(row)
  view.closure.delete(row)
}

const word = (state: (typeof queueStates)[number]) => queueStates.indexOf(state)

function settleItem(view: View, { item, sampled, disputes, closures, stood }: Settling): void {
  const number = itemNumber(view, item)
  if (number === undefined) return
  const at = (question: string) => rowOf(view, number, question)
  view.sampled[number] = sampled ? 1 : 0
  for (const question of stood) {
    const row = at(question)
    if (row === undefined) continue
    view.stood[row] = 1
    // A tie has its own lane, and unanimous votes have nobody to stand against.
    if (view.lane[row] === lanes.indexOf('majority')) view.lane[row] = lanes.indexOf('lone')
  }
  for (const { id, question } of closures) {
    const row = at(question)
    if (row === undefined) continue
    view.closure.set(row, id)
    view.state[row] = word('closed')
  }
  for (const { id, questions, state } of disputes) {
    for (const question of questions) {
      const row = at(question)
      if (row === undefined) continue
      view.dispute.set(row, id)
      view.state[row] = word(state)
    }
  }
}

/** In the lane of lone dissents those who stand by their vote come first. */
function orderLone(view: View): void {
  const standing: number[] = []
  for (let row = view.stood.indexOf(1); row >= 0; row = view.stood.indexOf(1, row + 1)) {
    if (view.lane[row] === lanes.indexOf('lone')) standing.push(row)
  }
  const keys = new Map(standing.map((row) => [row, keysOf('lone', view.keys, row)]))
  standing.sort((a, b) => compareKeys(keys.get(a)!, keys.get(b)!) || a - b)
  view.order.lone = Int32Array.from([
    ...standing,
    ...view.learned.lone.filter((row) => view.stood[row] === 0),
  ])
}
