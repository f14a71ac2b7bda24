import { eq } from 'drizzle-orm'
import type { Question } from '#shared/question.ts'
import type { DecisionRecord } from '#shared/record.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { chancesOf, notBlindRounds } from './decision-chance.ts'
import { decisionRecord } from './dispute-record.ts'
import { questionsOf } from './round.ts'
import { giveTurn } from './standing/kept.ts'
import { type VoteRow, votesOfItems } from './vote.ts'

/** Items whose votes are read at once. */
const ITEMS_AT_ONCE = 150

/** A question of an item that a panel has decided, with all votes on it. */
export type DecidedCase = {
  item: string
  question: Question
  decision: DecisionRecord
  /** Drawn at random and decided blind: it counts in rates, `weight` being 1 over the chance of the draw. */
  sampled: boolean
  weight: number
  votes: VoteRow[]
}

/** Every case whose decision stands and whose question has a cautious pole, some items at a time. */
export async function* decidedCases(read: Reader, project: string): AsyncGenerator<DecidedCase> {
  const asked = (await questionsOf(read, project)).filter(({ cautious }) => cautious !== null)
  const questions = new Map(asked.map((one) => [one.key, one]))
  const disputes = new Map((await present(read, 'dispute', project)).map((one) => [one.id, one]))
  const signed = (await present(read, 'decision', project, eq(read.tables.decision.state, 'signed'))).filter(
    ({ dispute, question }) => disputes.get(dispute)?.state === 'decided' && questions.has(question),
  )
  const chances = await chancesOf(read, project, null)
  const unblind = await notBlindRounds(read, project, null)
  const items = [...Map.groupBy(signed, ({ item }) => item)]
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) {
    const some = items.slice(from, from + ITEMS_AT_ONCE)
    const ids = some.map(([item]) => item)
    const votes = Map.groupBy(await votesOfItems(read, ids), ({ item, question }) => `${item} ${question}`)
    for (const row of some.flatMap(([, own]) => own)) {
      const chance = chances.get(row.dispute)
      const sampled = chance?.random === true && !unblind.has(`${row.dispute}/${row.round}`)
      yield {
        item: row.item,
        question: questions.get(row.question)!,
        decision: decisionRecord(row),
        sampled,
        weight: sampled ? 1 / (chance.probability ?? 1) : 1,
        votes: votes.get(`${row.item} ${row.question}`) ?? [],
      }
    }
    await giveTurn(read)
  }
}
