import { eq } from 'drizzle-orm'
import { barBases } from '#shared/bar.ts'
import { type Basis, bases } from '#shared/mark.ts'
import { type Simulation, simulate, type Trial } from '#shared/simulate.ts'
import type { Rate } from '#shared/standing.ts'
import type { Reader } from '../store/store.ts'
import { attributesOf } from './groups-attribute.ts'
import { panelAgreement } from './panel/agreement.ts'
import { barRates } from './standing/rates.ts'

/** Who would fall under a bar that nobody has set, on the record as it stands now: what a review would look at. */
export async function simulation(
  read: Reader,
  project: string,
  trial: Trial,
  now: number,
): Promise<Simulation> {
  const { rater } = read.tables
  const raters = await read
    .select({ rater: rater.id, external: rater.external, kind: rater.kind })
    .from(rater)
    .where(eq(rater.project, project))
  const rates = new Map<Basis, Map<string, Rate | null>>()
  for (const basis of bases)
    if (basis === trial.basis || basis === 'majority' || basis === 'decision')
      rates.set(basis, await ratesOn(read, project, basis, trial.question, now))
  return simulate(trial, {
    raters,
    own: rates.get(trial.basis)!,
    majority: rates.get('majority')!,
    decision: rates.get('decision')!,
    attributes: await attributesOf(read, project),
    agreement: await panelAgreement(read, project, trial.question),
  })
}

/** On a basis that no bar may look at, all its marks: that is what makes it no ground for one. */
async function ratesOn(read: Reader, project: string, basis: Basis, question: string | null, now: number) {
  const feeds = barBases.some((one) => one === basis)
  const rates = await barRates(read, project, { basis, question, now })
  return new Map([...rates].map(([id, { rate, fits }]) => [id, feeds ? fits : rate]))
}
