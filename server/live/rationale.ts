import { and, eq, inArray, isNull } from 'drizzle-orm'
import { RATIONALE_LENGTH } from '#shared/decision.ts'
import { sightOf, type Viewer } from '#shared/dispute-view.ts'
import { ROOT } from '#shared/live-text.ts'
import type { Actor } from '#shared/member.ts'
import { firstRationale, mayRead, mayWrite, readRationaleId } from '#shared/rationale.ts'
import { Refusal } from '#shared/refusals.ts'
import { disputeOf } from '../domain/dispute-record.ts'
import { itemsOf } from '../domain/vote.ts'
import type { Reader } from '../store/store.ts'
import { isPlain, lettersOf } from './change.ts'
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
      touches: () => true,
      begins: () => true,
    })
  },
  async first(read, project, id) {
    const { item } = await disputeOf(read, project.id, idOf(id).dispute)
    const language = (await itemsOf(read, project.id, [item])).get(item)?.language ?? null
    return (doc) => doc.getText(ROOT).insert(0, firstRationale(language))
  },
  pending: async () => null,
  judge: (doc) => (change) => {
    const [added, deleted] = [change.added, change.deleted].map(lettersOf)
    if (![...change.added, ...change.deleted].every(({ place }) => place.root === ROOT && place.key === null))
      return { kind: 'malformed' }
    if (!change.added.every(({ item }) => isPlain(item))) return { kind: 'malformed' }
    const longer = added! - deleted!
    return longer > 0 && doc.getText(ROOT).length + longer > RATIONALE_LENGTH
      ? { kind: 'refused', part: '', why: 'too-long' }
      : { kind: 'fine', parts: [] }
  },
  isText: (root) => root === ROOT,
  shuts: true,
  bytes: 256 * 1024,
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
