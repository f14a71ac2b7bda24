import type { CommandInput } from '../commands.ts'
import { readMoment } from '../import/moment.ts'
import { leftRow } from '../left-row.ts'
import { REVIEW_WORDS, type ReviewVerdict } from '../review.ts'
import { answerIn, type FileRow, nameIn, nothingRead, type ReadFile, textOf } from '../row-file.ts'
import { questionIn } from './question.ts'
import type { ListRoles } from './roles.ts'
import { readVerdict } from './verdict.ts'

export type ReviewInput = CommandInput<'review.import'>['rows'][number]
type Said = { verdict: ReviewVerdict; reviewer: string; words: string; at: number | null }

/** Reviews of a file. */
export function readReviews(
  rows: readonly FileRow[],
  roles: ListRoles,
  questions: readonly string[],
): ReadFile<ReviewInput> {
  const read = nothingRead<ReviewInput>()
  for (const row of rows) {
    if (row.wrong !== null) {
      read.left.push(leftRow(row.line, 'row-broken', { found: row.wrong }))
      continue
    }
    const said = saidIn(row, roles)
    if ('found' in said) read.left.push(leftRow(row.line, 'verdict-unknown', said))
    else if (said.length === 0) read.skipped += 1
    else addReviews(read, row, roles, questions, said)
  }
  return read
}

function addReviews(
  read: ReadFile<ReviewInput>,
  row: FileRow,
  roles: ListRoles,
  questions: readonly string[],
  said: readonly Said[],
) {
  const item = nameIn(row, roles.item ?? '')
  const rater = nameIn(row, roles.rater ?? '')
  for (const name of [item, rater]) if (typeof name !== 'string') read.left.push(name)
  if (typeof item !== 'string' || typeof rater !== 'string') return
  const corrected = correctionIn(row, roles)
  for (const one of answeredIn(row, roles)) {
    const question = questionIn(row, roles.question, one, questions)
    if (typeof question !== 'string') {
      read.left.push(question)
      continue
    }
    for (const { verdict, reviewer, words, at } of said) {
      // Whoever rejects an answer and writes another has mended it.
      const fixed = verdict !== 'accept' && corrected !== undefined
      read.rows.push({
        item,
        rater,
        question,
        verdict: fixed ? 'fix' : verdict,
        reviewer: reviewer.slice(0, 1000),
        words: words.slice(0, REVIEW_WORDS),
        ...(fixed ? { value: corrected } : {}),
        ...(at === null ? {} : { at }),
      })
      read.lines.push(row.line)
    }
  }
}

/** A column of answers that name their questions stands for what the rater answered there; a lone one holds the correction. */
const isCorrection = ({ values }: ListRoles) => values.length === 1 && values[0]!.question === null
function correctionIn(row: FileRow, roles: ListRoles): ReviewInput['value'] {
  const [only] = roles.values
  if (!only || !isCorrection(roles) || textOf(row.cells[only.column]) === '') return undefined
  return answerIn(row.cells[only.column])
}

/** The questions the row answers; null: whatever question is meant. */
function answeredIn(row: FileRow, roles: ListRoles): (string | null)[] {
  if (roles.values.length === 0 || isCorrection(roles)) return [null]
  return roles.values.filter(({ column }) => textOf(row.cells[column]) !== '').map(({ question }) => question)
}

function saidIn(row: FileRow, roles: ListRoles): Said[] | { found: string } {
  const cell = roles.verdict === null ? '' : row.cells[roles.verdict]
  if (Array.isArray(cell)) return cell.flatMap((one) => listedIn(one))
  const found = textOf(cell)
  const verdict = readVerdict(found)
  if (verdict === undefined) return { found }
  if (verdict === null) return []
  const text = (column: string | null) => (column === null ? '' : textOf(row.cells[column]))
  const at = roles.at === null ? undefined : readMoment(row.cells[roles.at])
  return [{ verdict, reviewer: text(roles.reviewer), words: text(roles.words), at: at ?? null }]
}

/** One of Label Studio's `reviews`: who, when, and whether it was accepted. */
function listedIn(one: unknown): Said[] {
  if (one === null || typeof one !== 'object' || !('accepted' in one)) return []
  const { accepted, created_by: by, comment, created_at } = one as Record<string, unknown>
  if (typeof accepted !== 'boolean') return []
  const who =
    by !== null && typeof by === 'object'
      ? ((by as { id?: unknown; email?: unknown }).id ?? (by as { email?: unknown }).email)
      : by
  const verdict = accepted ? 'accept' : 'reject'
  return [{ verdict, reviewer: textOf(who), words: textOf(comment), at: readMoment(created_at) ?? null }]
}
