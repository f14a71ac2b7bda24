import { and, eq, inArray } from 'drizzle-orm'
import { present } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'

type DecisionRow = Schema['decision']['$inferSelect']
type State = Schema['appeal']['$inferSelect']['state']
/** Decisions, those that somebody appealed, and those that a fresh panel overturned; of none of them a rate. */
export type Overturns = { decisions: number; appealed: number; overturned: number }

/** An appeal that came to a panel, or waits for one; one that was refused, taken back or never heard says nothing. */
const counting: readonly State[] = ['filed', 'admitted', 'upheld', 'overturned', 'sent-back']
const published: readonly DecisionRow['state'][] = ['signed', 'superseded']

/** The decisions that were appealed, each with whether it was overturned. `disputes`: of these alone. */
export async function appealedDecisions(
  read: Reader,
  project: string,
  disputes?: readonly string[],
): Promise<Map<string, boolean>> {
  const { appeal, decision } = read.tables
  const only = disputes && [...new Set(disputes)]
  if (only?.length === 0) return new Map()
  const against = and(eq(appeal.basis, 'decision'), inArray(appeal.state, [...counting]))
  const appeals = (await present(read, 'appeal', project, against)).filter(
    ({ target }) => !only || only.includes(target),
  )
  if (appeals.length === 0) return new Map()
  const targets = [...new Set(appeals.map(({ target }) => target))]
  const decided = await present(
    read,
    'decision',
    project,
    and(inArray(decision.dispute, targets), inArray(decision.state, [...published])),
  )
  const found = new Map<string, boolean>()
  for (const { target, questions, filedAt, state } of appeals)
    for (const key of questions) {
      const own = decided.filter((one) => one.dispute === target && one.question === key)
      // A dispute that was reopened has decided more than once: the one that held when it was filed is meant.
      const held = own
        .filter(({ signedAt }) => (signedAt ?? 0) <= filedAt)
        .sort((one, other) => (one.signedAt ?? 0) - (other.signedAt ?? 0))
        .at(-1)
      if (held) found.set(held.id, found.get(held.id) === true || state === 'overturned')
    }
  return found
}

/** Of these decisions, how many were appealed and overturned. */
export const overturnedAmong = (
  decisions: readonly { id: string }[],
  appealed: ReadonlyMap<string, boolean>,
): Overturns => ({
  decisions: decisions.length,
  appealed: decisions.filter(({ id }) => appealed.has(id)).length,
  overturned: decisions.filter(({ id }) => appealed.get(id)).length,
})

/**
 * How often decisions did not stand: per member whose ballot they rest on, and per clause they cite. Superseded ones
 * count too, for an overturned decision is always one.
 */
export async function overturnsOf(
  read: Reader,
  project: string,
): Promise<{ members: Map<string, Overturns>; clauses: Map<string, Overturns> }> {
  const { decision, ballot, seat } = read.tables
  const decisions = await present(read, 'decision', project, inArray(decision.state, [...published]))
  const appealed = await appealedDecisions(read, project)
  const cast = await read
    .selectDistinct({ ballot: ballot.id, member: seat.member })
    .from(ballot)
    .innerJoin(seat, and(eq(seat.project, ballot.project), eq(seat.id, ballot.seat)))
    .where(eq(ballot.project, project))
  const memberOf = new Map(cast.map((row) => [row.ballot, row.member]))
  const byMember = new Map<string, DecisionRow[]>()
  const byClause = new Map<string, DecisionRow[]>()
  const add = (to: Map<string, DecisionRow[]>, key: string, one: DecisionRow) =>
    to.set(key, [...(to.get(key) ?? []), one])
  for (const one of decisions) {
    for (const member of new Set(one.ballots.flatMap((id) => memberOf.get(id) ?? [])))
      add(byMember, member, one)
    for (const clause of one.clauses) add(byClause, clause, one)
  }
  const counted = (of: Map<string, DecisionRow[]>) =>
    new Map([...of].map(([key, own]) => [key, overturnedAmong(own, appealed)]))
  return { members: counted(byMember), clauses: counted(byClause) }
}
