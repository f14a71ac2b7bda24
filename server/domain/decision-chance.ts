import { and, eq, inArray } from 'drizzle-orm'
import type { Reader } from '../store/store.ts'
import { type AsOf, holding } from './as-of.ts'

/** Whether a case was drawn at random, and its chance of being drawn. */
export type Chance = { random: boolean; probability: number | null }

/**
 * How disputes came before their panels that were drawn or appealed; any other was picked. What is heard on appeal was chosen as the case it comes from: a random draw
 * does not stop being one because its rater objected.
 */
export async function chancesOf(
  read: Reader,
  project: string,
  as: AsOf,
): Promise<ReadonlyMap<string, Chance>> {
  const { dispute, appeal } = read.tables
  const rows = await read
    .select({
      id: dispute.id,
      chosen: dispute.chosen,
      probability: dispute.probability,
      appeal: dispute.appeal,
    })
    .from(dispute)
    .where(
      and(eq(dispute.project, project), inArray(dispute.chosen, ['random', 'appeal']), holding(dispute, as)),
    )
  const appeals = await read
    .select({ id: appeal.id, target: appeal.target })
    .from(appeal)
    .where(and(eq(appeal.project, project), eq(appeal.basis, 'decision'), holding(appeal, as)))
  const target = new Map(appeals.map((one) => [one.id, one.target]))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const first = (row: (typeof rows)[number]): (typeof rows)[number] => {
    const before = row.appeal === null ? undefined : byId.get(target.get(row.appeal) ?? '')
    return before && before.id !== row.id ? first(before) : row
  }
  return new Map(
    rows.map((row) => {
      const { chosen, probability } = first(row)
      return [row.id, { random: chosen === 'random', probability }]
    }),
  )
}

/** Rounds in which somebody cast who had seen the split: their decisions are reported apart (DESIGN §3). */
export async function notBlindRounds(read: Reader, project: string, as: AsOf): Promise<Set<string>> {
  const { ballot, seat } = read.tables
  const rows = await read
    .selectDistinct({ dispute: ballot.dispute, round: ballot.round })
    .from(ballot)
    .innerJoin(seat, eq(seat.id, ballot.seat))
    .where(and(eq(ballot.project, project), eq(seat.notBlind, 1), holding(seat, as)))
  return new Set(rows.map(({ dispute, round }) => `${dispute}/${round}`))
}
