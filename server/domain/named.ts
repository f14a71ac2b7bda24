import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { keyFrom } from '#shared/import/names.ts'
import { type LeftRow, leftRow } from '#shared/left-row.ts'
import { type Misread, type Question, readValue, type Value } from '#shared/question.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'

/** Names in one statement. */
const AT_ONCE = 1000

/** Names are compared in NFC, as votes are read: two ways to write が are one rater. */
export const plain = (name: string): string => name.normalize('NFC').trim()

export function* handfuls<One>(all: readonly One[]): Generator<One[]> {
  for (let from = 0; from < all.length; from += AT_ONCE) yield all.slice(from, from + AT_ONCE)
}

/** What a list's names mean here; `example`: a name that would have been known. */
export type Names = { known: Map<string, string>; example: string }

/** Ids of items by the ids their tool gave them; of imports done and not withdrawn. */
export async function itemsNamed(
  read: Reader,
  project: string,
  externals: readonly string[],
): Promise<Names> {
  const { item, imports } = read.tables
  const find = (some: string[] | null) =>
    read
      .select({ id: item.id, external: item.external })
      .from(item)
      .innerJoin(imports, eq(imports.id, item.import))
      .where(
        and(
          eq(item.project, project),
          isNull(item.until),
          isNotNull(imports.seq),
          isNull(imports.until),
          some ? inArray(item.external, some) : undefined,
        ),
      )
      .limit(some ? some.length : 1)
  return namesBy(find, externals)
}

/** Ids of raters by the ids their tool gave them. */
export async function ratersNamed(
  read: Reader,
  project: string,
  externals: readonly string[],
): Promise<Names> {
  const { rater, imports } = read.tables
  const find = (some: string[] | null) =>
    read
      .select({ id: rater.id, external: rater.external })
      .from(rater)
      .innerJoin(imports, eq(imports.id, rater.import))
      .where(
        and(
          eq(rater.project, project),
          isNotNull(imports.seq),
          some ? inArray(rater.external, some) : undefined,
        ),
      )
      .limit(some ? some.length : 1)
  return namesBy(find, externals)
}

async function namesBy(
  find: (some: string[] | null) => Promise<{ id: string; external: string }[]>,
  externals: readonly string[],
): Promise<Names> {
  const known = new Map<string, string>()
  for (const some of handfuls([...new Set(externals.map(plain))]))
    for (const { id, external } of await find(some)) known.set(external, id)
  const [one] = await find(null)
  return { known, example: one?.external ?? '' }
}

/** The project's questions as they are now, by key. */
export async function questionsByKey(read: Reader, project: string): Promise<Map<string, Question>> {
  const rows = await present(read, 'question', project)
  return new Map(rows.map(({ body }) => [body.key, body]))
}

/** The question a name means: its key, or the key that the name of a column becomes. */
export function questionNamed(questions: ReadonlyMap<string, Question>, name: string): Question | undefined {
  return questions.get(name.trim()) ?? questions.get(keyFrom(name, 0))
}

/** Reads an answer as votes are read: full-width digits and blanks do not count, a list of one is a single choice. */
export function readAnswer(
  question: Question,
  raw: unknown,
  row: number,
): { value: Value } | { left: LeftRow } {
  const bare = Array.isArray(raw) && raw.length === 1 && question.type !== 'multi' ? raw[0] : raw
  const read = readValue(question, bare)
  if ('value' in read) return read
  const { found, suggestion } = read
  return { left: leftRow(row, 'value-unfit', { found, expected: expectedOf(read), meant: suggestion }) }
}

/** Options named at most; answers say no more than a screen can hold. */
const NAMED = 12
/** The project's own words, so that they read the same in every language. */
function expectedOf({ options, scale }: Misread): string {
  if (options.length > 0) return namedIn(options)
  return scale ? `${scale.min}–${scale.max}` : '0, 1.5, -2, …'
}

export const namedIn = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''}`
