import { eq, inArray } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** The items whose row in the queue changes with these facts. */
export async function itemsTouched(read: Reader, project: string, facts: readonly Fact[]): Promise<string[]> {
  const items = new Set<string>()
  const disputes = new Set<string>()
  for (const fact of facts) {
    if (fact.kind === 'dispute.opened') items.add(fact.dispute.item)
    else if (fact.kind === 'split.closed') items.add(fact.closure.item)
    else if (fact.kind === 'vote.stood') items.add(fact.stand.item)
    else if (fact.kind === 'sample.drawn') for (const { item } of fact.drawn) items.add(item)
    else if (fact.kind === 'split.opened')
      for (const { item } of await read
        .select({ item: read.tables.closure.item })
        .from(read.tables.closure)
        .where(eq(read.tables.closure.id, fact.closure)))
        items.add(item)
    else if ('dispute' in fact && typeof fact.dispute === 'string' && fact.kind !== 'ballot.cast')
      disputes.add(fact.dispute)
  }
  if (disputes.size > 0)
    for (const { item } of await present(
      read,
      'dispute',
      project,
      inArray(read.tables.dispute.id, [...disputes]),
    ))
      items.add(item)
  return [...items]
}
