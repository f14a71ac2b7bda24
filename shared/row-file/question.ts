import { type LeftRow, leftRow } from '../left-row.ts'
import { type FileRow, textOf } from '../row-file.ts'

/** The question a row is about: the one its answer's column belongs to, the one it names, or the project's only one. */
export function questionIn(
  row: FileRow,
  column: string | null,
  own: string | null,
  questions: readonly string[],
): string | LeftRow {
  const named = own ?? (column === null ? '' : textOf(row.cells[column]))
  if (named !== '') return named.slice(0, 100)
  const [only] = questions
  if (only !== undefined && questions.length === 1) return only
  return leftRow(row.line, 'question-open', { expected: questions.join(', ') })
}
