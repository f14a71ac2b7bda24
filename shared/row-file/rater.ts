import type { CommandInput } from '../commands.ts'
import { leftRow } from '../left-row.ts'
import { ATTRIBUTE_VALUE } from '../rater-note.ts'
import { type FileRow, nameIn, nothingRead, type ReadFile, textOf } from '../row-file.ts'
import type { ListRoles } from './roles.ts'

export type RaterInput = CommandInput<'rater.describe'>['rows'][number]

/** What a file says of raters; an empty cell says nothing. */
export function readRaters(rows: readonly FileRow[], { rater, attributes }: ListRoles): ReadFile<RaterInput> {
  const read = nothingRead<RaterInput>()
  for (const row of rows) {
    if (row.wrong !== null) {
      read.left.push(leftRow(row.line, 'row-broken', { found: row.wrong }))
      continue
    }
    const said = attributes
      .map(({ column, name }) => [name, textOf(row.cells[column])] as const)
      .filter(([, value]) => value !== '')
    const name = nameIn(row, rater ?? '')
    const long = said.find(([, value]) => value.length > ATTRIBUTE_VALUE)
    if (said.length === 0) read.skipped += 1
    else if (typeof name !== 'string') read.left.push(name)
    else if (long)
      read.left.push(leftRow(row.line, 'too-long', { found: long[1], expected: String(ATTRIBUTE_VALUE) }))
    else {
      read.rows.push({ rater: name, attributes: Object.fromEntries(said) })
      read.lines.push(row.line)
    }
  }
  return read
}
