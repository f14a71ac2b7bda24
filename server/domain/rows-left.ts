import { LEFT_SHOWN, type LeftRow, type RowsAnswer } from '#shared/left-row.ts'
import { Refusal } from '#shared/refusals.ts'

/** Of a list, each row that can be taken stands with what is done with it. */
export type Sorted<Row> = { fresh: Row[]; changed: Row[]; same: number; left: LeftRow[] }

/** Nothing is written while a row cannot be read, unless such rows are left out and others remain. */
export function refuseLeft(left: readonly LeftRow[], rows: number, leaveOut = false): void {
  if (left.length === 0 || (leaveOut && left.length < rows)) return
  throw new Refusal('rows-left', { left: left.length, rows }, left.slice(0, LEFT_SHOWN))
}

export const answerOf = ({ fresh, changed, same, left }: Sorted<unknown>): RowsAnswer => ({
  added: fresh.length,
  same,
  superseding: changed.length,
  left: [...left].sort((a, b) => a.row - b.row).slice(0, LEFT_SHOWN),
  leftTotal: left.length,
})
