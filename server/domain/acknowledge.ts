import type { Acknowledgement } from '#shared/guideline.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Handler } from '../command.ts'
import { acknowledgements, guidelineHeads } from './guideline.ts'
import { ratersOf } from './stand.ts'

/**
 * Whoever is behind raters has read a version: it binds their votes from now on, before its moment if need be (law 5).
 * It is said once; saying it again changes nothing.
 */
export const acknowledgeGuideline: Handler<'guideline.acknowledge'> = async (tx, { version }, asked) => {
  const project = asked.project.id
  if (!(await guidelineHeads(tx, project, [])).some((one) => one.version === version))
    throw new Refusal('not-found')
  const raters = await ratersOf(tx, project, asked.actor.id)
  if (raters.length === 0) throw new Refusal('no-rater')
  const before = await acknowledgements(tx, project, raters)
  const acknowledged = raters
    .filter((rater) => !before.some((one) => one.rater === rater && one.version === version))
    .sort()
    .map((rater): Acknowledgement => ({ rater, version, at: asked.at }))
  if (acknowledged.length === 0) return { facts: [], subject: `v${version}`, answer: { raters: 0 } }
  await tx
    .insert(tx.tables.acknowledgement)
    .values(acknowledged.map((one) => ({ ...one, project, since: asked.seq })))
  const event = { kind: 'guideline.acknowledged' as const, acknowledged }
  return {
    facts: [event],
    told: [{ to: { roles: ['lead'], members: [asked.actor.id] }, event }],
    subject: `v${version}`,
    answer: { raters: acknowledged.length },
  }
}
