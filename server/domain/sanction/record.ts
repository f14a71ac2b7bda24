import { and, eq, inArray } from 'drizzle-orm'
import { openAppeals } from '#shared/appeal.ts'
import type { SanctionSignature } from '#shared/bar.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader, Writer } from '../../store/store.ts'

/** A sanction with what is text and so not among its facts: the answer, and what its signers wrote. */
export type SanctionRow = Schema['sanction']['$inferSelect']

/** The one sanction, or the refusal that it is not here. */
export async function sanctionOf(read: Reader, project: string, id: string): Promise<SanctionRow> {
  const [row] = await present(read, 'sanction', project, eq(read.tables.sanction.id, id))
  if (!row) throw new Refusal('not-found')
  return row
}

/** What is proposed and not yet signed by two. */
export const openSanctions = (read: Reader, project: string): Promise<SanctionRow[]> =>
  present(read, 'sanction', project, eq(read.tables.sanction.state, 'proposed'))

export async function changeSanction(
  tx: Writer,
  { project, seq }: Asked,
  row: SanctionRow,
  change: Partial<Pick<SanctionRow, 'state' | 'answer' | 'answeredAt' | 'signatures'>>,
): Promise<void> {
  const { sanction } = tx.tables
  const where = and(eq(sanction.project, project.id), eq(sanction.id, row.id))!
  await supersede(tx, 'sanction', seq, where, row, change)
}

/** Of each sanction, the rater's appeals that were filed before it was proposed and that nobody has answered (law 8). */
export async function openAppealsBefore(
  read: Reader,
  project: string,
  sanctions: readonly Pick<SanctionRow, 'id' | 'rater' | 'proposedAt'>[],
): Promise<Map<string, number>> {
  const { appeal } = read.tables
  const raters = [...new Set(sanctions.map(({ rater }) => rater))]
  const open =
    raters.length === 0
      ? []
      : await present(
          read,
          'appeal',
          project,
          and(inArray(appeal.rater, raters), inArray(appeal.state, [...openAppeals])),
        )
  return new Map(
    sanctions.map(({ id, rater, proposedAt }) => [
      id,
      open.filter((one) => one.rater === rater && one.filedAt <= proposedAt).length,
    ]),
  )
}

/** Who sits in one dispute as a guest has no part in the rest of the project. */
export async function isGuest(read: Reader, project: string, member: string): Promise<boolean> {
  const [row] = await present(read, 'panelist', project, eq(read.tables.panelist.member, member))
  return (row?.guest ?? null) !== null
}

/**
 * As whom somebody signs: one person is one hand, whatever they have been called here, for an owner from outside who
 * joins, and whoever leaves and comes back, has another id.
 */
export async function handOf(
  read: Reader,
  actor: string,
  signatures: readonly Pick<SanctionSignature, 'by'>[],
): Promise<string> {
  const { member } = read.tables
  const ids = [...new Set([actor, ...signatures.map(({ by }) => by)])]
  const rows = await read
    .select({ id: member.id, person: member.person })
    .from(member)
    .where(inArray(member.id, ids))
  const personOf = (id: string) => rows.find((row) => row.id === id)?.person ?? id
  return signatures.find(({ by }) => personOf(by) === personOf(actor))?.by ?? actor
}
