import { and, eq, inArray } from 'drizzle-orm'
import type { Policy } from '#shared/policy.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** Minutes of panel work that open disputes still ask for, against what the panel gives in a week; guests are not counted on. */
export async function capacityOf(
  read: Reader,
  project: string,
  policy: Policy,
): Promise<{ openMinutes: number; panelMinutes: number; panelists: number }> {
  const { dispute, seat } = read.tables
  const open = new Set(
    (await present(read, 'dispute', project, inArray(dispute.state, ['open', 'voting', 'revealed']))).map(
      ({ id }) => id,
    ),
  )
  const seats =
    open.size === 0
      ? []
      : (
          await present(read, 'seat', project, and(eq(seat.project, project), eq(seat.state, 'seated')))
        ).filter(({ dispute }) => open.has(dispute))
  const members = (await present(read, 'member', project)).filter(({ roles }) => roles.includes('panelist'))
  const described = await present(read, 'panelist', project)
  const panel = members
    .map(({ id }) => described.find((row) => row.member === id))
    .filter((row) => (row?.guest ?? null) === null)
  return {
    openMinutes: seats.length * policy.minutesPerDispute,
    panelMinutes: panel.reduce((sum, row) => sum + (row?.minutes ?? policy.panelMinutesPerWeek), 0),
    panelists: panel.length,
  }
}
