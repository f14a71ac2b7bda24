import { and, desc, eq, gt, lte } from 'drizzle-orm'
import type { Viewer } from '#shared/dispute-view.ts'
import { behind, type Draft, draftHash } from '#shared/draft.ts'
import { type ClauseChange, writeClauses } from '#shared/guideline.ts'
import { changesBetween, publishChecks, type Said } from '#shared/publish.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Language } from '#shared/text.ts'
import { compareTexts } from '#shared/version-compare.ts'
import { present } from '../store/rows.ts'
import type { Reader } from '../store/store.ts'
import { acknowledgements, newestVersion, type Version, versionAt } from './guideline.ts'
import { namesOf } from './name.ts'
import { pace } from './pieces.ts'
import { publishGround } from './publish/ground.ts'
import { hashAll } from './publish/ready.ts'
import { ratersOf } from './stand.ts'

/** Which version is meant: one by its number, the newest by a moment, or the newest. */
export type Wanted = { version?: number | undefined; by?: number | undefined }

/** The version that is meant; undefined where there is none such. */
export const versionWanted = async (
  read: Reader,
  project: string,
  { version, by }: Wanted,
): Promise<Version | undefined> =>
  versionAt(read, project, version ?? (await newestVersion(read, project, by)))

/** Names are for those who work here; raters and auditors read none. */
const readsNames = ({ roles, owner }: Viewer): boolean =>
  owner || roles.includes('lead') || roles.includes('panelist')

/** The published guideline as one version has it, beside the list of all. */
export async function guidelineView(read: Reader, project: string, viewer: Viewer, wanted: Wanted) {
  const { guideline, decision } = read.tables
  const versions = await read
    .select()
    .from(guideline)
    .where(eq(guideline.project, project))
    .orderBy(desc(guideline.version))
  const shown = await versionWanted(read, project, wanted)
  const row = versions.find(({ version }) => version === shown?.version)
  const cited = new Map<string, number>()
  for (const { clauses } of await present(read, 'decision', project, eq(decision.state, 'signed')))
    for (const id of clauses) cited.set(id, (cited.get(id) ?? 0) + 1)
  const publishers = readsNames(viewer) ? versions.map(({ publishedBy }) => publishedBy) : []
  const names = await namesOf(read, [...new Set(publishers.filter(Boolean))])
  return {
    versions: versions.map((one) => ({
      version: one.version,
      note: one.note,
      publishedAt: one.publishedAt,
      publishedBy: names[one.publishedBy] ?? '',
      bindsFrom: one.bindsFrom,
      hash: one.hash,
      changes: countsOf(one.changes),
      overridden: one.overridden,
      reason: one.reason,
    })),
    version: shown?.version ?? null,
    authoritative: shown?.authoritative ?? null,
    clauses: (shown?.clauses ?? []).map(({ authors: _who, ...clause }) => ({
      ...clause,
      behind: behind(clause, shown!.authoritative),
      change: row?.changes[clause.id] ?? null,
      cited: cited.get(clause.id) ?? 0,
    })),
    gone: row?.gone ?? [],
    acknowledged: await acknowledgedBy(read, project, viewer.id),
  }
}

const countsOf = (changes: Record<string, ClauseChange>): Partial<Record<ClauseChange, number>> => {
  const counts: Partial<Record<ClauseChange, number>> = {}
  for (const change of Object.values(changes)) counts[change] = (counts[change] ?? 0) + 1
  return counts
}

/** Versions a member has said to have read, as every rater they are behind: one linked since has not. */
async function acknowledgedBy(read: Reader, project: string, member: string): Promise<number[]> {
  const raters = await ratersOf(read, project, member)
  const said = Map.groupBy(await acknowledgements(read, project, raters), ({ version }) => version)
  return [...said]
    .filter(([, by]) => by.length === raters.length)
    .map(([version]) => version)
    .sort((a, b) => a - b)
}

/** A text as Markdown, in one language; a clause without words in it stands in the language that binds. */
export const markdownOf = (
  { authoritative, clauses }: { authoritative: Language; clauses: readonly Said[] },
  language: Language = authoritative,
): string =>
  writeClauses(
    clauses.map(({ level, texts }) => {
      const { title, body } = texts[language] ?? texts[authoritative] ?? { title: '', body: '' }
      return { level, title, body }
    }),
  )

/** The draft beside the newest version, and what is missing for publishing it. */
export async function draftView(read: Reader, project: string, viewer: Viewer, draft: Draft) {
  const before = await versionWanted(read, project, {})
  const rest = pace()
  await hashAll([...draft.clauses, ...(before?.clauses ?? [])])
  const changes = changesBetween(before, draft)
  await rest()
  const ground = await publishGround(read, project, viewer.id, { text: draft, changes })
  const named = readsNames(viewer)
  await rest()
  const hash = draftHash(draft)
  await rest()
  return {
    draft,
    hash,
    version: before?.version ?? 0,
    rules: Object.values(ground.rules).map((rule) => ({ ...rule, owners: named ? rule.owners : [] })),
    approvals: ground.approvals.map((one) => ({ ...one, by: named ? one.by : '' })),
    changes,
    behind: Object.fromEntries(
      draft.clauses.flatMap((clause) => {
        const late = behind(clause, draft.authoritative)
        return late.length > 0 ? [[clause.id, late]] : []
      }),
    ),
    requirements: publishChecks(ground),
  }
}

/** Two versions, or a version and the draft, clause by clause; with who wrote in each published one between them. */
export async function compareView(
  read: Reader,
  project: string,
  viewer: Viewer,
  { from, to }: { from: number; to: number | Draft },
) {
  const was = await versionAt(read, project, from)
  const now = typeof to === 'number' ? await versionAt(read, project, to) : to
  if (!was || !now) throw new Refusal('not-found')
  const last = typeof to === 'number' ? to : await newestVersion(read, project)
  const writers = readsNames(viewer) ? await writersBetween(read, project, from, last) : new Map()
  const names = await namesOf(read, [...new Set([...writers.values()].flat())])
  return {
    from,
    to: typeof to === 'number' ? to : ('draft' as const),
    rows: compareTexts(was, now).map((row) => ({
      ...row,
      authors: (writers.get(row.id) ?? []).flatMap((id: string) => names[id] ?? []),
    })),
  }
}

/** The members who wrote in each clause after one version, up to another. */
async function writersBetween(read: Reader, project: string, from: number, to: number) {
  const { clause } = read.tables
  const rows = await read
    .select({ id: clause.id, authors: clause.authors })
    .from(clause)
    .where(
      and(
        eq(clause.project, project),
        gt(clause.version, Math.min(from, to)),
        lte(clause.version, Math.max(from, to)),
      ),
    )
  const writers = new Map<string, string[]>()
  for (const { id, authors } of rows)
    if (authors.length > 0) writers.set(id, [...new Set([...(writers.get(id) ?? []), ...authors])])
  return writers
}

/** How many raters have said that they read each version. */
export async function acknowledgedCounts(read: Reader, project: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { version } of await acknowledgements(read, project))
    counts[version] = (counts[version] ?? 0) + 1
  return counts
}
