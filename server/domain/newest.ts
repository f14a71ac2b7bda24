import { and, eq, inArray, ne } from 'drizzle-orm'
import type { DisputeState } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

type Aged = { id: string; openedAt: number }
type Heard = Aged & { item: string; questions: readonly string[]; state: DisputeState }

/** An item may be heard more than once, each time by another panel; here the oldest hearing comes first. */
export const byAge = (a: Aged, b: Aged): number =>
  a.openedAt - b.openedAt || Number(a.id > b.id) - Number(a.id < b.id)

/** The hearing that counts for a question of an item: the newest that was not withdrawn. */
export const newestOn = <One extends Heard>(
  all: readonly One[],
  item: string,
  question: string,
): One | undefined =>
  all
    .filter((one) => one.item === item && one.questions.includes(question) && one.state !== 'withdrawn')
    .sort(byAge)
    .at(-1)

/** The disputes of an item that were not withdrawn, without what was said in them. */
export const hearingsOf = async (read: Reader, project: string, item: string) => {
  const { dispute } = read.tables
  const where = and(eq(dispute.item, item), ne(dispute.state, 'withdrawn'))
  return (await present(read, 'dispute', project, where)).sort(byAge)
}

/** What another panel hears on appeal, or has heard since, is in that panel's hands. */
export async function refuseHeardSince(read: Reader, project: string, dispute: Heard): Promise<void> {
  const all = await hearingsOf(read, project, dispute.item)
  const later = all.filter((one) => byAge(one, dispute) > 0)
  if (later.some(({ questions }) => questions.some((key) => dispute.questions.includes(key))))
    throw new Refusal('heard-since')
}

/** Those that are decided and that no other panel hears on appeal, or has heard since. */
export async function decidedLast<One extends Heard>(
  read: Reader,
  project: string,
  disputes: readonly One[],
): Promise<One[]> {
  if (disputes.length === 0) return []
  const { dispute } = read.tables
  const items = [...new Set(disputes.map(({ item }) => item))]
  const all = await present(read, 'dispute', project, inArray(dispute.item, items))
  return disputes.filter(
    (one) =>
      one.state === 'decided' && one.questions.every((key) => newestOn(all, one.item, key)?.id === one.id),
  )
}
