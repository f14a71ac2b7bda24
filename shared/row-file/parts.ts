import { LEFT_SHOWN, type LeftRow, type RowsAnswer } from '../left-row.ts'

/** Characters of one act's body: below what the server takes. */
const ACT_CHARACTERS = 2_000_000

/** Rows in parts that one act takes, each with where it begins. */
export function partsOf<Row>(rows: readonly Row[], most: number): { from: number; rows: Row[] }[] {
  const parts: { from: number; rows: Row[] }[] = []
  let size = 0
  for (const [n, row] of rows.entries()) {
    const length = JSON.stringify(row).length
    const part = parts.at(-1)
    if (!part || part.rows.length === most || size + length > ACT_CHARACTERS) {
      parts.push({ from: n, rows: [row] })
      size = length
    } else {
      part.rows.push(row)
      size += length
    }
  }
  return parts
}

/** What is known before any part was sent: rows of the file that are none of the list's. */
export const begunWith = (left: readonly LeftRow[]): RowsAnswer => ({
  added: 0,
  same: 0,
  superseding: 0,
  left: left.slice(0, LEFT_SHOWN),
  leftTotal: left.length,
})

/** With what one part came to, its rows called by their lines in the file. */
export function withPart(
  sum: RowsAnswer,
  part: RowsAnswer,
  from: number,
  lines: readonly number[],
): RowsAnswer {
  const lineOf = (row: number) => lines[from + row - 1] ?? row
  const left = part.left.map((one) => ({
    ...one,
    row: lineOf(one.row),
    found: one.code === 'said-otherwise' ? String(lineOf(Number(one.found))) : one.found,
  }))
  return {
    added: sum.added + part.added,
    same: sum.same + part.same,
    superseding: sum.superseding + part.superseding,
    left: [...sum.left, ...left].sort((a, b) => a.row - b.row).slice(0, LEFT_SHOWN),
    leftTotal: sum.leftTotal + part.leftTotal,
  }
}
