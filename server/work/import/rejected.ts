import { csvRow } from '#shared/csv.ts'
import { ownColumnPrefix, type RejectedRow } from '#shared/import.ts'
import type { RawRow } from './row.ts'

/** The columns added to rows handed back; a file that has them is read as ours, safe cells made plain again. */
export const rejectedColumns = ['row', 'column', 'found', 'expected', 'fix'].map(
  (name) => `${ownColumnPrefix}${name}`,
)

/** The first line of the file with which rejected rows come back. */
export function rejectedHeader(columns: readonly string[]): string {
  return csvRow([...columns, ...rejectedColumns])
}

/** Rejected rows as they came, with the reason behind each; mended, the file can be imported as it is. */
export function rejectedRows(
  columns: readonly string[],
  rows: readonly RawRow[],
  rejected: readonly RejectedRow[],
): string {
  const byLine = new Map(rows.map((row) => [row.line, row.cells]))
  return rejected
    .map(({ row, column, found, expected, fix }) => {
      const cells = byLine.get(row) ?? {}
      return csvRow([...columns.map((name) => cells[name]), row, column, found, expected, fix])
    })
    .join('')
}
