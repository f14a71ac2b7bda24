import { inArray } from 'drizzle-orm'
import { counted } from '#shared/ballot.ts'
import { readableRounds, type Viewer } from '#shared/dispute-view.ts'
import type { DisputeState } from '#shared/record.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { roomRecords } from '../dispute-record.ts'

export type Citing = { dispute: string; item: string; state: DisputeState; clauses: Set<string> }

/**
 * Disputes under way with the clauses they cite, as far as this viewer may know it: those of ballots that are open to
 * them, and of what was decided before. What is cited on a sealed ballot is as sealed as the rest of it (law 1).
 */
export async function openCiting(read: Reader, project: string, viewer: Viewer): Promise<Citing[]> {
  const { dispute, decision } = read.tables
  const rooms = await roomRecords(read, project, inArray(dispute.state, ['voting', 'revealed']))
  if (rooms.length === 0) return []
  const published = await present(
    read,
    'decision',
    project,
    inArray(decision.state, ['signed', 'superseded']),
  )
  const decided = Map.groupBy(published, (row) => row.dispute)
  return rooms.map((room) => {
    const readable = readableRounds(room, viewer)
    const rounds = Array.from({ length: room.round }, (_, i) => i + 1).filter(readable)
    const ballots = rounds.flatMap((round) => counted(room, round))
    const answered = ballots.flatMap(({ answers }) => (answers ?? []).flatMap(({ clauses }) => clauses))
    const before = (decided.get(room.id) ?? []).flatMap(({ clauses }) => clauses)
    return {
      dispute: room.id,
      item: room.item,
      state: room.state,
      clauses: new Set([...answered, ...before]),
    }
  })
}
