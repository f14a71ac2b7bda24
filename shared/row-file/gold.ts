import type { CommandInput } from '../commands.ts'
import { leftRow } from '../left-row.ts'
import { MAX_VALUE_LENGTH } from '../question/shape.ts'
import { answerIn, type FileRow, nameIn, nothingRead, type ReadFile, textOf } from '../row-file.ts'
import { questionIn } from './question.ts'
import type { ListRoles } from './roles.ts'

export type GoldInput = CommandInput<'gold.import'>['rows'][number]

/** Gold of a file, each answer once; an empty cell is no gold: most rows of a platform's file are no control tasks. */
export function readGold(
  rows: readonly FileRow[],
  roles: ListRoles,
  questions: readonly string[],
): ReadFile<GoldInput> {
  const read = nothingRead<GoldInput>()
  const said = new Map<string, { line: number; value: string }>()
  for (const row of rows) {
    if (row.wrong !== null) read.left.push(leftRow(row.line, 'row-broken', { found: row.wrong }))
    else if (roles.only !== null && row.cells[roles.only] !== true) read.skipped += 1
    else readRow(row, roles, questions, { read, said })
  }
  return read
}

type Reading = { read: ReadFile<GoldInput>; said: Map<string, { line: number; value: string }> }

function readRow(row: FileRow, roles: ListRoles, questions: readonly string[], { read, said }: Reading) {
  const filled = roles.values.filter(({ column }) => textOf(row.cells[column]) !== '')
  if (filled.length === 0) {
    read.skipped += 1
    return
  }
  const item = nameIn(row, roles.item ?? '')
  if (typeof item !== 'string') {
    read.left.push(item)
    return
  }
  for (const answer of filled) {
    const question = questionIn(row, roles.question, answer.question, questions)
    if (typeof question !== 'string') {
      read.left.push(question)
      continue
    }
    const raw = row.cells[answer.column]
    const value = textOf(raw)
    const first = said.get(`${item}\n${question}`)
    if (value.length > MAX_VALUE_LENGTH)
      read.left.push(leftRow(row.line, 'too-long', { found: value, expected: String(MAX_VALUE_LENGTH) }))
    else if (first && first.value !== value)
      read.left.push(leftRow(row.line, 'said-otherwise', { found: String(first.line) }))
    else if (!first) {
      said.set(`${item}\n${question}`, { line: row.line, value })
      read.rows.push({ item, question, value: answerIn(raw) })
      read.lines.push(row.line)
    }
  }
}
