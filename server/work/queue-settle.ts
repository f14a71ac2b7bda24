import { queueStates } from '#shared/queue.ts'
import { lanes } from './estimate-rows.ts'
import { filterAgain } from './queue-filter.ts'
import { compareKeys, keysOf } from './queue-order.ts'
import type { Settling } from './queue-state.ts'
import { itemNumber, rowOf, type View } from './queue-view.ts'

/** Sets these items to what people have done about them; those not among `settled` go back to what the votes say. */
export function settle(view: View, touched: readonly string[], settled: readonly Settling[]): void {
  for (const id of touched) {
    const number = itemNumber(view, id)
    if (number !== undefined) view.sampled[number] = 0
    for (const row of rowsOf(view, id)) forget(view, row)
  }
  for (const one of settled) settleItem(view, one)
  if (view.masks.size > 0)
    filterAgain(
      view,
      [...new Set([...touched, ...settled.map(({ item }) => item)])].flatMap((id) => rowsOf(view, id)),
    )
  orderLone(view)
}

/** The rows of an item, one for each question it has votes on. */
function rowsOf(view: View, id: string): number[] {
  const number = itemNumber(view, id)
  return number === undefined
    ? []
    : view.built.questions.flatMap((question) => rowOf(view, number, question) ?? [])
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
