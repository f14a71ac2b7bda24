import { and, eq } from 'drizzle-orm'
import type { MarkRecord } from '#shared/mark.ts'
import type { DisputeRecord } from '#shared/record.ts'
import type { Asked } from '../command.ts'
import { present, supersede } from '../store/rows.ts'
import type { Writer } from '../store/store.ts'

/** Writes marks; one that a newer decision changes is superseded, never edited. */
export async function writeMarks(
  tx: Writer,
  asked: Asked,
  dispute: DisputeRecord,
  marks: readonly MarkRecord[],
): Promise<void> {
  const { mark } = tx.tables
  for (const one of marks) {
    const vote = dispute.votes.find((candidate) => candidate.vote === one.vote)!
    const [old] = await present(
      tx,
      'mark',
      asked.project.id,
      and(eq(mark.vote, one.vote), eq(mark.basis, one.basis)),
    )
    const row = {
      ...one,
      project: asked.project.id,
      rater: vote.rater,
      item: dispute.item,
      question: vote.question,
      since: asked.seq,
      until: null,
    }
    if (old)
      await supersede(
        tx,
        'mark',
        asked.seq,
        and(eq(mark.project, asked.project.id), eq(mark.vote, one.vote), eq(mark.basis, one.basis))!,
        old,
        row,
      )
    else await tx.insert(mark).values(row)
  }
}
