import { and, asc, count, eq, gt, inArray, isNotNull, isNull, or } from 'drizzle-orm'
import { agrees } from '#shared/decision.ts'
import { type GoldState, goldStates } from '#shared/gold.ts'
import type { Value } from '#shared/question.ts'
import { Refusal } from '#shared/refusals.ts'
import { snippetOf } from '#shared/snippet.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { questionsByKey } from '../named.ts'
import { itemsOf, type VoteRow, votesOfItems } from '../vote.ts'

/** Gold on one page; raters named for each that are marked wrong by it. */
const PAGE = 50
const NAMED = 20

/** Gold by item, with how many votes agree with it and whose do not. `names`: whether the asker may read who raters are. */
export async function goldPage(
  read: Reader,
  project: string,
  { state, after, names }: { state?: GoldState; after?: string; names: boolean },
) {
  const found = await pageOf(read, project, state, after)
  const page = found.slice(0, PAGE)
  const ids = [...new Set(page.map(({ item }) => item))]
  const items = await itemsOf(read, project, ids)
  const questions = await questionsByKey(read, project)
  const votes = Map.groupBy(await votesOfItems(read, ids), ({ item, question }) => `${item} ${question}`)
  const appeals = await appealsOn(
    read,
    project,
    page.map(({ id }) => id),
  )
  const split = page.map((gold) => {
    const value = JSON.parse(gold.value) as Value
    const question = questions.get(gold.question)
    const own = votes.get(`${gold.item} ${gold.question}`) ?? []
    const against = question ? own.filter((vote) => !agrees(question, value, vote.value)) : []
    return { gold, value, right: own.length - against.length, against }
  })
  const raters = names
    ? await externalsOf(
        read,
        split.flatMap(({ against }) => against.slice(0, NAMED)),
      )
    : null
  const named = ({ vote, rater, value }: VoteRow) => ({
    vote,
    external: raters?.get(rater) ?? '',
    value,
  })
  return {
    rows: split.map(({ gold, value, right, against }) => {
      const { external, language, ...item } = items.get(gold.item)!
      const { id, item: of, question, source, chosen, probability, state: now } = gold
      return {
        gold: id,
        item: of,
        external,
        snippet: snippetOf(item),
        language,
        question,
        value,
        source,
        chosen,
        probability,
        state: now,
        right,
        wrong: against.length,
        against: against.slice(0, NAMED).map(named).sort(byName),
        appeal: appeals.get(id) ?? null,
      }
    }),
    states: await statesOf(read, project),
    next: found.length > PAGE ? page.at(-1)!.id : null,
  }
}
const byName = (a: { external: string }, b: { external: string }) => (a.external < b.external ? -1 : 1)

/** One more than a page, by the items' own ids; gold on an item whose import was withdrawn waits until that comes back. */
async function pageOf(read: Reader, project: string, state?: GoldState, after?: string) {
  const { gold, item, imports } = read.tables
  const last = after === undefined ? undefined : await placeOf(read, project, after)
  const rows = await read
    .select({ gold })
    .from(gold)
    .innerJoin(item, and(eq(item.id, gold.item), isNull(item.until)))
    .innerJoin(imports, and(eq(imports.id, item.import), isNotNull(imports.seq), isNull(imports.until)))
    .where(
      and(
        eq(gold.project, project),
        isNull(gold.until),
        state ? eq(gold.state, state) : undefined,
        last &&
          or(gt(item.external, last.external), and(eq(item.external, last.external), gt(gold.id, last.id))),
      ),
    )
    .orderBy(asc(item.external), asc(gold.id))
    .limit(PAGE + 1)
  return rows.map((row) => row.gold)
}

async function placeOf(read: Reader, project: string, id: string) {
  const { gold, item } = read.tables
  const [row] = await read
    .select({ id: gold.id, external: item.external })
    .from(gold)
    .innerJoin(item, eq(item.id, gold.item))
    .where(and(eq(gold.project, project), eq(gold.id, id)))
    .limit(1)
  if (!row) throw new Refusal('not-found')
  return row
}

async function statesOf(read: Reader, project: string): Promise<Record<GoldState, number>> {
  const { gold } = read.tables
  const rows = await read
    .select({ state: gold.state, n: count() })
    .from(gold)
    .where(and(eq(gold.project, project), isNull(gold.until)))
    .groupBy(gold.state)
  const of = (state: GoldState) => rows.find((row) => row.state === state)?.n ?? 0
  return Object.fromEntries(goldStates.map((state) => [state, of(state)])) as Record<GoldState, number>
}

async function externalsOf(read: Reader, votes: readonly VoteRow[]): Promise<Map<string, string>> {
  const { rater } = read.tables
  const ids = [...new Set(votes.map((vote) => vote.rater))]
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ id: rater.id, external: rater.external })
    .from(rater)
    .where(inArray(rater.id, ids))
  return new Map(rows.map(({ id, external }) => [id, external]))
}

/** The newest appeal against each gold. */
async function appealsOn(
  read: Reader,
  project: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { appeal } = read.tables
  const rows = await present(
    read,
    'appeal',
    project,
    and(eq(appeal.basis, 'gold'), inArray(appeal.target, [...ids])),
  )
  const inTime = rows.sort((a, b) => a.filedAt - b.filedAt)
  return new Map(inTime.map(({ target, id }) => [target, id]))
}
