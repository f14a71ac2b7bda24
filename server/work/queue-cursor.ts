import { Refusal } from '#shared/refusals.ts'
import { NO_DISSENT } from './estimate-rows.ts'
import { compareKeys, keysOf, type Order, orders } from './queue-order.ts'
import { itemNumber, rowOf, type View } from './queue-view.ts'

/** Where a page ended: the row's keys, so that the next page goes on there though rows came or went since. */
export interface Cursor {
  order: Order
  keys: number[]
  row: number
  item: string
  question: string
}

export const writeCursor = ({ order, keys, row, item, question }: Cursor): string =>
  Buffer.from(JSON.stringify([order, keys, row, item, question])).toString('base64url')

/** Refuses what no page handed out for this order. */
export function readCursor(text: string, order: Order): Cursor {
  try {
    const [of, keys, row, item, question] = JSON.parse(Buffer.from(text, 'base64url').toString())
    const numbers = [...keys, row].every((key) => typeof key === 'number')
    if (
      of === order &&
      orders.includes(of) &&
      numbers &&
      typeof item === 'string' &&
      typeof question === 'string'
    )
      return { order, keys, row, item, question }
  } catch {
    // Falls through to the same refusal.
  }
  throw new Refusal('malformed', { detail: 'after' })
}

export function rowKeys(view: View, order: Order, row: number): number[] {
  const keys = keysOf(order, view.keys, row)
  return order === 'lone' ? [1 - view.stood[row]!, ...keys] : keys
}

/**
 * The place in the order of the first row after the cursor. Learning anew shifts every estimate a little, so the page goes on
 * after where its last row stands now; where that row has gone elsewhere or away, after where it stood.
 */
export function placeAfter(view: View, cursor: Cursor): number {
  const { order, item, question } = cursor
  const number = itemNumber(view, item)
  const found = number === undefined ? undefined : rowOf(view, number, question)
  const now = found === undefined ? cursor.keys : rowKeys(view, order, found)
  const keys = near(order, now, cursor.keys) ? now : cursor.keys
  const last = found ?? cursor.row
  const rows = view.order[order]
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]!
    if ((compareKeys(rowKeys(view, order, row), keys) || row - last) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Keys of rows without a dissent lie beyond. */
const NONE_FROM = -NO_DISSENT

/** Estimates are near while they are of one kind (majority, tie, decided); anything else while it is the same. */
function near(order: Order, [now]: readonly number[], [then]: readonly number[]): boolean {
  if (order === 'dissent') return now! < NONE_FROM === then! < NONE_FROM
  return order === 'majority-wrong' ? Math.ceil(now! / 1e9) === Math.ceil(then! / 1e9) : now === then
}
