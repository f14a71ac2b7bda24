import Type from 'typebox'
import { encodingNames } from './import-choices.ts'
import { type LeftRow, leftRow } from './left-row.ts'
import type { Value } from './question.ts'
import { Id, oneOf } from './text.ts'

/** A row of a file somebody brings, as it stands there; `wrong`: why it cannot be read. */
export type FileRow = { line: number; cells: Record<string, unknown>; wrong: string | null }
/** Rows of a file on one page. */
export const TABLE_ROWS = 5000
/** Rows of a list of gold, reviews or raters; a longer file is brought in several. */
export const FILE_ROWS = 200_000

export const TableAsk = Type.Object(
  {
    upload: Id,
    encoding: Type.Optional(oneOf(encodingNames)),
    from: Type.Optional(Type.Integer({ minimum: 0, maximum: FILE_ROWS })),
  },
  { additionalProperties: false },
)
export type TableAsk = Type.Static<typeof TableAsk>
export type TablePage = {
  rows: FileRow[]
  /** Where the next page begins; null after the last row. */
  next: number | null
  format: string | null
  encoding: string | null
  problem: { code: string; found: string; expected: string; fix: string; line: number | null } | null
}

/** What a file's rows become: `lines[n]` is the line of the n-th row. `skipped`: rows that have nothing to say. */
export type ReadFile<Row> = { rows: Row[]; lines: number[]; left: LeftRow[]; skipped: number }
export const nothingRead = <Row>(): ReadFile<Row> => ({ rows: [], lines: [], left: [], skipped: 0 })

/** Columns in the order they first appear. */
export function columnsOf(rows: readonly FileRow[]): string[] {
  return [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))]
}

/** Values of each column, as many as are looked at to guess what it is. */
export function samplesOf(rows: readonly FileRow[]): Record<string, unknown[]> {
  const some = rows.filter(({ wrong }) => wrong === null).slice(0, 1000)
  return Object.fromEntries(columnsOf(some).map((column) => [column, some.map(({ cells }) => cells[column])]))
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string'
    ? value.trim()
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
}

/** A name that the row must have, or why it cannot be taken. */
export function nameIn(row: FileRow, column: string, limit = 1000): string | LeftRow {
  const text = textOf(row.cells[column])
  if (text === '') return leftRow(row.line, 'cell-empty', { found: column })
  if (text.length <= limit) return text
  return leftRow(row.line, 'too-long', { found: text, expected: String(limit) })
}

/** Lists and numbers stay what they are; everything else is read as text. */
export function answerIn(raw: unknown): Value {
  if (typeof raw === 'number') return raw
  if (Array.isArray(raw) && raw.every((one) => typeof one === 'string')) return raw as string[]
  return textOf(raw)
}
