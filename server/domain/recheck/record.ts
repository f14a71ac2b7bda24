import { and, eq, inArray, type SQL } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import type { RecheckRecord, RecheckState, RevoteRecord } from '#shared/recheck.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked } from '../../command.ts'
import { present, replace } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader, Writer } from '../../store/store.ts'

export type RecheckRow = Schema['recheck']['$inferSelect']
type Answer = Exclude<RecheckState, 'waiting'>
/** One that could not be done, and why; the rest of the act goes on. */
export type Refused = { recheck: string; refusal: Refusal }

/** The re-checks as the record has them, by id. */
export async function rechecksIn(read: Reader, project: string): Promise<Record<string, RecheckRecord>> {
  const rows = await present(read, 'recheck', project)
  return Object.fromEntries(
    rows.map(({ id, version, decision, dispute, question, clauses, state, by, at }) => [
      id,
      { id, version, decision, dispute, question, clauses, state, by, at },
    ]),
  )
}

/** The draws of items to vote on again, by id. */
export async function revotesIn(read: Reader, project: string): Promise<Record<string, RevoteRecord>> {
  const { revote } = read.tables
  const rows = await read.select().from(revote).where(eq(revote.project, project))
  return Object.fromEntries(rows.map(({ project: _in, since: _at, ...record }) => [record.id, record]))
}

/** The named re-checks that wait for an answer, and those that do not with the reason. */
export async function waitingOf(
  read: Reader,
  project: string,
  ids: readonly string[],
): Promise<{ rows: RecheckRow[]; refused: Refused[] }> {
  const found = await present(read, 'recheck', project, inArray(read.tables.recheck.id, [...ids]))
  const byId = new Map(found.map((row) => [row.id, row]))
  const rows: RecheckRow[] = []
  const refused: Refused[] = []
  for (const id of ids) {
    const row = byId.get(id)
    if (row?.state === 'waiting') rows.push(row)
    else {
      const refusal = row ? new Refusal('recheck-answered', { state: row.state }) : new Refusal('not-found')
      refused.push({ recheck: id, refusal })
    }
  }
  return { rows, refused }
}

/** Writes the answer to these re-checks. */
export async function answerRechecks(
  tx: Writer,
  { project, seq, actor, at }: Asked,
  rows: readonly RecheckRow[],
  state: Answer,
  reason: string | null,
): Promise<Fact[]> {
  const { recheck } = tx.tables
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const where = and(eq(recheck.project, project.id), inArray(recheck.id, ids))!
  const next = rows.map((row) => ({ ...row, state, by: actor.id, at, reason, since: seq, until: null }))
  await replace(tx, 'recheck', seq, where, next)
  return [{ kind: 'rechecks.answered', rechecks: ids, state, by: actor.id, at }]
}

/** What happened to a decision by another way answers the re-check that waited for it. */
export async function answerWaiting(
  tx: Writer,
  asked: Asked,
  of: { dispute: string } | { decisions: readonly string[] },
  state: Answer,
  reason: string | null,
): Promise<Fact[]> {
  const { recheck } = tx.tables
  const which: SQL | undefined =
    'dispute' in of ? eq(recheck.dispute, of.dispute) : inArray(recheck.decision, [...of.decisions])
  if ('decisions' in of && of.decisions.length === 0) return []
  const where = and(which, eq(recheck.state, 'waiting'))
  return answerRechecks(tx, asked, await present(tx, 'recheck', asked.project.id, where), state, reason)
}

/** What was done, and what was not with its code; where nothing could be done, the first reason is the answer. */
export function partly<Done extends object>(done: readonly Done[], refused: readonly Refused[]) {
  const first = refused[0]
  if (done.length === 0 && first) throw first.refusal
  return { done, refused: refused.map(({ recheck, refusal }) => ({ recheck, code: refusal.code })) }
}
