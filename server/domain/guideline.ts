import { and, asc, desc, eq } from 'drizzle-orm'
import { DAY } from '#shared/account.ts'
import {
  CLAUSES,
  type ClauseText,
  type GuidelineHead,
  type ParsedClause,
  parseClauses,
} from '#shared/guideline.ts'
import { hash } from '#shared/merkle.ts'
import { Refusal } from '#shared/refusals.ts'
import { canonicalJson, type Language, languages } from '#shared/text.ts'
import type { Asked, Handler } from '../command.ts'
import type { Reader, Writer } from '../store/store.ts'
import { policyOf } from './policy.ts'

type ClauseRow = {
  id: string
  position: number
  level: number
  number: string
  texts: Record<string, ClauseText>
}
type Texts = Partial<Record<Language, string>>

/** Publishes a version from Markdown: headings become clauses, and a clause met again by its heading keeps its id. */
export const publishGuideline: Handler<'guideline.publish'> = async (
  tx,
  { texts, authoritative, note, bindsFrom },
  asked,
) => {
  const project = asked.project.id
  const before = await newestGuideline(tx, project)
  if (asked.ifMatch !== (before?.version ?? 0)) throw new Refusal('stale')
  const clauses = await clausesFrom(tx, asked, texts as Texts, authoritative, before?.version)
  const binds = await refuseBinding(tx, asked, before, bindsFrom)
  const version = (before?.version ?? 0) + 1
  const digest = hash(canonicalJson({ authoritative, clauses }))
  await tx.insert(tx.tables.guideline).values({
    project,
    version,
    hash: digest,
    language: authoritative,
    note,
    bindsFrom: binds,
    publishedAt: asked.at,
    since: asked.seq,
  })
  await tx.insert(tx.tables.clause).values(clauses.map((clause) => ({ ...clause, project, version })))
  const head: GuidelineHead = {
    version,
    hash: digest,
    bindsFrom: binds,
    publishedAt: asked.at,
    clauses: clauses.map(headOf(authoritative)),
  }
  const words = clauses.flatMap(({ id, texts }) =>
    Object.entries(texts).map(([language, text]) => ({
      author: asked.actor.id,
      of: `${id}/${language}`,
      words: `${text.title}\n\n${text.body}`,
    })),
  )
  return {
    facts: [{ kind: 'guideline.published', guideline: head }],
    texts: [{ author: asked.actor.id, of: 'note', words: note }, ...words],
    subject: `v${version}`,
    answer: { version, hash: digest },
  }
}

/** What a clause means is what its authoritative text says. */
const headOf = (authoritative: string) => (clause: ClauseRow) => ({
  id: clause.id,
  number: clause.number,
  level: clause.level,
  hash: hash(canonicalJson(clause.texts[authoritative] ?? {})),
})

async function clausesFrom(
  tx: Writer,
  asked: Asked,
  texts: Texts,
  authoritative: Language,
  before?: number,
): Promise<ClauseRow[]> {
  const main = parseClauses(texts[authoritative] ?? '')
  if (!texts[authoritative]) throw new Refusal('text-missing')
  if (main.clauses.length === 0) throw new Refusal('no-headings')
  if (main.clauses.length > CLAUSES)
    throw new Refusal('too-many-clauses', { found: main.clauses.length, limit: CLAUSES })
  const others = languages
    .filter((language) => language !== authoritative && texts[language])
    .map((language) => ({ language, clauses: parseClauses(texts[language]!).clauses }))
  for (const other of others) refuseHeadings(authoritative, main.clauses, other)
  const ids = idsByTitle(
    before === undefined ? [] : await clausesAt(tx, asked.project.id, before),
    authoritative,
  )
  return main.clauses.map((clause, position) => {
    const text = ({ title, body }: ParsedClause): ClauseText => ({ title, body })
    const all = [
      [authoritative, text(clause)],
      ...others.map(({ language, clauses }) => [language, text(clauses[position]!)]),
    ]
    return {
      id: ids.take(clause.title) ?? `c_${asked.newId().slice(0, 6)}`,
      position,
      level: clause.level,
      number: clause.number,
      texts: Object.fromEntries(all),
    }
  })
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

/** Ids of the version before by heading; one heading used twice gives its ids in order. */
function idsByTitle(clauses: readonly ClauseRow[], language: Language) {
  const ids = Map.groupBy(clauses, (clause) => clause.texts[language]?.title ?? '')
  return { take: (title: string) => ids.get(title)?.shift()?.id }
}

/** The first version binds from the first vote; a later one never before its publication plus the project's grace (law 5). */
async function refuseBinding(
  tx: Writer,
  asked: Asked,
  before: GuidelineHead | undefined,
  bindsFrom: number | null | undefined,
): Promise<number | null> {
  if (!before) return bindsFrom ?? null
  const { graceDays } = await policyOf(tx, asked.project.id)
  const earliest = asked.at + graceDays * DAY
  const binds = bindsFrom ?? earliest
  if (binds < earliest)
    throw new Refusal('binds-too-early', {
      date: new Date(earliest).toISOString().slice(0, 10),
      days: graceDays,
    })
  return binds
}

export async function clausesAt(read: Reader, project: string, version: number): Promise<ClauseRow[]> {
  const { clause } = read.tables
  return read
    .select({
      id: clause.id,
      position: clause.position,
      level: clause.level,
      number: clause.number,
      texts: clause.texts,
    })
    .from(clause)
    .where(and(eq(clause.project, project), eq(clause.version, version)))
    .orderBy(asc(clause.position))
}

/** Published versions, oldest first. */
export async function guidelineHeads(read: Reader, project: string): Promise<GuidelineHead[]> {
  const { guideline } = read.tables
  const rows = await read
    .select()
    .from(guideline)
    .where(eq(guideline.project, project))
    .orderBy(asc(guideline.version))
  const heads: GuidelineHead[] = []
  // One after the other: inside a transaction there is one connection.
  for (const { version, hash, bindsFrom, publishedAt, language } of rows) {
    const clauses = (await clausesAt(read, project, version)).map(headOf(language))
    heads.push({ version, hash, bindsFrom, publishedAt, clauses })
  }
  return heads
}

export async function guidelineAt(
  read: Reader,
  project: string,
  version: number,
): Promise<GuidelineHead | undefined> {
  return (await guidelineHeads(read, project)).find((one) => one.version === version)
}

export async function newestGuideline(read: Reader, project: string): Promise<GuidelineHead | undefined> {
  const { guideline } = read.tables
  const [row] = await read
    .select({ version: guideline.version })
    .from(guideline)
    .where(eq(guideline.project, project))
    .orderBy(desc(guideline.version))
    .limit(1)
  return row && guidelineAt(read, project, row.version)
}
