import { and, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Block } from '#shared/content.ts'
import type { Question } from '#shared/question.ts'
import { present } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'

export interface KnownItem {
  id: string
  /** Null when the import that brought it was withdrawn: the id is kept, the item comes anew. */
  now: { content: Block[]; language: string | null; tags: string[]; expected: number | null } | null
}

/** Items that imports have brought, by external id. Those of imports not done do not exist. */
export async function knownItems(
  read: Reader,
  project: string,
  externals: readonly string[],
): Promise<Map<string, KnownItem>> {
  const { item, imports } = read.tables
  const known = new Map<string, KnownItem>()
  if (externals.length === 0) return known
  const rows = await read
    .select({ row: item, withdrawn: imports.until })
    .from(item)
    .innerJoin(imports, eq(imports.id, item.import))
    .where(and(eq(item.project, project), inArray(item.external, [...externals]), isNotNull(imports.seq)))
  for (const { row, withdrawn } of rows) {
    const { id, external, content, language, tags, expected } = row
    if (row.until === null && withdrawn === null)
      known.set(external, { id, now: { content, language, tags, expected } })
    else if (!known.has(external)) known.set(external, { id, now: null })
  }
  return known
}

export async function knownRaters(
  read: Reader,
  project: string,
  externals: readonly string[],
): Promise<Map<string, string>> {
  const { rater, imports } = read.tables
  if (externals.length === 0) return new Map()
  const rows = await read
    .select({ id: rater.id, external: rater.external })
    .from(rater)
    .innerJoin(imports, eq(imports.id, rater.import))
    .where(and(eq(rater.project, project), inArray(rater.external, [...externals]), isNotNull(imports.seq)))
  return new Map(rows.map(({ id, external }) => [external, id]))
}

export interface KnownVote {
  id: string
  item: string
  question: string
  rater: string
  ref: string
  value: string
  note: string | null
  at: number | null
  supersedes: string | null
  until: number | null
  seq: number
}

/** Every vote on these items that an import done and not withdrawn has brought, ended ones too, oldest first. */
export async function knownVotes(read: Reader, items: readonly string[]): Promise<KnownVote[]> {
  const { vote, imports } = read.tables
  if (items.length === 0) return []
  const { id, item, question, rater, ref, value, note, at, supersedes, until } = vote
  const rows = await read
    .select({ id, item, question, rater, ref, value, note, at, supersedes, until, seq: imports.seq })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(inArray(vote.item, [...items]), isNotNull(imports.seq), isNull(imports.until)))
  return (rows as KnownVote[]).sort((a, b) => a.seq - b.seq)
}

/** Whether any import of the project is done: if not, nothing needs looking up. */
export async function hasImports(read: Reader, project: string): Promise<boolean> {
  const { imports } = read.tables
  const rows = await read
    .select({ id: imports.id })
    .from(imports)
    .where(and(eq(imports.project, project), isNotNull(imports.seq)))
    .limit(1)
  return rows.length > 0
}

export interface SourceVote {
  id: string
  item: string
  rater: string
  question: string
  value: string
}

/** The votes of a source that count now: those a complete file without them withdraws. */
export async function votesOfSource(read: Reader, project: string, source: string): Promise<SourceVote[]> {
  const { vote, imports } = read.tables
  const { id, item, rater, question, value } = vote
  return read
    .select({ id, item, rater, question, value })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(
      and(
        eq(imports.project, project),
        eq(imports.source, source),
        isNotNull(imports.seq),
        isNull(imports.until),
        isNull(vote.until),
      ),
    )
}

/** External ids of items and raters, for a report. */
export async function externalsOf(
  read: Reader,
  what: 'item' | 'rater',
  ids: readonly string[],
): Promise<Map<string, string>> {
  const table = read.tables[what] as Reader['tables']['rater']
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ id: table.id, external: table.external })
    .from(table)
    .where(inArray(table.id, [...new Set(ids)]))
  return new Map(rows.map(({ id, external }) => [id, external]))
}

/** Items with a dispute that was not withdrawn: a new vote on them comes late. */
export async function disputedItems(read: Reader, project: string): Promise<Set<string>> {
  const { dispute } = read.tables
  const rows = await present(read, 'dispute', project, ne(dispute.state, 'withdrawn'))
  return new Set(rows.map(({ item }) => item))
}

export async function questionsNow(read: Reader, project: string): Promise<Question[]> {
  const rows = await present(read, 'question', project)
  return rows.map(({ body }) => body).sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Mappings that leads saved, newest first. */
export async function savedMappings(read: Reader, project: string): Promise<unknown[]> {
  const rows = await present(read, 'mapping', project)
  return rows.sort((a, b) => b.since - a.since).map(({ body }) => body)
}
