import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Basis, Because, MarkWord } from '#shared/mark.ts'
import { canonical, type Value } from '#shared/question.ts'
import { snippetOf } from '#shared/snippet.ts'
import type { Counted } from '#shared/standing-book.ts'
import type { Reader } from '../../store/store.ts'
import { type Moment, momentAsked } from '../as-of.ts'
import { decisionMarked } from '../decision-marks.ts'
import { inHandfuls } from '../finality.ts'
import { goldMarked, goldsOn } from '../gold/marks.ts'
import { majorityMarker } from '../majority-marks.ts'
import { reviewMarked } from '../review/marks.ts'
import { itemsOf } from '../vote.ts'
import type { Project } from '../who.ts'
import { giveTurn } from './kept.ts'
import { raterIn } from './rater.ts'
import { type CastVote, type Law, lawOf, votesByItem, votesOfRater } from './votes.ts'

/** Votes on one page. */
const PAGE = 50
/** Votes of the rater looked at between two turns of the loop. */
const LOOKED = 200

export type CellQuery = {
  basis: Basis
  question?: string
  /** Values as the confusion matrix has them, or as they are stored. */
  said?: string
  should?: string
  mark?: MarkWord
  /** A version's number; `none`: before the first bound. */
  version?: string
  after?: string
  at?: string
}
type Marked = Counted & { vote: string; item: string; because: Because }

/** The votes behind one figure of a rater's standing, by their ids, a page at a time. */
export async function votesBehind(
  read: Reader,
  project: Project,
  rater: string,
  query: CellQuery,
  { now, hidden = new Set() }: { now: number; hidden?: { has(item: string): boolean } },
) {
  await raterIn(read, project.id, rater)
  const moment = await momentAsked(read, project, query.at, now)
  const found: Marked[] = []
  for await (const some of markedOf(read, project.id, rater, query, moment)) {
    found.push(...some.filter((one) => fitsCell(one, query) && !hidden.has(one.item)))
    if (found.length > PAGE) break
    await giveTurn(read)
  }
  const page = found.slice(0, PAGE)
  const items = await itemsOf(read, project.id, [...new Set(page.map(({ item }) => item))])
  const cast = await castAt(
    read,
    page.map(({ vote }) => vote),
  )
  const rows = page.map((one) => {
    const item = items.get(one.item)
    return {
      vote: one.vote,
      item: one.item,
      external: item?.external ?? '',
      snippet: item ? snippetOf(item) : '',
      language: item?.language ?? null,
      question: one.question,
      value: JSON.parse(one.said) as Value,
      should: one.should === null ? null : (JSON.parse(one.should) as Value),
      mark: one.mark,
      because: one.because,
      version: one.version,
      at: cast.get(one.vote) ?? null,
    }
  })
  return { rows, next: found.length > PAGE ? page.at(-1)!.vote : null }
}

function fitsCell(one: Marked, { question, said, should, mark, version }: CellQuery): boolean {
  const is = (value: string | null, asked: string) => value === asked || value === canonical(asked)
  return (
    (question === undefined || one.question === question) &&
    (said === undefined || is(one.said, said)) &&
    (should === undefined || is(one.should, should)) &&
    (mark === undefined || one.mark === mark) &&
    (version === undefined || String(one.version ?? 'none') === version)
  )
}

/** The rater's votes with what the basis says of them, in the order of their ids. */
async function* markedOf(
  read: Reader,
  project: string,
  rater: string,
  { basis, after = '' }: CellQuery,
  { seq }: Moment,
): AsyncGenerator<Marked[]> {
  if (basis === 'decision' || basis === 'review') {
    const marks: Marked[] =
      basis === 'decision'
        ? await decisionMarked(read, project, [rater], seq)
        : await reviewMarked(read, project, [rater], seq)
    yield marks.filter(({ vote }) => vote > after).sort((a, b) => (a.vote < b.vote ? -1 : 1))
    return
  }
  const law = await lawOf(read, project, seq)
  const marker = basis === 'gold' ? goldMarker(read, project, law, seq) : majorityOf(read, law, seq)
  for (let last = after; ; ) {
    const votes = await votesOfRater(read, rater, { after: last, limit: LOOKED }, seq)
    if (votes.length > 0) yield await marker(votes)
    if (votes.length < LOOKED) return
    last = votes.at(-1)!.id
  }
}

const goldMarker =
  (read: Reader, project: string, law: Law, as: Moment['seq']) =>
  async (votes: readonly CastVote[]): Promise<Marked[]> => {
    const golds = await goldsOn(
      read,
      project,
      votes.map(({ item }) => item),
      as,
    )
    const items = new Map(votes.map(({ id, item }) => [id, item]))
    return goldMarked(law, golds, votes).map((one) => ({ ...one, item: items.get(one.vote)! }))
  }

function majorityOf(read: Reader, law: Law, as: Moment['seq']) {
  const marked = majorityMarker(law)
  return async (votes: readonly CastVote[]): Promise<Marked[]> => {
    const said = new Map<string, ReturnType<typeof marked>[number]>()
    for await (const items of votesByItem(read, new Set(votes.map(({ item }) => item)), as))
      for (const one of items.flatMap(marked)) said.set(one.vote, one)
    return votes.flatMap(({ id, item }) => {
      const one = said.get(id)
      return one ? [{ ...one, item, because: becauseOf(one) }] : []
    })
  }
}

function becauseOf({ mark, others }: Pick<Counted, 'mark' | 'others'>): Because {
  if (mark === 'right') return 'in-majority'
  if (mark === 'wrong') return 'against-majority'
  return others === null ? 'alone' : 'tied'
}

async function castAt(read: Reader, ids: readonly string[]): Promise<Map<string, number | null>> {
  const { vote } = read.tables
  const rows = await inHandfuls(ids, (some) =>
    read.select({ id: vote.id, at: vote.at }).from(vote).where(inArray(vote.id, some)),
  )
  return new Map(rows.map(({ id, at }) => [id, at]))
}

/** Items on which a dispute is open and undecided: their rater is told that it is being heard, and nothing else. */
export async function heardItems(read: Reader, project: string, rater: string): Promise<Set<string>> {
  const { dispute, vote } = read.tables
  const rows = await read
    .selectDistinct({ item: dispute.item })
    .from(dispute)
    .innerJoin(vote, eq(vote.item, dispute.item))
    .where(
      and(
        eq(dispute.project, project),
        eq(vote.rater, rater),
        isNull(dispute.until),
        isNull(dispute.appeal),
        inArray(dispute.state, ['open', 'voting', 'revealed']),
      ),
    )
  return new Set(rows.map(({ item }) => item))
}
