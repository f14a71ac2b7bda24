import type { AnyColumn } from 'drizzle-orm'
import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { QueueState } from '#shared/queue.ts'
import { byAge } from '../domain/newest.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** What people have done about one item, as far as the queue shows it: true at once, not at the next learning. */
export interface Settling {
  item: string
  sampled: boolean
  disputes: {
    id: string
    questions: string[]
    state: Extract<QueueState, 'in-dispute' | 'decided' | 'reopened'>
  }[]
  closures: { id: string; question: string }[]
  /** Questions on which a rater stands by a vote. */
  stood: string[]
}

/** Items asked for in one query. */
const ITEMS_AT_ONCE = 500

/** Of these items, or of all items anything was done about; items not listed are untouched. */
export async function readSettling(
  read: Reader,
  project: string,
  items: readonly string[] | null,
): Promise<Settling[]> {
  if (items === null) return settlingWhere(read, project, () => undefined)
  const found: Settling[] = []
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) {
    const some = items.slice(from, from + ITEMS_AT_ONCE)
    found.push(...(await settlingWhere(read, project, (column) => inArray(column, some))))
  }
  return found
}

async function settlingWhere(
  read: Reader,
  project: string,
  among: (item: AnyColumn) => SQL | undefined,
): Promise<Settling[]> {
  const { dispute, decision, closure, stand, sample } = read.tables
  const byItem = new Map<string, Settling>()
  const of = (item: string): Settling => {
    const known = byItem.get(item) ?? { item, sampled: false, disputes: [], closures: [], stood: [] }
    byItem.set(item, known)
    return known
  }
  const signed = await read
    .select({ item: decision.item, question: decision.question })
    .from(decision)
    .where(
      and(
        eq(decision.project, project),
        eq(decision.state, 'signed'),
        isNull(decision.until),
        among(decision.item),
      ),
    )
  const before = new Set(signed.map(({ item, question }) => `${item}/${question}`))
  // The newest hearing of an item comes last, so its state is the one that is shown.
  for (const { id, item, questions, state } of (
    await present(read, 'dispute', project, among(dispute.item))
  ).sort(byAge)) {
    if (state === 'withdrawn') continue
    const again = questions.some((question) => before.has(`${item}/${question}`))
    const now = state === 'decided' ? 'decided' : again ? 'reopened' : 'in-dispute'
    of(item).disputes.push({ id, questions, state: now })
  }
  for (const { id, item, question } of await present(read, 'closure', project, among(closure.item)))
    of(item).closures.push({ id, question })
  for (const { item, question } of await present(read, 'stand', project, among(stand.item)))
    of(item).stood.push(question)
  const drawn = await read
    .select({ item: sample.item })
    .from(sample)
    .where(and(eq(sample.project, project), among(sample.item)))
  for (const { item } of drawn) of(item).sampled = true
  return [...byItem.values()]
}
