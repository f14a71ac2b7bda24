import { inArray } from 'drizzle-orm'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'

type Decided = Pick<Schema['decision']['$inferSelect'], 'id' | 'question' | 'rationale' | 'ballots'>

/** The words in which decisions answer: the rationale or, where one was signed by consent, what its ballots argue. */
export async function wordsOf(read: Reader, decisions: readonly Decided[]): Promise<Map<string, string>> {
  const { ballot } = read.tables
  const unworded = decisions
    .filter(({ rationale }) => rationale.trim() === '')
    .flatMap(({ ballots }) => ballots)
  const said =
    unworded.length === 0
      ? []
      : await read
          .select({ id: ballot.id, words: ballot.arguments })
          .from(ballot)
          .where(inArray(ballot.id, unworded))
  const argued = new Map(said.map(({ id, words }) => [id, words]))
  return new Map(
    decisions.map(({ id, question, rationale, ballots }) => [
      id,
      rationale.trim() || ballots.map((one) => argued.get(one)?.[question] ?? '').join('\n'),
    ]),
  )
}
