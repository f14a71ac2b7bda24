import type { RejectedRow } from '#shared/import.ts'
import { type ImportCounts, noCounts } from '#shared/import-run.ts'

/** Of an import's page, what the command line speaks of. */
export interface Shown {
  state: string
  format: string | null
  problem: { code: string; found: string; expected: string; fix: string; line: number | null } | null
  progress: {
    phase: string
    rows: number
    total: number | null
    rowsPerSecond: number
    secondsLeft: number | null
  } | null
  counts: ImportCounts | null
  rejected: RejectedRow[]
  rejectedTotal: number
  lost: string[]
  superseding: unknown[]
  withdrawn: unknown[]
  attributes: AttributeSaid[]
  questions: { key: string; type: string }[]
}
/** What the file says of its raters under one name. */
interface AttributeSaid {
  column: string
  name: string
  raters: number
  values: number
  contradicting: number
}
export interface ImportDocument {
  project: string
  format: string | null
  rows: number
  items: ImportCounts['items']
  raters: ImportCounts['raters']
  votes: ImportCounts['votes']
  rejected: (Omit<ReturnType<typeof brief>, 'row'> & { row: number | null })[]
  lost: string[]
  attributes: AttributeSaid[]
  superseding: unknown[]
  withdrawn: unknown[]
}

const brief = ({ row, column, found, expected, fix }: RejectedRow) => ({ row, column, found, expected, fix })

/** Of a file that was not written all counts but that of its rows are 0. */
export function documentOf(project: string, view: Shown, leftIn = false): ImportDocument {
  const { format, lost, attributes, superseding, withdrawn, problem, rejected } = view
  const whole = problem && {
    row: problem.line,
    column: null,
    found: problem.found,
    expected: problem.expected,
    fix: problem.fix,
  }
  const refused = whole !== null || leftIn
  const { rows, items, raters, votes } = refused
    ? { ...noCounts(), rows: view.counts?.rows ?? 0 }
    : view.counts!
  return {
    project,
    format,
    rows,
    items,
    raters,
    votes,
    rejected: whole ? [whole] : rejected.map(brief),
    lost,
    attributes,
    superseding,
    withdrawn,
  }
}

/** Rejected rows said one by one before the rest is counted. */
const SAID = 20

/** Why nothing was written. */
export function sentencesOf({ problem, rejected, rejectedTotal }: Shown): string {
  if (problem) {
    const where = problem.line === null ? '' : `line ${problem.line}: `
    return `${where}found ${problem.found}; expected ${problem.expected}. ${problem.fix}\nNothing was written.`
  }
  const lines = rejected
    .slice(0, SAID)
    .map(
      ({ row, column, found, expected, fix }) =>
        `line ${row}${column === null ? '' : `, column ${column}`}: found ${found}; expected ${expected}. ${fix}`,
    )
  const more = rejectedTotal > lines.length ? [`… and ${rejectedTotal - lines.length} more.`] : []
  return [
    ...lines,
    ...more,
    `${rejectedTotal} rows were rejected, so nothing was written. Mend them, or leave them out with --leave-out.`,
  ].join('\n')
}

export function printed(
  { project, format, rows, items, raters, votes, rejected, lost, attributes }: ImportDocument,
  dry: boolean,
): string {
  const lines = [
    `${dry ? 'Would import into' : 'Imported into'} ${project}: ${rows} rows (${format})`,
    `  items   ${items.added} added, ${items.known} known`,
    `  raters  ${raters.added} added, ${raters.known} known`,
    `  votes   ${votes.added} added, ${votes.same} already here, ${votes.superseding} changed, ${votes.withdrawn} withdrawn, ${votes.late} after a dispute, ${votes.skipped} left out`,
    ...(rejected.length > 0
      ? [`  rejected rows were left out; the first: line ${rejected[0]!.row}, found ${rejected[0]!.found}`]
      : []),
    ...(lost.length > 0 ? [`  columns not kept: ${lost.join(', ')}`] : []),
    ...attributes.map(sayAttribute),
    ...(dry ? ['Nothing was written.'] : []),
  ]
  return `${lines.join('\n')}\n`
}

function sayAttribute({ name, raters, values, contradicting }: AttributeSaid): string {
  const doubt =
    contradicting === 0 ? '' : `; the rows of ${contradicting} contradict each other, and the last one counts`
  return `  about raters: ${name}, ${raters} raters, ${values} different values${doubt}`
}

export function progressLine({
  phase,
  rows,
  total,
  rowsPerSecond,
  secondsLeft,
}: NonNullable<Shown['progress']>): string {
  const of = total === null ? '' : ` of about ${total}`
  const left = secondsLeft === null ? '' : `, ${secondsLeft} s left`
  return `${phase}: ${rows}${of} rows, ${rowsPerSecond}/s${left}`
}
