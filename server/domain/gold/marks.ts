import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { goldMark } from '#shared/gold-mark.ts'
import type { Because } from '#shared/mark.ts'
import type { Value } from '#shared/question.ts'
import { type Book, type Counted, enterItem } from '#shared/standing-book.ts'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'
import { type AsOf, holding } from '../as-of.ts'
import { inHandfuls } from '../finality.ts'
import { giveTurn, keptOrMade } from '../standing/kept.ts'
import { goldStamp, votesStamp } from '../standing/stamp.ts'
import { type CastVote, type Law, lawOf, votesByItem } from '../standing/votes.ts'

type GoldRow = Schema['gold']['$inferSelect']
/** Gold by `item question`. */
export type Golds = ReadonlyMap<string, GoldRow>
export type GoldMarked = Counted & { vote: string; because: Because; random: boolean }
/** Of the votes on items that have a gold answer: all, those whose items were drawn at random, weighted by it, and the rest. */
export type GoldBooks = { all: Book; sampled: Book; picked: Book }

export async function goldBooks(read: Reader, project: string, as: AsOf): Promise<GoldBooks> {
  const stamp = `${await votesStamp(read, project, as)} ${await goldStamp(read, project, as)}`
  return keptOrMade(read, `gold ${project} ${as === null ? 'now' : 'then'}`, stamp, async () => {
    const books: GoldBooks = { all: new Map(), sampled: new Map(), picked: new Map() }
    const law = await lawOf(read, project, as)
    const golds = await goldsOf(read, project, as)
    const items = new Set([...golds.values()].map(({ item }) => item))
    for await (const batch of votesByItem(read, items, as))
      for (const votes of batch) {
        const marks = goldMarked(law, golds, votes)
        enterItem(
          books.all,
          marks.map((one) => ({ ...one, weight: 1 })),
        )
        enterItem(
          books.sampled,
          marks.filter(({ random }) => random),
        )
        enterItem(
          books.picked,
          marks.filter(({ random }) => !random),
        )
      }
    return books
  })
}

/** What gold says of the votes on one item; those without a gold answer are left out. */
export function goldMarked(law: Law, golds: Golds, votes: readonly CastVote[]): GoldMarked[] {
  return votes.flatMap((vote) => {
    const gold = golds.get(`${vote.item} ${vote.question}`)
    const question = law.questions.get(vote.question)
    if (!gold || !question) return []
    const answer = { value: JSON.parse(gold.value) as Value, state: gold.state }
    return [
      {
        vote: vote.id,
        rater: vote.rater,
        question: vote.question,
        ...goldMark(question, answer, JSON.parse(vote.value) as Value),
        weight: 1 / (gold.probability ?? 1),
        said: vote.value,
        should: gold.value,
        version: law.bound(vote),
        others: null,
        random: gold.chosen === 'random',
      },
    ]
  })
}

/** Answers read at once. */
const AT_ONCE = 2000
/** The gold answers that stood then. */
export async function goldsOf(read: Reader, project: string, as: AsOf): Promise<Golds> {
  const { gold } = read.tables
  const found = new Map<string, GoldRow>()
  for (let after = ''; ; ) {
    const rows = await read
      .select()
      .from(gold)
      .where(and(eq(gold.project, project), holding(gold, as), gt(gold.id, after)))
      .orderBy(asc(gold.id))
      .limit(AT_ONCE)
    for (const row of rows) found.set(`${row.item} ${row.question}`, row)
    if (rows.length < AT_ONCE) return found
    after = rows.at(-1)!.id
    await giveTurn(read)
  }
}

/** The gold answers that stood then on these items. */
export async function goldsOn(
  read: Reader,
  project: string,
  items: readonly string[],
  as: AsOf,
): Promise<Golds> {
  const { gold } = read.tables
  const rows = await inHandfuls([...new Set(items)], (some) =>
    read
      .select()
      .from(gold)
      .where(and(eq(gold.project, project), inArray(gold.item, some), holding(gold, as))),
  )
  return new Map(rows.map((row) => [`${row.item} ${row.question}`, row]))
}
