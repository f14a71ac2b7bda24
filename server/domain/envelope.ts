import { and, asc, eq, gt } from 'drizzle-orm'
import type { Envelope, Told } from '#shared/events.ts'
import type { Reader } from '../store/store.ts'
import type { Project } from './who.ts'

/** What was told after `seq`, for one hearer: one envelope for each entry, empty ones too. */
export async function envelopesSince(
  read: Reader,
  project: Project,
  since: number,
  hear: (told: Told) => boolean,
  limit = 500,
): Promise<Envelope[]> {
  const { event, logEntry } = read.tables
  const entries = await read
    .select({ seq: logEntry.seq })
    .from(logEntry)
    .where(and(eq(logEntry.project, project.id), gt(logEntry.seq, since)))
    .orderBy(asc(logEntry.seq))
    .limit(limit)
  const last = entries.at(-1)?.seq ?? since
  const rows = await read
    .select()
    .from(event)
    .where(and(eq(event.project, project.id), gt(event.seq, since)))
    .orderBy(asc(event.seq), asc(event.n))
  const bySeq = Map.groupBy(
    rows.filter((row) => row.seq <= last),
    (row) => row.seq,
  )
  return entries.map(({ seq }) => {
    const told = bySeq.get(seq) ?? []
    return {
      project: project.id,
      seq,
      at: told[0]?.at ?? 0,
      events: told
        .filter(({ audience, body }) => hear({ to: audience, event: body }))
        .map(({ body }) => body),
    }
  })
}
