import { and, asc, desc, eq, inArray, lte } from 'drizzle-orm'
import { textHash } from '#shared/draft.ts'
import type { Acknowledgement, ClauseHead, ClauseText, GuidelineHead } from '#shared/guideline.ts'
import type { Published } from '#shared/publish.ts'
import { type Language, languages } from '#shared/text.ts'
import type { Reader } from '../store/store.ts'

/** A clause as one version has it; `authors`: the members who wrote in it since the version before. */
export type ClauseRow = {
  id: string
  position: number
  level: number
  number: string
  texts: Partial<Record<Language, ClauseText>>
  hash: string
  meaning: string
  follows: Partial<Record<Language, string>>
  authors: string[]
}
export type Version = Omit<Published, 'clauses'> & {
  version: number
  publishedAt: number
  clauses: ClauseRow[]
}

/** The clauses of a version in their order. */
export async function clausesAt(read: Reader, project: string, version: number): Promise<ClauseRow[]> {
  const { clause, guideline } = read.tables
  const rows = await read
    .select({
      language: guideline.language,
      id: clause.id,
      position: clause.position,
      level: clause.level,
      number: clause.number,
      texts: clause.texts,
      hash: clause.hash,
      meaning: clause.meaning,
      follows: clause.follows,
      authors: clause.authors,
    })
    .from(clause)
    .innerJoin(guideline, and(eq(guideline.project, clause.project), eq(guideline.version, clause.version)))
    .where(and(eq(clause.project, project), eq(clause.version, version)))
    .orderBy(asc(clause.position))
  return rows.map(({ language, ...row }) => (row.meaning ? row : asItMeant(row, language as Language)))
}

/** A clause from before meanings were told apart: it meant what it said, and its translations came with it. */
function asItMeant(row: ClauseRow, authoritative: Language): ClauseRow {
  const own = textHash(row.texts[authoritative])
  const made = languages.filter((language) => language !== authoritative && row.texts[language])
  const follows = Object.fromEntries(made.map((language) => [language, own]))
  return { ...row, hash: own, meaning: own, follows }
}

type Chosen = { version?: number; only?: readonly string[] | undefined }
/**
 * Published versions, oldest first; `only`: with the heads of these clauses alone, for whoever asks after a few of a
 * long guideline's.
 */
export const guidelineHeads = (
  read: Reader,
  project: string,
  only?: readonly string[],
): Promise<GuidelineHead[]> => headsOf(read, project, { only })

async function headsOf(read: Reader, project: string, chosen: Chosen): Promise<GuidelineHead[]> {
  const { guideline } = read.tables
  const one = chosen.version === undefined ? undefined : eq(guideline.version, chosen.version)
  const versions = await read
    .select()
    .from(guideline)
    .where(and(eq(guideline.project, project), one))
    .orderBy(asc(guideline.version))
  const heads = versions.length === 0 ? new Map() : await clauseHeads(read, project, chosen)
  return versions.map(({ version, hash, bindsFrom, publishedAt, changes, gone, overridden }) => {
    const clauses = (heads.get(version) ?? []).map(headOf)
    return { version, hash, bindsFrom, publishedAt, clauses, changes, gone, overridden }
  })
}

async function clauseHeads(read: Reader, project: string, { version, only }: Chosen) {
  const { clause } = read.tables
  if (only?.length === 0) return new Map<number, ClauseHead[]>()
  const one = version === undefined ? undefined : eq(clause.version, version)
  const rows = await read
    .select({
      version: clause.version,
      id: clause.id,
      number: clause.number,
      level: clause.level,
      hash: clause.hash,
      meaning: clause.meaning,
    })
    .from(clause)
    .where(and(eq(clause.project, project), one, only && inArray(clause.id, [...new Set(only)])))
    .orderBy(asc(clause.version), asc(clause.position))
  const heads = new Map<number, ClauseHead[]>(Map.groupBy(rows, (row) => row.version))
  // Versions from before meanings were told apart are read whole; one after the other, for a transaction is one connection.
  for (const [version, own] of heads)
    if (own.some(({ meaning }) => !meaning)) {
      const whole = await clausesAt(read, project, version)
      heads.set(
        version,
        whole.filter(({ id }) => !only || only.includes(id)),
      )
    }
  return heads
}

const headOf = ({ id, number, level, hash, meaning }: ClauseHead): ClauseHead => ({
  id,
  number,
  level,
  hash,
  meaning,
})

export async function guidelineAt(
  read: Reader,
  project: string,
  version: number,
): Promise<GuidelineHead | undefined> {
  return (await headsOf(read, project, { version }))[0]
}

export async function newestGuideline(read: Reader, project: string): Promise<GuidelineHead | undefined> {
  const version = await newestVersion(read, project)
  return version === 0 ? undefined : guidelineAt(read, project, version)
}

/** The number of the newest version, or of the newest that was published by a moment; 0 where there is none. */
export async function newestVersion(read: Reader, project: string, by?: number): Promise<number> {
  const { guideline } = read.tables
  const [row] = await read
    .select({ version: guideline.version })
    .from(guideline)
    .where(and(eq(guideline.project, project), by === undefined ? undefined : lte(guideline.publishedAt, by)))
    .orderBy(desc(guideline.version))
    .limit(1)
  return row?.version ?? 0
}

/** What a version says, word for word; undefined where there is no such version. */
export async function versionAt(
  read: Reader,
  project: string,
  version: number,
): Promise<Version | undefined> {
  const { guideline } = read.tables
  const [row] = await read
    .select({ language: guideline.language, publishedAt: guideline.publishedAt })
    .from(guideline)
    .where(and(eq(guideline.project, project), eq(guideline.version, version)))
  return (
    row && {
      version,
      publishedAt: row.publishedAt,
      authoritative: row.language as Language,
      clauses: await clausesAt(read, project, version),
    }
  )
}

/** Who has read which version, and when (law 5); `raters`: of these alone. */
export async function acknowledgements(
  read: Reader,
  project: string,
  raters?: readonly string[],
): Promise<Acknowledgement[]> {
  const { acknowledgement: table } = read.tables
  if (raters?.length === 0) return []
  const of = raters && inArray(table.rater, [...new Set(raters)])
  return read
    .select({ rater: table.rater, version: table.version, at: table.at })
    .from(table)
    .where(and(eq(table.project, project), of))
    .orderBy(asc(table.since), asc(table.rater))
}
