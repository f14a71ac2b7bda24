import { type LeftRow, type RowsAnswer, sayLeft } from '#shared/left-row.ts'
import type { ListRoles } from '#shared/row-file/roles.ts'

export type ListDocument = Omit<RowsAnswer, 'left'> & {
  project: string
  rows: number
  skipped: number
  columns: Record<string, string>
  left: (LeftRow & { fix: string })[]
}

export const documentOf = (
  begun: Pick<ListDocument, 'project' | 'rows' | 'skipped' | 'columns'>,
  sum: RowsAnswer,
): ListDocument => ({
  ...begun,
  ...sum,
  left: sum.left.map((row) => ({ ...row, fix: sayLeft(row, 'en').fix })),
})

/** Rows left out that are said one by one. */
const SAID = 20
/** Why nothing, or not all, was taken. */
export function leftWords({ left, leftTotal }: ListDocument): string {
  const lines = left.slice(0, SAID).map((row) => {
    const { found, expected, fix } = sayLeft(row, 'en')
    return `line ${row.row}: found ${found}; expected ${expected}. ${fix}`
  })
  const more = leftTotal > lines.length ? [`… and ${leftTotal - lines.length} more.`] : []
  const end = `${leftTotal} rows cannot be read, so nothing was written. Mend them, or leave them out with --leave-out.`
  return [
    ...lines,
    ...more,
    ...(leftTotal > 0 ? [end] : ['The file has nothing that could be brought in.']),
  ].join('\n')
}

export function columnsSaid({ values, attributes, ...single }: ListRoles): Record<string, string> {
  const named = Object.entries(single).filter((pair): pair is [string, string] => pair[1] !== null)
  const answers = values.map(({ column, question }) => [question ? `value:${question}` : 'value', column])
  return Object.fromEntries([
    ...named,
    ...answers,
    ...attributes.map(({ column, name }) => [`attribute:${name}`, column]),
  ])
}

export function printedList(document: ListDocument, what: string, dry: boolean): string {
  const { project, rows, skipped, added, same, superseding, leftTotal, columns } = document
  const read = Object.entries(columns).map(([role, column]) => `${role}=${column}`)
  const lines = [
    `${dry ? 'Would bring' : 'Brought'} ${what} into ${project}: ${rows} rows (${read.join(', ')})`,
    `  ${added} added, ${superseding} changed, ${same} already here, ${leftTotal} left out, ${skipped} with nothing to say`,
    ...(leftTotal > 0 ? [leftWords(document).split('\n').slice(0, -1).join('\n')] : []),
    ...(dry ? ['Nothing was written.'] : []),
  ]
  return `${lines.join('\n')}\n`
}
