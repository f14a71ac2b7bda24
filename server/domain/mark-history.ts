import { and, asc, eq } from 'drizzle-orm'
import type { MarkSpan } from '#shared/appeal-view.ts'
import type { Reader } from '../store/store.ts'
import { momentsOf } from './entry.ts'

/** What panels have said of a vote, from the first on: marks are superseded, so yesterday's can still be read. */
export async function marksOverTime(read: Reader, project: string, vote: string): Promise<MarkSpan[]> {
  const { mark } = read.tables
  const rows = await read
    .select()
    .from(mark)
    .where(and(eq(mark.project, project), eq(mark.vote, vote)))
    .orderBy(asc(mark.since))
  const at = await momentsOf(
    read,
    project,
    rows.map(({ since }) => since),
  )
  return rows.map(({ basis, mark: said, cause, because, decision, since, until }) => ({
    basis,
    mark: said,
    cause,
    because,
    decision,
    since,
    until,
    at: at.get(since) ?? 0,
  }))
}
