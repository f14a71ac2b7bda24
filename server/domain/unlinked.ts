import type { DisputeRecord } from '#shared/record.ts'
import type { Reader } from '../store/store.ts'
import { membersBehind } from './conflict.ts'

/** Raters of the item whom nobody is known to be: whether a panelist is one of them could not be checked (law 2). */
export async function unlinkedRaters(read: Reader, project: string, dispute: DisputeRecord): Promise<number> {
  const behind = await membersBehind(read, project)
  return new Set(dispute.votes.map(({ rater }) => rater).filter((rater) => !behind.has(rater))).size
}

/** Seats of a decided dispute whose member turned out to be behind one of its votes: a reason to reopen it. */
export async function conflictsOf(read: Reader, project: string, dispute: DisputeRecord): Promise<string[]> {
  if (dispute.state !== 'decided') return []
  const behind = await membersBehind(read, project)
  const voters = new Set(dispute.votes.flatMap(({ rater }) => [...(behind.get(rater) ?? [])]))
  return Object.values(dispute.seats)
    .filter(({ member, state }) => state === 'seated' && voters.has(member))
    .map(({ id }) => id)
}
