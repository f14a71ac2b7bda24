import { and, eq, inArray } from 'drizzle-orm'
import { agrees } from '#shared/decision.ts'
import type { Value } from '#shared/question.ts'
import type { DecisionRecord } from '#shared/record.ts'
import { split } from '#shared/split.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { voteRecord } from './dispute-record.ts'
import { externalsOf } from './external.ts'
import { questionsOf } from './round.ts'

export type UpheldVote = {
  vote: string
  /** The id its tool gave the item. */
  item: string
  question: string
  value: Value
  decided: Pick<DecisionRecord, 'kind' | 'values'>
  seq: number
}

/** Minority votes of these raters that the decision which holds now calls right. `seq`: the entry that said so. */
export async function upheldVotes(
  read: Reader,
  project: string,
  raters: readonly string[],
): Promise<UpheldVote[]> {
  if (raters.length === 0) return []
  const { mark, decision, disputeVote } = read.tables
  const marks = (
    await present(read, 'mark', project, and(inArray(mark.rater, [...raters]), eq(mark.basis, 'decision')))
  ).filter((one) => one.mark === 'right' && one.decision !== null)
  if (marks.length === 0) return []
  const decisions = await present(read, 'decision', project, eq(decision.state, 'signed'))
  const signed = new Map(decisions.map((one) => [one.id, one]))
  const questions = new Map((await questionsOf(read, project)).map((one) => [one.key, one]))
  const externals = await externalsOf(
    read,
    marks.map((one) => one.item),
  )
  const upheld: UpheldVote[] = []
  for (const one of marks) {
    const question = questions.get(one.question)
    const decided = signed.get(one.decision!)
    if (!question || !decided) continue
    const votes = (await read.select().from(disputeVote).where(eq(disputeVote.dispute, decided.dispute)))
      .filter((row) => row.question === one.question && row.late === 0)
      .map(voteRecord)
    const own = votes.find(({ vote }) => vote === one.vote)
    const { majority } = split(
      question,
      votes.map(({ value }) => value),
    )
    if (!own || majority === null || agrees(question, majority, own.value)) continue
    const { kind, values } = decided
    upheld.push({
      vote: own.vote,
      item: externals.get(one.item) ?? '',
      ...{ question: one.question, value: own.value, decided: { kind, values }, seq: one.since },
    })
  }
  return upheld.sort((a, b) => a.seq - b.seq)
}
