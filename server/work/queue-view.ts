import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type DerivedFile, openFile, readColumn, readWords } from './estimate-file.ts'
import { wordsOf } from './estimate-words.ts'
import type { Built } from './estimates.ts'
import type { Mask, Search } from './queue-known.ts'
import { type Keys, type Order, orders } from './queue-order.ts'

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
  /** Filters already computed, by their names: rows that move are filtered again in each. */
  masks: Map<string, Mask>
  /** Words already looked for, in the same way: what stands in the texts does not move. */
  searches: Map<string, Search>
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
      dissent: real('dissent'),
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
    searches: new Map(),
  }
  openWords(view)
  return view
}

/** The words are indexed after the estimates are learned, so they may come to an open view. */
export function openWords(view: View): void {
  const path = join(view.folder, wordsOf(view.built.items))
  if (!view.words && existsSync(path)) view.words = openFile(path)
  // They have been looked for without the index.
  view.searches.clear()
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
