import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import type { GoldRecord } from '#shared/gold.ts'
import { canonical } from '#shared/question.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Asked, Handler, Result } from '../../command.ts'
import { present } from '../../store/rows.ts'
import type { Writer } from '../../store/store.ts'
import { handfuls } from '../named.ts'
import { answerOf, refuseLeft } from '../rows-left.ts'
import { dropGroundless } from '../sanction/ground.ts'
import { openSanctions } from '../sanction/record.ts'
import { sortGold } from './read.ts'

/** Whoever could be judged by gold must not learn which items have it before they are. */
const toLeads = { roles: ['lead', 'auditor'] as ('lead' | 'auditor')[] }
const columns = [
  'project',
  'id',
  'item',
  'question',
  'value',
  'source',
  'chosen',
  'probability',
  'state',
  'since',
  'until',
] as const

/** Brings decisions made elsewhere, without a panel: a basis of its own that any rater may challenge. */
export const importGold: Handler<'gold.import'> = async (tx, input, asked) => {
  const { source, chosen, probability, rows, leaveOut } = input
  if (chosen === 'random' && probability === undefined) throw new Refusal('probability-needed')
  const sorted = await sortGold(tx, asked.project.id, rows)
  refuseLeft(sorted.left, rows.length, leaveOut)
  const gold = [...sorted.fresh, ...sorted.changed].map(
    ({ item, question, value, old }): GoldRecord => ({
      id: old?.id ?? asked.newId(),
      item,
      question,
      value,
      source,
      chosen,
      probability: chosen === 'random' ? probability! : null,
      state: 'stands',
    }),
  )
  const ended = sorted.changed.map(({ old }) => old!.id)
  await endGold(tx, asked.project.id, asked.seq, ended)
  await writeGold(tx, asked.project.id, asked.seq, gold)
  if (gold.length === 0) return { facts: [], told: [], answer: { ...answerOf(sorted) } }
  const event: Fact = { kind: 'gold.imported', gold }
  return withGround(tx, asked, event, { ...answerOf(sorted) })
}

/** Takes gold back: what it said of votes is unsaid. Gold that a panel is hearing stays until the decision. */
export const withdrawGold: Handler<'gold.withdraw'> = async (tx, { gold: ids }, asked) => {
  const found = []
  for (const some of handfuls(ids))
    found.push(...(await present(tx, 'gold', asked.project.id, inArray(tx.tables.gold.id, some))))
  if (found.length < ids.length) throw new Refusal('not-found')
  if (found.some(({ state }) => state === 'challenged')) throw new Refusal('gold-heard')
  await endGold(tx, asked.project.id, asked.seq, ids)
  return withGround(tx, asked, { kind: 'gold.withdrawn', gold: ids }, { withdrawn: ids.length })
}

/** Gold marks change with it, and so may what is proposed against a rater by them. */
async function withGround(
  tx: Writer,
  asked: Asked,
  event: Fact,
  answer: Record<string, unknown>,
): Promise<Result> {
  const open = await openSanctions(tx, asked.project.id)
  const ground = await dropGroundless(
    tx,
    asked,
    open.map(({ rater }) => rater),
  )
  return { facts: [event, ...ground.facts], told: [{ to: toLeads, event }, ...ground.told], answer }
}

async function endGold(tx: Writer, project: string, seq: number, ids: readonly string[]) {
  const { gold } = tx.tables
  for (const some of handfuls(ids))
    await tx
      .update(gold)
      .set({ until: seq })
      .where(and(eq(gold.project, project), isNull(gold.until), inArray(gold.id, some)))
}

async function writeGold(tx: Writer, project: string, seq: number, gold: readonly GoldRecord[]) {
  for (const some of handfuls(gold))
    await tx.bulk(
      'gold',
      columns,
      some.map(({ id, item, question, value, source, chosen, probability, state }) => [
        project,
        id,
        item,
        question,
        canonical(value),
        source,
        chosen,
        probability,
        state,
        seq,
        null,
      ]),
    )
}
