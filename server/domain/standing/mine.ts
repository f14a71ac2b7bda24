import { inArray } from 'drizzle-orm'
import type { Reader } from '../../store/store.ts'
import { votesOf } from '../rater.ts'
import { ratersOf } from '../stand.ts'

/** The rater ids behind a member, the one with most votes first. */
export async function myRaters(read: Reader, project: string, member: string) {
  const { rater } = read.tables
  const ids = await ratersOf(read, project, member)
  if (ids.length === 0) return []
  const votes = await votesOf(read, ids)
  const rows = await read
    .select({ rater: rater.id, external: rater.external })
    .from(rater)
    .where(inArray(rater.id, ids))
  return rows
    .map((row) => ({ ...row, votes: votes.get(row.rater) ?? 0 }))
    .sort((a, b) => b.votes - a.votes || (a.external < b.external ? -1 : 1))
}
