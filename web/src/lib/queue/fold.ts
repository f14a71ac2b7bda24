import type { LiveEvent } from '#shared/events.ts'
import type { QueueRow, QueueState } from '#shared/queue.ts'

export const rowKey = ({ item, question }: { item: string; question: string }): string =>
  `${item}~${question}`

/** Nobody has begun to settle it. */
export const isOpen = ({ state }: QueueRow): boolean =>
  ['unanimous', 'majority', 'tie', 'incomplete'].includes(state)

/** The rows after what happened to them elsewhere, each where it was. The same array when nothing changed. */
export function foldRows(rows: readonly QueueRow[], events: readonly LiveEvent[]): readonly QueueRow[] {
  const changes = gather(events)
  if (!changes) return rows
  let changed = false
  const folded = rows.map((row) => {
    const next = changes(row)
    changed ||= next !== row
    return next
  })
  return changed ? folded : rows
}

type Change = (row: QueueRow) => QueueRow

/** One change per item, dispute or closure, so that a hundred events cost one walk over the rows. */
function gather(events: readonly LiveEvent[]): Change | undefined {
  const of = {
    key: new Map<string, Change>(),
    dispute: new Map<string, Change>(),
    closure: new Map<string, Change>(),
  }
  for (const event of events) {
    switch (event.kind) {
      case 'dispute.opened': {
        const { id, item, questions } = event.dispute
        for (const question of questions)
          of.key.set(rowKey({ item, question }), (row) => ({ ...row, dispute: id, state: 'in-dispute' }))
        break
      }
      case 'dispute.withdrawn':
        of.dispute.set(event.dispute, (row) => ({ ...row, dispute: null, state: stateByVotes(row) }))
        break
      case 'dispute.reopened':
        of.dispute.set(event.dispute, (row) => ({ ...row, state: 'reopened' }))
        break
      case 'decision.signed':
        of.dispute.set(event.dispute, (row) => ({ ...row, state: 'decided' }))
        break
      case 'split.closed':
        of.key.set(rowKey(event.closure), (row) => ({
          ...row,
          closure: event.closure.id,
          state: row.dispute ? row.state : 'closed',
        }))
        break
      case 'split.opened':
        of.closure.set(event.closure, (row) => ({
          ...row,
          closure: null,
          state: row.dispute ? row.state : stateByVotes(row),
        }))
        break
      case 'vote.stood':
        of.key.set(rowKey(event.stand), (row) => ({ ...row, stood: true }))
    }
  }
  if (of.key.size + of.dispute.size + of.closure.size === 0) return
  return (row) => {
    const change =
      of.key.get(rowKey(row)) ??
      (row.dispute && of.dispute.get(row.dispute)) ??
      (row.closure && of.closure.get(row.closure))
    return change ? change(row) : row
  }
}

/** What the votes alone make of a row, as `split` says it. */
function stateByVotes({ votes, expected, majority, camps }: QueueRow): QueueState {
  if (votes < Math.max(2, expected ?? 2)) return 'incomplete'
  return majority === null ? 'tie' : camps.length === 1 ? 'unanimous' : 'majority'
}
