import { and, eq, type SQL } from 'drizzle-orm'
import type { AppealState } from '#shared/appeal.ts'
import type { Reader } from '../../store/store.ts'
import { type AsOf, holding } from '../as-of.ts'

/** What had become by then of the appeals against what reviews say, by each vote that they cover. */
export async function reviewAppeals(
  read: Reader,
  project: string,
  as: AsOf,
  among?: SQL,
): Promise<ReadonlyMap<string, AppealState[]>> {
  const { appeal } = read.tables
  const rows = await read
    .select({ votes: appeal.votes, state: appeal.state })
    .from(appeal)
    .where(and(eq(appeal.project, project), eq(appeal.basis, 'review'), holding(appeal, as), among))
  const found = new Map<string, AppealState[]>()
  for (const { votes, state } of rows)
    for (const vote of votes) found.set(vote, [...(found.get(vote) ?? []), state])
  return found
}
