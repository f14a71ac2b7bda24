import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { readsRoom, type Viewer } from '#shared/dispute-view.ts'
import type { LiveEvent } from '#shared/events.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { blindItems } from '../blind-case/blind-case.ts'
import { roomRecords } from '../dispute-record.ts'

/** Of items on which somebody hears an appeal unseen, the hearing in which they do; of a settled case put to them unseen, none. */
export type Sealed = ReadonlyMap<string, string>

/**
 * Items whose earlier disputes this member may not read: they sit in a hearing of one, and have not yet cast in their
 * first round and seen it opened. A fresh panel knows nothing of what the first said (law 1).
 */
export async function sealedItems(read: Reader, project: string, member: string): Promise<Sealed> {
  const { seat, dispute } = read.tables
  const blind = [...(await blindItems(read, project, member))].map((item) => [item, ''] as const)
  const mine = await present(read, 'seat', project, and(eq(seat.member, member), eq(seat.state, 'seated')))
  if (mine.length === 0) return new Map(blind)
  const hearing = and(
    inArray(
      dispute.id,
      mine.map((row) => row.dispute),
    ),
    isNotNull(dispute.appeal),
    inArray(dispute.state, ['open', 'voting', 'revealed']),
  )
  const viewer: Viewer = { id: member, roles: ['panelist'], owner: false }
  const rooms = await roomRecords(read, project, hearing)
  const heard = rooms.filter((room) => !readsRoom(room, viewer))
  return new Map([...blind, ...heard.map(({ id, item }) => [item, id] as const)])
}

/** Whether a dispute is one that the fresh panel may not read. */
export const isSealed = (sealed: Sealed, { id, item }: { id: string; item: string }): boolean =>
  sealed.has(item) && sealed.get(item) !== id

/** The disputes that this member may not read, with the decisions made in them. */
export async function sealedFrom(
  read: Reader,
  project: string,
  member: string,
): Promise<{ disputes: Set<string>; decisions: Set<string> }> {
  const sealed = await sealedItems(read, project, member)
  if (sealed.size === 0) return { disputes: new Set(), decisions: new Set() }
  const { dispute, decision } = read.tables
  const items = [...sealed.keys()]
  const disputes = (await present(read, 'dispute', project, inArray(dispute.item, items))).filter((one) =>
    isSealed(sealed, one),
  )
  const ids = new Set(disputes.map(({ id }) => id))
  const decisions = await read
    .selectDistinct({ id: decision.id, dispute: decision.dispute })
    .from(decision)
    .where(and(eq(decision.project, project), inArray(decision.item, items)))
  return {
    disputes: ids,
    decisions: new Set(decisions.filter((row) => ids.has(row.dispute)).map(({ id }) => id)),
  }
}

/** Whether a piece of news is about one of them. */
export function isAbout(
  { disputes, decisions }: Awaited<ReturnType<typeof sealedFrom>>,
  event: LiveEvent,
): boolean {
  if (disputes.size === 0) return false
  if (event.kind === 'dispute.opened') return disputes.has(event.dispute.id)
  if (event.kind === 'precedent.cited') return decisions.has(event.citation.decision)
  if (event.kind === 'rechecks.opened') return event.rechecks.some((one) => disputes.has(one.dispute))
  if (event.kind === 'decision.translated') return decisions.has(event.decision)
  if (event.kind === 'appeal.filed') return disputes.has(event.appeal.target)
  return 'dispute' in event && typeof event.dispute === 'string' && disputes.has(event.dispute)
}
