import { and, eq, inArray } from 'drizzle-orm'
import { type Basis, bases, type MarkRecord } from '#shared/mark.ts'
import type { DisputeRecord } from '#shared/record.ts'
import type { Asked } from '../command.ts'
import { replace } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'

/** Rows in one statement; databases count their parameters. */
const AT_ONCE = 500
export type Marked = { dispute: Pick<DisputeRecord, 'item' | 'votes'>; marks: readonly MarkRecord[] }

export const writeMarks = (
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  marks: readonly MarkRecord[],
): Promise<void> => writeManyMarks(tx, asked, [{ dispute, marks }])

/** Writes marks; one that a newer decision changes is superseded, never edited. */
export async function writeManyMarks(tx: Writer, asked: Asked, marked: readonly Marked[]): Promise<void> {
  const rows = marked.flatMap((one) => rowsOf(asked, one))
  for (const basis of bases) {
    const own = rows.filter((row) => row.basis === basis)
    for (let from = 0; from < own.length; from += AT_ONCE)
      await write(tx, asked, basis, own.slice(from, from + AT_ONCE))
  }
}

type Row = ReturnType<typeof rowsOf>[number]
async function write(tx: Writer, { project, seq }: Asked, basis: Basis, rows: Row[]): Promise<void> {
  const { mark } = tx.tables
  const votes = rows.map(({ vote }) => vote)
  const where = and(eq(mark.project, project.id), eq(mark.basis, basis), inArray(mark.vote, votes))!
  await replace(tx, 'mark', seq, where, rows)
}

function rowsOf({ project, seq }: Asked, { dispute, marks }: Marked) {
  const votes = new Map(dispute.votes.map((vote) => [vote.vote, vote]))
  return marks.map((one) => {
    const { rater, question } = votes.get(one.vote)!
    return { ...one, project: project.id, rater, item: dispute.item, question, since: seq, until: null }
  })
}
