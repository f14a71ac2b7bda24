import { eq, inArray } from 'drizzle-orm'
import type { DisputeRecord } from '#shared/record.ts'
import { disputeRecords } from '../domain/dispute-record.ts'
import { guidelineHeads } from '../domain/guideline.ts'
import { bring } from './bring.ts'
import type { Calendar } from './calendar.ts'
import { type EarlierCase, pickedCases, sampledCases } from './cases/earlier.ts'
import { demoAppeals, demoBar, demoDoubts, earlierArgument } from './cases/fair.ts'
import { clauseOf, inBoth, languageOf } from './lines.ts'
import { as, ask, host, itemId, projectId, reader, type Telling, voteId } from './telling.ts'

/** The picked cases that were decided long ago; the others last week, so that their marks can still be appealed. */
const LONG_AGO = 11
/** One week's work of a panel. */
const WEEK = 12

/** The first batch, drawn whole before anybody decided any of it: what panels say of it is a rate. */
export async function drawBatch(telling: Telling) {
  await bring(telling, 'week-41', sampledCases)
  await telling.serving.installation.queues.freshen(await projectId(telling))
  await ask(telling, host, 'sample.draw', { size: sampledCases.length })
}

/** The weeks before anybody visits: a batch decided whole, hard cases picked from the queue, a bar and what came of it. */
export async function tellEarlier(telling: Telling, calendar: Calendar) {
  calendar.ago(41)
  await decide(telling, sampledCases.slice(0, WEEK))
  calendar.ago(34)
  await decide(telling, sampledCases.slice(WEEK))
  calendar.ago(29)
  await bring(telling, 'hard-cases', pickedCases)
  await decide(telling, pickedCases.slice(0, LONG_AGO))
  calendar.ago(27)
  const { appeal } = await file(telling, demoAppeals.refused)
  calendar.ago(26)
  const { words } = demoAppeals.refused
  await ask(telling, as(telling, 'lead'), 'appeal.refuse', { appeal: String(appeal), words })
  calendar.ago(24)
  const looked = calendar.date(-6)
  const reviews = [looked, calendar.date(22), calendar.date(50)]
  await ask(telling, as(telling, 'lead'), 'bar.set', { ...demoBar, reviews }, { ifMatch: 0 })
  calendar.ago(9)
  await decide(telling, pickedCases.slice(LONG_AGO))
  calendar.ago(6)
  await ask(telling, as(telling, 'lead'), 'bar.review', { date: looked })
  calendar.ago(1)
  await file(telling, demoAppeals.waiting)
}

async function file(telling: Telling, { item, reason }: { item: string; reason: string }) {
  const vote = await voteId(telling, { item, rater: 'r17', question: 'safe' })
  return ask(telling, as(telling, 'rater'), 'appeal.file', { vote, basis: 'decision', reason })
}

/** Both seats of each answer alike, and whoever chairs signs from the consent list. */
async function decide(telling: Telling, cases: readonly EarlierCase[]) {
  const named = new Map<string, EarlierCase>()
  for (const one of cases) named.set(await itemId(telling, one.item.external), one)
  const items = [...named.keys()].map((item) => ({ item, questions: ['safe'] }))
  const { opened } = (await ask(telling, as(telling, 'lead'), 'dispute.open', { items })) as {
    opened: { dispute: string }[]
  }
  const project = await projectId(telling)
  const { clauses } = (await guidelineHeads(reader(telling), project)).at(-1)!
  const { dispute: table } = reader(telling).tables
  const ids = opened.map(({ dispute }) => dispute)
  const disputes = await disputeRecords(reader(telling), project, inArray(table.id, ids))
  const chairs = new Map<string, string[]>()
  for (const dispute of disputes) {
    const one = named.get(dispute.item)!
    const chair = await hear(telling, dispute, one, clauses)
    chairs.set(chair, [...(chairs.get(chair) ?? []), dispute.id])
  }
  for (const [key, own] of chairs) await ask(telling, as(telling, key), 'decision.consent', { disputes: own })
}

/** Both answer alike, or a third is seated and they agree in the second round. Gives whoever chairs. */
async function hear(
  telling: Telling,
  dispute: DisputeRecord,
  { is, clause, cause, item }: EarlierCase,
  clauses: Parameters<typeof clauseOf>[1],
): Promise<string> {
  const cited = clauseOf(clause, clauses)
  const cast = async (round: number, { key, second }: Seated, value: EarlierCase['is']) =>
    ask(telling, as(telling, key), 'ballot.cast', {
      dispute: dispute.id,
      round,
      answers: [
        {
          ...{ question: 'safe', kind: 'value', values: [{ value, weight: 100 }], cause },
          ...{ confidence: 'high', clauses: cited ? [cited] : [], noClause: !cited },
        },
      ],
      arguments: { safe: inBoth(earlierArgument(value, cause, second), languageOf(key)) },
    })
  const panel = panelOf(telling, dispute)
  const doubts = demoDoubts.find((one) => one.item === item.external)
  for (const seat of panel) await cast(1, seat, seat.second && doubts ? doubts.first : is)
  if (doubts) {
    const { dispute: table } = reader(telling).tables
    const [now] = await disputeRecords(reader(telling), await projectId(telling), eq(table.id, dispute.id))
    for (const seat of panelOf(telling, now!)) await cast(2, seat, is)
  }
  return panel.find(({ chair }) => chair)!.key
}

type Seated = ReturnType<typeof panelOf>[number]
/** Whoever was seated, as the story knows them. */
function panelOf({ people }: Telling, { seats }: DisputeRecord) {
  const keyOf = new Map([...people].map(([key, { member }]) => [member, key]))
  return Object.values(seats)
    .filter(({ state }) => state === 'seated')
    .map(({ member, chair }, at) => ({ key: keyOf.get(member)!, chair, second: at > 0 }))
}
