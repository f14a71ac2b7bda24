import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Chosen } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { draw, isoWeek } from '#shared/sample.ts'
import type { Frame, Handler, Preparation } from '../command.ts'
import type { Reader } from '../store/store.ts'
import { policyOf } from './policy.ts'

/**
 * Draws the week's random sample, unanimous items included: without it no rate is a rate. The seed, the strata and
 * their sizes are in the entry, so anybody can check each draw's probability.
 */
export const drawSample: Handler<'sample.draw'> = async (tx, { size }, asked) => {
  const project = asked.project.id
  const week = isoWeek(asked.at)
  const { sample } = tx.tables
  const drawn = await tx
    .select({ item: sample.item, week: sample.week })
    .from(sample)
    .where(eq(sample.project, project))
  if (drawn.some((one) => one.week === week)) throw new Refusal('drawn-already', { week })
  const already = new Set(drawn.map(({ item }) => item))
  const frame = (asked.prepared as Frame).filter(({ item }) => !already.has(item))
  if (frame.length === 0) throw new Refusal('nothing-to-draw')
  const seed = Number.parseInt(asked.salt().slice(0, 8), 16)
  const taken = draw(frame, size ?? (await policyOf(tx, project)).sample, seed)
  const id = asked.newId()
  await tx.insert(sample).values(
    taken.map(({ item, stratum, probability }) => ({
      project,
      id,
      item,
      week,
      seed,
      stratum,
      probability,
      since: asked.seq,
    })),
  )
  return {
    facts: [
      {
        kind: 'sample.drawn',
        sample: id,
        week,
        seed,
        drawn: taken.map(({ item, stratum, n, of }) => ({ item, stratum, n, of })),
      },
    ],
    told: [{ to: { roles: ['lead'] }, event: { kind: 'queue.moved', items: taken.map(({ item }) => item) } }],
    subject: id,
    answer: { drawn: taken.length, week },
  }
}

/** The frame is read before the transaction: at a million votes it takes longer than the writer may wait. */
export const prepareSample: Preparation<'sample.draw'> = (house, _input, _who, project) =>
  house.frame(project.id)

/** Which of these items were drawn, and with what probability: their disputes feed rates. */
export async function chosenBySample(
  read: Reader,
  project: string,
  items: readonly string[],
): Promise<Map<string, { chosen: Chosen; probability: number | null }>> {
  const { sample } = read.tables
  const rows = await read
    .select({ item: sample.item, probability: sample.probability })
    .from(sample)
    .where(and(eq(sample.project, project), inArray(sample.item, [...items])))
  return new Map(rows.map(({ item, probability }) => [item, { chosen: 'random' as const, probability }]))
}

/** Projects with votes whose sample of the week is still to be drawn. */
export async function undrawn(read: Reader, week: string): Promise<string[]> {
  const { sample, imports } = read.tables
  const drawn = await read
    .selectDistinct({ project: sample.project })
    .from(sample)
    .where(eq(sample.week, week))
  const voted = await read
    .selectDistinct({ project: imports.project })
    .from(imports)
    .where(and(isNotNull(imports.seq), isNull(imports.until)))
  const due = voted
    .filter(({ project }) => !drawn.some((one) => one.project === project))
    .map(({ project }) => project)
  const wanted = await Promise.all(due.map(async (project) => (await policyOf(read, project)).sample > 0))
  return due.filter((_project, i) => wanted[i])
}
