import { importLimits, type RejectedRow } from '../import.ts'

/** Rejected rows that one act mends: the same fault with the same finding, or the same fault in the same column. */
export interface RejectedGroup {
  code: string
  column: string | null
  /** What was found in the first of them, and the same words for what to do. */
  first: RejectedRow
  count: number
  /** The value most likely meant by all of them: “214 unknown label 'ｐｏｓ' → map to 'pos'?” */
  suggestion: string | null
}

/** Findings kept apart; what comes after is counted by its code alone. */
const MOST_GROUPS = 1_000

/** Faults whose finding is a value that a value map can translate; others are one group a column. */
const byFinding = new Set([
  'unknown-option',
  'unknown-options-in-set',
  'not-a-number',
  'outside-scale',
  'no-answer',
  'no-list',
  'question-unknown',
])

/** Adds rows to groups as they come, so that a million wrong rows need no more memory than their kinds. */
export function groupRejected(groups: Map<string, RejectedGroup>, rows: readonly RejectedRow[]): void {
  for (const row of rows) {
    const found =
      byFinding.has(row.code) && groups.size < MOST_GROUPS
        ? row.found.slice(0, importLimits.foundCharacters)
        : ''
    const key = JSON.stringify([row.code, row.column, found])
    const known = groups.get(key)
    if (known) known.count += 1
    else
      groups.set(key, {
        code: row.code,
        column: row.column,
        first: row,
        count: 1,
        suggestion: row.suggestion,
      })
  }
}

/** Largest first, as the Check step shows them. */
export function sortedGroups(groups: ReadonlyMap<string, RejectedGroup>): RejectedGroup[] {
  return [...groups.values()].sort((a, b) => b.count - a.count || a.first.row - b.first.row)
}
