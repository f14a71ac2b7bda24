import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm'
import { type Acknowledgement, bindingVersion, type GuidelineHead } from '#shared/guideline.ts'
import type { Question } from '#shared/question.ts'
import type { Reader } from '../../store/store.ts'
import { type AsOf, counting, holding } from '../as-of.ts'
import { acknowledgements, guidelineHeads } from '../guideline.ts'
import { giveTurn } from './kept.ts'

/** A vote as standing reads it: its value stays a canonical string. */
export type CastVote = {
  id: string
  item: string
  question: string
  rater: string
  value: string
  version: number | null
  at: number | null
}
/** Items read at once at most, and the votes that one reading aims at: some milliseconds, however many vote on an item. */
const ITEMS_AT_ONCE = 100
const VOTES_AT_ONCE = 500

/** The votes that counted then on these items, all votes of an item in one batch. */
export async function* votesByItem(
  read: Reader,
  items: Iterable<string> | AsyncIterable<string>,
  as: AsOf,
): AsyncGenerator<CastVote[][]> {
  let some: string[] = []
  let size = ITEMS_AT_ONCE / 10
  const batch = async () => {
    const votes = await castOn(read, some, as)
    size = Math.min(ITEMS_AT_ONCE, Math.ceil((VOTES_AT_ONCE * some.length) / (votes.length + 1)))
    return [...Map.groupBy(votes, ({ item }) => item).values()]
  }
  for await (const item of items) {
    some.push(item)
    if (some.length < size) continue
    yield await batch()
    some = []
    await giveTurn(read)
  }
  if (some.length > 0) yield await batch()
}

async function castOn(read: Reader, items: readonly string[], as: AsOf): Promise<CastVote[]> {
  const { vote, imports } = read.tables
  return read
    .select(columnsOf(read))
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(inArray(vote.item, [...items]), counting(read.tables, as)))
}

/** A rater's votes that counted then, in the order of their ids, from after one of them on. */
export async function votesOfRater(
  read: Reader,
  rater: string,
  { after, limit }: { after: string; limit: number },
  as: AsOf,
): Promise<CastVote[]> {
  const { vote, imports } = read.tables
  return read
    .select(columnsOf(read))
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(eq(vote.rater, rater), gt(vote.id, after), counting(read.tables, as)))
    .orderBy(asc(vote.id))
    .limit(limit)
}

export const columnsOf = ({ tables: { vote } }: Reader) => ({
  id: vote.id,
  item: vote.item,
  question: vote.question,
  rater: vote.rater,
  value: vote.value,
  version: vote.version,
  at: vote.at,
})

/** Rows of items in one page of the table. */
const IDS_AT_ONCE = 2000
/** Every item that somebody has brought to the project, each once. */
export async function* itemsOfProject(read: Reader, project: string): AsyncGenerator<string> {
  const { item, imports } = read.tables
  const done = await read
    .select({ id: imports.id })
    .from(imports)
    .where(and(eq(imports.project, project), isNotNull(imports.seq)))
  const seen = new Set(done.map(({ id }) => id))
  for (let after = { id: '', import: '' }, last = ''; ; ) {
    const rows = await read
      .select({ id: item.id, import: item.import })
      .from(item)
      // Not by the index of the project, from which every page would be sorted anew.
      .where(
        and(
          sql`${item.project} || '' = ${project}`,
          sql`(${item.id}, ${item.import}) > (${after.id}, ${after.import})`,
        ),
      )
      .orderBy(asc(item.id), asc(item.import))
      .limit(IDS_AT_ONCE)
    for (const row of rows) {
      if (row.id === last || !seen.has(row.import)) continue
      last = row.id
      yield row.id
    }
    if (rows.length < IDS_AT_ONCE) return
    after = rows.at(-1)!
    await giveTurn(read)
  }
}

/** What follows for a vote from the questions and the guideline as they were then. */
export type Law = {
  questions: ReadonlyMap<string, Question>
  bound(vote: Pick<CastVote, 'rater' | 'version' | 'at'>): number | null
}
export async function lawOf(read: Reader, project: string, as: AsOf): Promise<Law> {
  const { question, guideline, acknowledgement } = read.tables
  const asked = await read
    .select({ body: question.body })
    .from(question)
    .where(and(eq(question.project, project), holding(question, as)))
  const began = new Map(
    (
      await read
        .select({ version: guideline.version, since: guideline.since })
        .from(guideline)
        .where(eq(guideline.project, project))
    ).map(({ version, since }) => [version, since]),
  )
  const heads = (await guidelineHeads(read, project, [])).filter(
    ({ version }) => as === null || began.get(version)! <= as,
  )
  const acknowledged = Map.groupBy(
    heads.length === 0 ? [] : await acknowledgementsThen(read, project, acknowledgement, as),
    ({ rater }) => rater,
  )
  return {
    questions: new Map(asked.map(({ body }) => [body.key, body])),
    bound: boundBy(heads, acknowledged),
  }
}

async function acknowledgementsThen(
  read: Reader,
  project: string,
  { rater, version, since, project: of }: Reader['tables']['acknowledgement'],
  as: AsOf,
): Promise<Acknowledgement[]> {
  const all = await acknowledgements(read, project)
  if (as === null) return all
  const rows = await read
    .select({ rater, version, since })
    .from(read.tables.acknowledgement)
    .where(eq(of, project))
  const then = new Set(rows.filter((row) => row.since <= as).map((row) => `${row.rater}/${row.version}`))
  return all.filter((one) => then.has(`${one.rater}/${one.version}`))
}

function boundBy(
  heads: readonly GuidelineHead[],
  acknowledged: ReadonlyMap<string, readonly Acknowledgement[]>,
): Law['bound'] {
  if (heads.length === 0) return () => null
  return (vote) => bindingVersion(heads, vote, acknowledged.get(vote.rater)).version?.version ?? null
}
