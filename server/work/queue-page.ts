import type { Value } from '#shared/question.ts'
import { type QueuePage, type QueueQuery, type QueueRow, queueStates, TOTAL_LIMIT } from '#shared/queue.ts'
import type { Reason } from '#shared/reason.ts'
import { lanes } from './estimate-rows.ts'
import { placeAfter, readCursor, rowKeys, writeCursor } from './queue-cursor.ts'
import { filterRows } from './queue-filter.ts'
import type { Order } from './queue-order.ts'
import { LOOKED_AT, type Search, searchItems } from './queue-search.ts'
import { questionOf, type View } from './queue-view.ts'

const PAGE = 50

export function readPage(view: View, query: QueueQuery): QueuePage {
  const { sort = 'majority-wrong', lane, q, after, limit = PAGE } = query
  // No model helps where one stands against many: that lane has an order of its own.
  const order: Order = lane === 'lone' && sort === 'majority-wrong' ? 'lone' : sort
  const from = after === undefined ? 0 : placeAfter(view, readCursor(after, order))
  const search = q === undefined ? null : searchItems(view, q)
  const mask = withItems(view, filterRows(view, query), search?.items ?? null)
  const { rows, end } = take(view, view.order[order], from, limit, mask, search)
  const last = rows.at(-1)
  const next =
    last === undefined || end
      ? null
      : writeCursor({ order, keys: rowKeys(view, order, last), row: last, ...nameOf(view, last) })
  return {
    // A first page that holds everything has counted it.
    ...(end && after === undefined ? { total: rows.length, totalIsFloor: false } : total(view, mask, search)),
    rebuilt: { seq: view.built.seq, at: view.built.at },
    next,
    rows: rows.map((row) => readRow(view, row)),
  }
}

function withItems(
  { item, size }: View,
  mask: Uint8Array | null,
  items: Uint8Array | null,
): Uint8Array | null {
  if (!items) return mask
  const both = mask ? mask.slice() : new Uint8Array(size).fill(1)
  for (let row = 0; row < size; row++) both[row]! &= items[item[row]!]!
  return both
}

/** The first rows from a place on that are let through. */
function take(
  view: View,
  rows: Int32Array,
  from: number,
  limit: number,
  mask: Uint8Array | null,
  search: Search | null,
) {
  const found: number[] = []
  let looked = 0
  let maybe: Uint8Array | null = null
  for (let place = from; place < rows.length; place++) {
    const row = rows[place]!
    if (mask && mask[row] === 0) continue
    if (search && !search.items) {
      const item = view.item[row]!
      // Words that are common in all, but rare among these: let the index say where they can be at all.
      if (looked++ === LOOKED_AT) maybe = search.narrow()
      if ((maybe && maybe[item] === 0) || !search.holds(item)) continue
    }
    if (found.length === limit) return { rows: found, end: false }
    found.push(row)
  }
  return { rows: found, end: true }
}

/** Counts no further than is worth it, and says so. */
function total(
  view: View,
  mask: Uint8Array | null,
  search: Search | null,
): Pick<QueuePage, 'total' | 'totalIsFloor'> {
  const common = search && !search.items ? search : null
  if (!mask && !common) return cap(view.size)
  let [n, looked] = [0, 0]
  for (let row = 0; row < view.size; row++) {
    if (mask && mask[row] === 0) continue
    if (common) {
      if (looked++ === LOOKED_AT) return { total: n, totalIsFloor: true }
      if (!common.holds(view.item[row]!)) continue
    }
    if (++n > TOTAL_LIMIT) return cap(n)
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
