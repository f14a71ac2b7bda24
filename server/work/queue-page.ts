import type { Value } from '#shared/question.ts'
import { type QueuePage, type QueueQuery, type QueueRow, queueStates, TOTAL_LIMIT } from '#shared/queue.ts'
import type { Reason } from '#shared/reason.ts'
import { lanes } from './estimate-rows.ts'
import { placeAfter, readCursor, rowKeys, writeCursor } from './queue-cursor.ts'
import { filterRows } from './queue-filter.ts'
import type { Mask, Search } from './queue-known.ts'
import type { Order } from './queue-order.ts'
import { searchItems } from './queue-search.ts'
import { questionOf, type View } from './queue-view.ts'

const PAGE = 50
/** Texts looked at for a page before the index is asked where common words can be at all. */
const LOOKED_AT = 1_000
/** Texts looked at to count what holds common words. */
const COUNTED_AT = 2_000

export function readPage(view: View, query: QueueQuery): QueuePage {
  const { sort = 'majority-wrong', lane, q, after, limit = PAGE } = query
  // No model helps where one stands against many: that lane has an order of its own.
  const order: Order = lane === 'lone' && sort === 'majority-wrong' ? 'lone' : sort
  const from = after === undefined ? 0 : placeAfter(view, readCursor(after, order))
  const search = q === undefined ? null : searchItems(view, q)
  const { wanted, found } = findRows(view, view.order[order], from, limit, filterRows(view, query), search)
  const { rows, end } = found
  const last = rows.at(-1)
  const next =
    last === undefined || end
      ? null
      : writeCursor({ order, keys: rowKeys(view, order, last), row: last, ...nameOf(view, last) })
  return {
    // A first page that holds everything has counted it.
    ...(end && after === undefined ? { total: rows.length, totalIsFloor: false } : total(view, wanted)),
    rebuilt: { seq: view.built.seq, at: view.built.at },
    next,
    rows: rows.map((row) => readRow(view, row)),
  }
}

interface Wanted {
  /** Null when every row is let through. */
  through: Uint8Array | null
  /** How many are let through. */
  count: number
  /** Words whose place only the texts tell. */
  common: Search | null
}

function findRows(
  view: View,
  rows: Int32Array,
  from: number,
  limit: number,
  mask: Mask | null,
  search: Search | null,
) {
  const wanted = wantedRows(view, mask, search)
  const found = take(view, rows, from, limit, wanted, search?.among ? Infinity : LOOKED_AT)
  if (found) return { wanted, found }
  // Words that are common in all, but rare among these: let the index say where they can be at all.
  search!.narrow()
  const fewer = wantedRows(view, mask, search)
  return { wanted: fewer, found: take(view, rows, from, limit, fewer, Infinity)! }
}

function wantedRows({ item, size }: View, mask: Mask | null, search: Search | null): Wanted {
  const [through, count] = [mask?.through ?? null, mask?.count ?? size]
  const common = search?.exact ? null : search
  if (!search?.among) return { through, count, common }
  const both = through ? through.slice() : new Uint8Array(size).fill(1)
  let left = 0
  for (let row = 0; row < size; row++) {
    both[row]! &= search.among[item[row]!]!
    left += both[row]!
  }
  return { through: both, count: left, common }
}

/** The first rows from a place on that are let through; null when more texts had to be looked at than was allowed. */
function take(
  view: View,
  rows: Int32Array,
  from: number,
  limit: number,
  { through, count, common }: Wanted,
  allowed: number,
) {
  const found: number[] = []
  let met = 0
  for (let place = from; place < rows.length && met < count; place++) {
    const row = rows[place]!
    if (through && through[row] === 0) continue
    met += 1
    if (common && met > allowed) return null
    if (common && !common.holds(view.item[row]!)) continue
    if (found.length === limit) return { rows: found, end: false }
    found.push(row)
  }
  return { rows: found, end: true }
}

/** Counts no further than is worth it, and says so. */
function total(view: View, { through, count, common }: Wanted): Pick<QueuePage, 'total' | 'totalIsFloor'> {
  if (!common) return cap(count)
  let [n, looked] = [0, 0]
  for (let row = 0; row < view.size; row++) {
    if (through?.[row] === 0) continue
    if (looked++ === COUNTED_AT) return { total: n, totalIsFloor: true }
    if (common.holds(view.item[row]!)) n += 1
  }
  return cap(n)
}

const cap = (n: number) => ({ total: Math.min(n, TOTAL_LIMIT), totalIsFloor: n > TOTAL_LIMIT })

function nameOf(view: View, row: number): { item: string; question: string } {
  const [item] = view.ask.item.get(view.item[row]!) as [string]
  return { item, question: questionOf(view, row) }
}

export function readRow(view: View, row: number): QueueRow {
  const number = view.item[row]!
  const [id, external, snippet] = view.ask.item.get(number) as [string, string, string]
  const [camps, majority, reasons] = view.ask.row.get(row) as [string, string, string]
  const [language, expected, lane] = [view.language[number]!, view.expected[number]!, view.lane[row]!]
  return {
    item: id,
    external,
    question: questionOf(view, row),
    snippet,
    language: language < 0 ? null : view.languages[language]!,
    tags: Array.from(
      view.tag.subarray(view.tagStart[number], view.tagStart[number + 1]),
      (tag) => view.tags[tag]!,
    ),
    lane: lanes[lane] ?? null,
    sampled: view.sampled[number] === 1,
    camps: JSON.parse(camps) as QueueRow['camps'],
    majority: JSON.parse(majority) as Value | null,
    margin: view.keys.margin[row]!,
    entropy: view.keys.entropy[row]!,
    rank: view.rank[row] === 0 ? null : view.rank[row]!,
    pMajorityWrong: Number.isNaN(view.p[row]!) ? null : view.p[row]!,
    reasons: JSON.parse(reasons) as Reason[],
    state: queueStates[view.state[row]!]!,
    votes: view.keys.n[row]!,
    expected: expected < 0 ? null : expected,
    dispute: view.dispute.get(row) ?? null,
    closure: view.closure.get(row) ?? null,
    stood: view.stood[row] === 1,
  }
}
