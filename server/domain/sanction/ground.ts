import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { Asked } from '../../command.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { barVersions } from '../bar-record.ts'
import { barRates } from '../standing/rates.ts'
import { changeSanction, openSanctions, type SanctionRow } from './record.ts'
import { type SanctionFact, tellSanctions } from './told.ts'

type Withdrawn = { facts: Fact[]; told: Told[] }

/**
 * After marks of these raters changed, in the same entry: what is proposed against one of them and has lost its ground
 * is withdrawn. Reads one row and no more while nothing is proposed.
 */
export async function dropGroundless(
  tx: Writer,
  asked: Asked,
  raters: readonly string[],
): Promise<Withdrawn> {
  if (raters.length === 0) return { facts: [], told: [] }
  const open = (await openSanctions(tx, asked.project.id)).filter(({ rater }) => raters.includes(rater))
  if (open.length === 0) return { facts: [], told: [] }
  return withdrawSanctions(tx, asked, await groundless(tx, asked.project.id, open, asked.at))
}

/**
 * Those whose rate no longer lies wholly below the bar they were found under. Only that: an appeal filed since takes
 * its marks out of the count for a while, and must not withdraw a proposal by making too few of them.
 */
export async function groundless(
  read: Reader,
  project: string,
  sanctions: readonly SanctionRow[],
  now: number,
): Promise<SanctionRow[]> {
  const fallen: SanctionRow[] = []
  const bars = await barVersions(read, project)
  for (const [version, own] of Map.groupBy(sanctions, ({ bar }) => bar)) {
    const bar = bars.get(version)!
    const raters = own.map(({ rater }) => rater)
    const rates = await barRates(read, project, { basis: bar.basis, question: bar.question, raters, now })
    fallen.push(
      ...own.filter(({ rater }) => {
        const rate = rates.get(rater)?.fits ?? null
        return rate === null || rate.high >= bar.bar
      }),
    )
  }
  return fallen
}

/** Without anybody's signature: nothing is left to sign. */
export async function withdrawSanctions(
  tx: Writer,
  asked: Asked,
  sanctions: readonly SanctionRow[],
): Promise<Withdrawn> {
  if (sanctions.length === 0) return { facts: [], told: [] }
  for (const row of sanctions) await changeSanction(tx, asked, row, { state: 'withdrawn' })
  const fact: SanctionFact = { kind: 'sanctions.withdrawn', sanctions: sanctions.map(({ id }) => id) }
  return { facts: [fact], told: await tellSanctions(tx, asked.project.id, sanctions, [fact]) }
}
