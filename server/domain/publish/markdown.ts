import { and, desc, eq, notInArray } from 'drizzle-orm'
import { type Known, matchSteps, type Named } from '#shared/clause-match.ts'
import { BODY_LENGTH, TITLE_LENGTH, textHash } from '#shared/draft.ts'
import { CLAUSES, type ParsedClause, parseClauses } from '#shared/guideline.ts'
import type { Said } from '#shared/publish.ts'
import { Refusal } from '#shared/refusals.ts'
import { type Language, languages } from '#shared/text.ts'
import type { Reader } from '../../store/store.ts'
import { inPieces, pace } from '../pieces.ts'

export type Markdown = Partial<Record<Language, string>>
/** Characters of a preamble that a refusal quotes. */
const QUOTED = 40

/** Where the clauses will be, and who gives ids to new ones. */
type Place = { read: Reader; project: string; newId: () => string }

/**
 * The clauses Markdown says, one text per language, worked out in pieces before any transaction. Clauses met again by their heading keep their ids, and with them the
 * languages that were not given: those fall behind where the authoritative words moved on. `pools`: where to look first.
 */
export async function clausesFrom(
  { read, project, newId }: Place,
  { texts, authoritative }: { texts: Markdown; authoritative: Language },
  pools: readonly (readonly Said[])[],
): Promise<Said[]> {
  const rest = pace()
  const given = [authoritative, ...languages.filter((language) => language !== authoritative)].filter(
    (language) => texts[language] !== undefined,
  )
  const parsed = await readTexts(texts, authoritative, given)
  const main = parsed.get(authoritative)!
  const wanted: Named[] = main.map(({ level }, i) => ({
    level,
    titles: Object.fromEntries(given.map((language) => [language, parsed.get(language)![i]!.title])),
  }))
  const known = pools.map((pool) => pool.map(knownAs))
  await rest()
  let ids = await inPieces(matchSteps(wanted, known, given))
  if (ids.includes(undefined)) {
    await rest()
    const gone = await goneBefore(read, project, known.flat())
    await rest()
    ids = await inPieces(matchSteps(wanted, [...known, gone], given))
  }
  const fresh = freshIds(newId, [...known.flat().map(({ id }) => id), ...ids])
  const before = new Map(
    pools
      .flat()
      .reverse()
      .map((clause) => [clause.id, clause]),
  )
  const clauses: Said[] = []
  for (const [i, { level, number }] of main.entries()) {
    const id = ids[i] ?? fresh()
    const said = given.map((language) => [language, sayingOf(parsed.get(language)![i]!)] as const)
    const clause = { id, level, number, texts: Object.fromEntries(said) }
    clauses.push(withTranslations(clause, authoritative, before.get(id)))
    await rest()
  }
  return clauses
}

const sayingOf = ({ title, body }: ParsedClause) => ({ title, body })
const knownAs = ({ id, level, texts }: Said): Known => ({
  id,
  level,
  titles: Object.fromEntries(Object.entries(texts).map(([language, { title }]) => [language, title])),
})

/** Every language's clauses: the same headings in the same order, and not a word outside them. */
async function readTexts(texts: Markdown, authoritative: Language, given: readonly Language[]) {
  if (!texts[authoritative]) throw new Refusal('text-missing')
  const rest = pace()
  const parsed = new Map<Language, ParsedClause[]>()
  for (const language of given) {
    await rest()
    parsed.set(language, clausesIn(texts[language]!))
  }
  const main = parsed.get(authoritative)!
  if (main.length === 0) throw new Refusal('no-headings')
  if (main.length > CLAUSES) throw new Refusal('too-many-clauses', { found: main.length, limit: CLAUSES })
  for (const language of given)
    refuseHeadings(authoritative, main, { language, clauses: parsed.get(language)! })
  return parsed
}

function clausesIn(markdown: string): ParsedClause[] {
  const { preamble, clauses } = parseClauses(markdown)
  if (clauses.length > 0 && preamble) throw new Refusal('words-before-heading', { words: quoted(preamble) })
  for (const { number, title, body } of clauses)
    if (title.length > TITLE_LENGTH || body.length > BODY_LENGTH)
      throw new Refusal('clause-too-long', {
        clause: number,
        limit: title.length > TITLE_LENGTH ? TITLE_LENGTH : BODY_LENGTH,
      })
  return clauses
}

const quoted = (words: string): string => {
  const line = words.replace(/\s+/g, ' ')
  return line.length > QUOTED ? `${line.slice(0, QUOTED).toWellFormed()}…` : line
}

function refuseHeadings(
  main: Language,
  clauses: readonly ParsedClause[],
  other: { language: Language; clauses: ParsedClause[] },
) {
  const at = Math.max(clauses.length, other.clauses.length)
  for (let i = 0; i < at; i++) {
    const [one, two] = [clauses[i], other.clauses[i]]
    const show = (clause: ParsedClause | undefined) => (clause ? `${clause.number} ${clause.title}` : '–')
    if (one?.number !== two?.number)
      throw new Refusal('headings-differ', {
        language: other.language,
        found: show(two),
        other: main,
        expected: show(one),
      })
  }
}

/** A translation that came with the text is one of it; one that was there before follows what it followed. */
function withTranslations(
  clause: Omit<Said, 'follows'>,
  authoritative: Language,
  before: Said | undefined,
): Said {
  const own = textHash(clause.texts[authoritative])
  const came = Object.keys(clause.texts).filter((language) => language !== authoritative)
  const { [authoritative]: _made, ...follows } = before?.follows ?? {}
  return {
    ...clause,
    texts: { ...before?.texts, ...clause.texts },
    follows: { ...follows, ...Object.fromEntries(came.map((language) => [language, own])) },
  }
}

/** Clauses that left the text in an earlier version, the last to leave first. */
async function goneBefore(
  read: Reader,
  project: string,
  standing: readonly { id: string }[],
): Promise<Known[]> {
  const { clause } = read.tables
  const ids = standing.map(({ id }) => id)
  const rows = await read
    .select({ id: clause.id, level: clause.level, texts: clause.texts })
    .from(clause)
    .where(and(eq(clause.project, project), ids.length === 0 ? undefined : notInArray(clause.id, ids)))
    .orderBy(desc(clause.version), clause.position)
  const latest = new Map<string, Known>()
  for (const row of rows)
    if (!latest.has(row.id)) latest.set(row.id, knownAs({ ...row, number: '', follows: {} }))
  return [...latest.values()]
}

/** Ids of six letters are few enough that two thousand could meet one another. */
function freshIds(newId: () => string, taken: readonly (string | undefined)[]): () => string {
  const used = new Set(taken)
  return () => {
    for (;;) {
      const id = `c_${newId().slice(0, 6)}`
      if (used.has(id)) continue
      used.add(id)
      return id
    }
  }
}
