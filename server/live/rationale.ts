import { and, eq, inArray, isNull } from 'drizzle-orm'
import * as Y from 'yjs'
import { RATIONALE_LENGTH } from '#shared/decision.ts'
import { sightOf, type Viewer } from '#shared/dispute-view.ts'
import { ROOT } from '#shared/live-text.ts'
import type { Actor } from '#shared/member.ts'
import { firstRationale, mayRead, mayWrite, readRationaleId } from '#shared/rationale.ts'
import { Refusal } from '#shared/refusals.ts'
import { disputeOf } from '../domain/dispute-record.ts'
import { itemsOf } from '../domain/vote.ts'
import type { Reader } from '../store/store.ts'
import type { Kind } from './kind.ts'

/** The text in which a panel reasons its decision: `<dispute>-<n>`, one Y.Text of Markdown. */
export const rationale: Kind = {
  async place(read, id, { person, owner }) {
    const named = readRationaleId(id)
    if (!named) return null
    const { dispute } = read.tables
    const [row] = await read
      .select({ project: dispute.project })
      .from(dispute)
      .where(
        and(
          inArray(dispute.project, await projectsOf(read, person, owner)),
          eq(dispute.id, named.dispute),
          isNull(dispute.until),
        ),
      )
    return row?.project ?? null
  },
  async rights(read, project, id) {
    const { dispute: of, n } = idOf(id)
    const dispute = await disputeOf(read, project.id, of)
    return (viewer) => ({
      may: mayWrite(dispute, viewer, n) ? 'write' : mayRead(dispute, viewer, n) ? 'read' : null,
      seat: sightOf(dispute, viewer) === 'seat' ? seatLetter(dispute, viewer) : '',
      named: viewer.owner || viewer.roles.includes('lead') || !viewer.roles.includes('auditor'),
    })
  },
  async first(read, project, id) {
    const { item } = await disputeOf(read, project.id, idOf(id).dispute)
    const language = (await itemsOf(read, project.id, [item])).get(item)?.language ?? null
    return (doc) => doc.getText(ROOT).insert(0, firstRationale(language))
  },
  accepts: ({ content, parent }) =>
    (parent === null || (parent as unknown) === ROOT) &&
    (content instanceof Y.ContentDeleted ||
      (content instanceof Y.ContentString && !/[\0\r]/.test(content.str))),
  letters: RATIONALE_LENGTH,
  bytes: 256 * 1024,
  length: (doc) => doc.getText(ROOT).length,
  text: (doc) => doc.getText(ROOT).toString(),
}

function idOf(id: string) {
  const named = readRationaleId(id)
  if (!named) throw new Refusal('not-found')
  return named
}

const seatLetter = (dispute: Awaited<ReturnType<typeof disputeOf>>, viewer: Viewer | Actor): string =>
  Object.values(dispute.seats).find(({ member, state }) => member === viewer.id && state === 'seated')
    ?.letter ?? ''

/** A dispute's row is found by its project first; a person knows few. */
async function projectsOf(read: Reader, person: string, owner: boolean): Promise<string[]> {
  const { member, project } = read.tables
  const rows = owner
    ? await read.select({ id: project.id }).from(project)
    : await read
        .select({ id: member.project })
        .from(member)
        .where(and(eq(member.person, person), isNull(member.until)))
  return rows.map(({ id }) => id)
}
