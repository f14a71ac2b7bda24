import { and, eq, inArray, isNull, lte } from 'drizzle-orm'
import { waitsForPanel } from '#shared/dispute.ts'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import type { MarkRecord } from '#shared/mark.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler } from '../../command.ts'
import { retire } from '../../store/rows.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { disputeOf, roomRecords } from '../dispute-record.ts'
import { writeMarks } from '../mark.ts'
import { dropGroundless } from '../sanction/ground.ts'
import { tell } from '../told.ts'
import { admit } from './admission.ts'
import { closeHearing } from './hearing.ts'
import { type AppealRow, appealOf, moveAppeal, tellAppeal } from './record.ts'

/** A stage of an appeal is over: what nobody answered is heard, what nobody could hear lapses. */
export const escalateAppeal: Handler<'appeal.escalate'> = async (tx, { appeal: id }, asked) => {
  const appeal = await appealOf(tx, asked.project.id, id)
  if (asked.at < appeal.due) throw new Refusal('appeal-not-due')
  if (appeal.state === 'filed') return admit(tx, asked, appeal, { by: 'clock', fallback: false, words: '' })
  if (appeal.state !== 'admitted') throw new Refusal('appeal-settled')
  return lapse(tx, asked, appeal)
}

/** Nobody was left to hear it: its hearing ends, and the votes it covers are excused. */
async function lapse(tx: Writer, asked: Asked, appeal: AppealRow) {
  const project = asked.project.id
  const hearing = await disputeOf(tx, project, appeal.hearing!)
  if (!waitsForPanel(hearing)) throw new Refusal('appeal-not-due')
  const closed = await closeHearing(tx, asked, hearing)
  const marks = appeal.votes.map(
    (vote): MarkRecord => ({
      vote,
      basis: 'decision',
      mark: 'excused',
      cause: null,
      because: 'unheard',
      decision: null,
    }),
  )
  await writeMarks(tx, asked, hearing, marks)
  const marked: Fact = { kind: 'votes.marked', dispute: hearing.id, marks }
  const gold = await unsay(tx, asked, appeal)
  const { row, fact } = await moveAppeal(tx, asked, appeal, { state: 'lapsed', answeredAt: asked.at })
  const ground = await dropGroundless(tx, asked, [appeal.rater])
  return {
    facts: [...closed.facts, marked, ...gold, fact, ...ground.facts],
    told: [
      ...closed.told,
      ...(await tell(tx, project, hearing, [marked])),
      ...gold.map((event): Told => ({ to: { roles: ['lead', 'auditor'] }, event })),
      ...(await tellAppeal(tx, project, row, [fact])),
      ...ground.told,
    ],
    subject: appeal.id,
    answer: { state: 'lapsed', hearing: null },
  }
}

/** Gold that was challenged and that nobody could hear says nothing any more; it can be imported again. */
async function unsay(tx: Writer, asked: Asked, { basis, target }: AppealRow): Promise<Fact[]> {
  if (basis !== 'gold') return []
  const { gold } = tx.tables
  await retire(tx, 'gold', asked.seq, and(eq(gold.project, asked.project.id), eq(gold.id, target))!)
  return [{ kind: 'gold.withdrawn', gold: [target] }]
}

/** Appeals whose stage is over, for the clock. */
export async function overdueAppeals(
  read: Reader,
  now: number,
): Promise<{ project: string; appeal: string; due: number }[]> {
  const { appeal, dispute } = read.tables
  const due = await read
    .select()
    .from(appeal)
    .where(and(isNull(appeal.until), inArray(appeal.state, ['filed', 'admitted']), lte(appeal.due, now)))
  const found: { project: string; appeal: string; due: number }[] = []
  for (const row of due) {
    const [room] =
      row.hearing === null ? [] : await roomRecords(read, row.project, eq(dispute.id, row.hearing))
    if (row.state === 'filed' || (room && waitsForPanel(room)))
      found.push({ project: row.project, appeal: row.id, due: row.due })
  }
  return found
}
