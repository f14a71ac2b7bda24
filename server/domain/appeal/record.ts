import { and, eq } from 'drizzle-orm'
import type { AppealFact, AppealState } from '#shared/appeal.ts'
import type { Told } from '#shared/events.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked } from '../../command.ts'
import { present, supersede } from '../../store/rows.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { appealRecord } from '../fair-state.ts'
import { membersOf } from '../told.ts'

export type AppealRow = Schema['appeal']['$inferSelect']
export type AppealFiled = Extract<AppealFact, { kind: 'appeal.filed' }>
export type AppealMoved = Extract<AppealFact, { kind: 'appeal.moved' }>

export async function appealOf(read: Reader, project: string, id: string): Promise<AppealRow> {
  const [row] = await present(read, 'appeal', project, eq(read.tables.appeal.id, id))
  if (!row) throw new Refusal('not-found')
  return row
}

/** The appeal against this very dispute, gold answer or review that is open now; there is never more than one. */
export async function openAgainst(
  read: Reader,
  project: string,
  target: string,
  state?: AppealState,
): Promise<AppealRow | undefined> {
  const rows = await present(read, 'appeal', project, eq(read.tables.appeal.target, target))
  return rows.find((row) => (state ? row.state === state : row.state === 'filed' || row.state === 'admitted'))
}

/** The appeal a dispute hears and has not answered. */
export async function heardBy(
  read: Reader,
  project: string,
  { appeal }: { appeal: string | null },
): Promise<AppealRow | undefined> {
  if (appeal === null) return
  const row = await appealOf(read, project, appeal)
  return row.state === 'admitted' ? row : undefined
}

type Move = Partial<
  Pick<AppealRow, 'due' | 'answeredBy' | 'fallback' | 'hearing' | 'answeredAt' | 'answer'>
> & { state: AppealState }
/** What becomes of an appeal; the words said with it stand in its row alone. */
export async function moveAppeal(
  tx: Writer,
  { project, seq }: Pick<Asked, 'project' | 'seq'>,
  row: AppealRow,
  move: Move,
): Promise<{ row: AppealRow; fact: AppealMoved }> {
  const { appeal: table } = tx.tables
  const where = and(eq(table.project, project.id), eq(table.id, row.id))!
  const next = await supersede(tx, 'appeal', seq, where, row, { answer: '', ...move })
  const { id, state, due, answeredBy, fallback, hearing, answeredAt } = appealRecord(next)
  return {
    row: next,
    fact: { kind: 'appeal.moved', appeal: id, state, due, answeredBy, fallback, hearing, answeredAt },
  }
}

/** Words that stand where no name may: nobody is behind them. */
export const machines: readonly string[] = ['clock', 'rules', 'host']
const unnamed = (by: string | null) => (by === null || machines.includes(by) ? by : '')

/**
 * Leads and owners hear of an appeal whole, auditors without who is who, the rater and whoever filed it without anybody
 * else's name. Panelists hear nothing of it: any of them may be asked to hear it.
 */
export async function tellAppeal(
  read: Reader,
  project: string,
  row: Pick<AppealRow, 'rater' | 'by'>,
  facts: readonly (AppealFiled | AppealMoved)[],
  /** Panels that have answered it. */
  panels: readonly string[] = [],
): Promise<Told[]> {
  const own = (await membersOf(read, project, [row.rater])).get(row.rater)
  const members = [...new Set([...(own ? [own] : []), row.by, ...panels])]
  return facts.flatMap((fact): Told[] =>
    fact.kind === 'appeal.filed'
      ? [
          { to: { roles: ['auditor'] }, event: { ...fact, appeal: { ...fact.appeal, rater: '', by: '' } } },
          { to: { members: own ? [own] : [] }, event: { ...fact, appeal: { ...fact.appeal, by: '' } } },
          { to: { roles: ['lead'] }, event: fact },
        ]
      : [
          { to: { roles: ['auditor'], members }, event: { ...fact, answeredBy: unnamed(fact.answeredBy) } },
          { to: { roles: ['lead'] }, event: fact },
        ],
  )
}

/** What was filed, as the record keeps it: without its reason, which is text. */
export const filedFact = (row: AppealRow): AppealFiled => ({
  kind: 'appeal.filed',
  appeal: appealRecord(row),
})

/** The entries in which something became of the appeals that cover a vote. */
export async function appealEntries(
  read: Reader,
  project: string,
  { vote, rater, item }: { vote: string; rater: string; item: string },
): Promise<number[]> {
  const { appeal } = read.tables
  const rows = await read
    .select({ since: appeal.since, votes: appeal.votes })
    .from(appeal)
    .where(and(eq(appeal.project, project), eq(appeal.rater, rater), eq(appeal.item, item)))
  return rows.filter(({ votes }) => votes.includes(vote)).map(({ since }) => since)
}
