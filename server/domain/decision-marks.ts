import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Because } from '#shared/mark.ts'
import { canonical } from '#shared/question.ts'
import { type Book, type Counted, enterItem } from '#shared/standing-book.ts'
import type { Reader } from '../store/store.ts'
import { type AsOf, holding } from './as-of.ts'
import { type Chance, chancesOf, notBlindRounds } from './decision-chance.ts'
import { finalMarks, inHandfuls } from './finality.ts'
import { giveTurn } from './standing/kept.ts'
import { lawOf } from './standing/votes.ts'

export type DecisionMarked = Counted & {
  vote: string
  item: string
  because: Because
  decision: string | null
  /** The entry that marked it. */
  since: number
  /** How its case was chosen; a round in which somebody had seen the split stands apart. */
  way: 'sampled' | 'picked' | 'not-blind' | 'unheard'
}
/** `fits`: what may feed a bar (law 8): final, from a random draw, blind. */
export type DecisionBooks = {
  all: Book
  sampled: Book
  picked: Book
  notBlind: Book
  fits: Book
  /** Marks of cases that nobody could hear, by rater. */
  unheard: Map<string, number>
  /** The entry that made the first mark of a drawn case, by rater. */
  began: Map<string, number>
}

export async function decisionBooks(
  read: Reader,
  project: string,
  { raters, now }: { raters: readonly string[] | undefined; now: number },
  as: AsOf,
): Promise<DecisionBooks> {
  const marks = await decisionMarked(read, project, raters, as)
  const sampled = marks.filter(({ way }) => way === 'sampled')
  const final = await finalMarks(read, project, sampled, now, as)
  return {
    all: bookOf(marks.map((one) => ({ ...one, weight: 1 }))),
    sampled: bookOf(sampled),
    picked: bookOf(marks.filter(({ way }) => way === 'picked')),
    notBlind: bookOf(marks.filter(({ way }) => way === 'not-blind')),
    fits: bookOf(sampled.filter(({ vote }) => final.has(vote))),
    unheard: byRater(
      marks.filter(({ way }) => way === 'unheard'),
      (own) => own.length,
    ),
    began: byRater(sampled, (own) => own.reduce((first, { since }) => Math.min(first, since), own[0]!.since)),
  }
}

const byRater = <Said>(marks: readonly DecisionMarked[], say: (own: DecisionMarked[]) => Said) =>
  new Map([...Map.groupBy(marks, ({ rater }) => rater)].map(([rater, own]) => [rater, say(own)]))

function bookOf(marks: readonly DecisionMarked[]): Book {
  const book: Book = new Map()
  for (const own of Map.groupBy(marks, ({ item }) => item).values()) enterItem(book, own)
  return book
}

/** What panels say of votes, each with how its case came before them. */
export async function decisionMarked(
  read: Reader,
  project: string,
  raters: readonly string[] | undefined,
  as: AsOf,
): Promise<DecisionMarked[]> {
  const rows = await markRows(read, project, raters, as)
  const decisions = await decisionsOf(read, project, rows, as)
  const chances = await chancesOf(read, project, as)
  const unblind = await notBlindRounds(read, project, as)
  const law = await lawOf(read, project, as)
  return rows.map(({ id, rater, value, version, at, ...row }) => {
    const decision = row.decision === null ? undefined : decisions.get(row.decision)
    const chance = decision ? chances.get(decision.dispute) : undefined
    const seen = decision !== undefined && unblind.has(`${decision.dispute}/${decision.round}`)
    const only = decision?.values.length === 1 ? canonical(decision.values[0]!.value) : null
    return {
      ...row,
      vote: id,
      rater,
      weight: 1 / (chance?.probability ?? 1),
      said: value,
      should: row.mark === 'right' && only === null ? value : only,
      version: law.bound({ rater, version, at }),
      others: null,
      way: row.because === 'unheard' ? 'unheard' : seen ? 'not-blind' : wayOf(chance),
    }
  })
}

const wayOf = (chance: Chance | undefined) => (chance?.random ? 'sampled' : 'picked')

/** Marks read at once. */
const AT_ONCE = 2000
async function markRows(read: Reader, project: string, raters: readonly string[] | undefined, as: AsOf) {
  const { mark, vote } = read.tables
  const page = (where: ReturnType<typeof and>) =>
    read
      .select({
        id: mark.vote,
        rater: mark.rater,
        item: mark.item,
        question: mark.question,
        mark: mark.mark,
        because: mark.because,
        decision: mark.decision,
        since: mark.since,
        value: vote.value,
        version: vote.version,
        at: vote.at,
      })
      .from(mark)
      .innerJoin(vote, eq(vote.id, mark.vote))
      .where(and(eq(mark.project, project), eq(mark.basis, 'decision'), holding(mark, as), where))
  if (raters !== undefined) return inHandfuls(raters, (some) => page(inArray(mark.rater, some)))
  const found: Awaited<ReturnType<typeof page>> = []
  for (let after = ''; ; ) {
    const rows = await page(gt(mark.vote, after)).orderBy(asc(mark.vote)).limit(AT_ONCE)
    found.push(...rows)
    if (rows.length < AT_ONCE) return found
    after = rows.at(-1)!.id
    await giveTurn(read)
  }
}

async function decisionsOf(
  read: Reader,
  project: string,
  marks: readonly { decision: string | null }[],
  as: AsOf,
) {
  const { decision } = read.tables
  const ids = [...new Set(marks.flatMap((mark) => mark.decision ?? []))]
  const rows = await inHandfuls(ids, async (some) => {
    await giveTurn(read)
    return read
      .select({
        id: decision.id,
        dispute: decision.dispute,
        round: decision.round,
        values: decision.values,
      })
      .from(decision)
      .where(and(eq(decision.project, project), inArray(decision.id, some), holding(decision, as)))
  })
  return new Map(rows.map((row) => [row.id, row]))
}
