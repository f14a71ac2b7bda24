import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import type { Viewer } from '#shared/dispute-view.ts'
import { waitsFor } from '#shared/proposal.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { proposalsFor } from './view.ts'

/** Proposals this member was asked about and has not yet judged, and their own that were sent back; the newest first. */
export async function proposalsWaiting(read: Reader, project: string, viewer: Viewer) {
  const { proposal } = read.tables
  const waiting = await proposalsFor(
    read,
    project,
    viewer,
    inArray(proposal.state, ['open', 'changes-asked']),
  )
  if (waiting.length === 0) return []
  const members = await present(read, 'member', project)
  const here = new Set(members.map(({ id }) => id))
  const leading = members.filter(({ roles }) => roles.includes('lead')).map(({ id }) => id)
  return waiting
    .flatMap(({ record, words }) => {
      // Whoever was asked may have left the project: then leads are.
      const asked = record.asked.some((id) => here.has(id)) ? record.asked : leading
      const why = waitsFor({ ...record, asked }, viewer.id)
      const { id, clause, by, at } = record
      return why ? [{ proposal: id, clause, title: words.next.title, by, at, why }] : []
    })
    .sort((a, b) => b.at - a.at || (a.proposal < b.proposal ? -1 : 1))
}

/** Decisions that somebody has to look at again; leads do. */
export async function rechecksWaiting(read: Reader, project: string, viewer: Viewer): Promise<number> {
  if (!viewer.owner && !viewer.roles.includes('lead')) return 0
  const { recheck } = read.tables
  const [row] = await read
    .select({ n: count() })
    .from(recheck)
    .where(and(eq(recheck.project, project), isNull(recheck.until), eq(recheck.state, 'waiting')))
  return row?.n ?? 0
}
