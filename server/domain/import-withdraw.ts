import { and, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import { type ImportRecord, noCounts, voteLeaf } from '#shared/import-run.ts'
import { rootOfLeaves } from '#shared/merkle.ts'
import type { Asked } from '../command.ts'
import type { Schema } from '../store/schema.ts'
import type { Writer } from '../store/store.ts'

type ImportRow = Schema['imports']['$inferSelect']
type VoteRow = Schema['vote']['$inferSelect']
type ItemRow = Schema['item']['$inferSelect']
/** What comes back, by the source it came from. */
type Returning = Map<string, { votes: VoteRow[]; items: ItemRow[] }>

/**
 * Puts back what an import had put an end to. `until` of an ended row is past and stays as it is: to read the project as
 * of an entry in between must give what it gave then. So the old votes come back as new rows, under an import of their
 * own that begins with the withdrawal's entry, each in the place of the vote that had taken its place.
 */
export async function bringBack(tx: Writer, asked: Asked, gone: ImportRow): Promise<ImportRecord[]> {
  const returning: Returning = new Map()
  const of = (source: string) => {
    const own = returning.get(source) ?? { votes: [], items: [] }
    returning.set(source, own)
    return own
  }
  for (const { vote, source } of await endedVotes(tx, asked, gone)) of(source).votes.push(vote)
  for (const { item, source } of await endedItems(tx, asked, gone)) of(source).items.push(item)
  const records: ImportRecord[] = []
  for (const [source, own] of returning) records.push(await writeReturn(tx, asked, gone, source, own))
  return records
}

/** Votes that ended with the import's entry, unless a later import has spoken for the same rater since. */
async function endedVotes(
  tx: Writer,
  { project }: Asked,
  gone: ImportRow,
): Promise<{ vote: VoteRow; source: string }[]> {
  const { vote, imports } = tx.tables
  const live = and(isNotNull(imports.seq), isNull(imports.until))
  const ended = await tx
    .select({ vote, source: imports.source })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(eq(vote.project, project.id), eq(vote.until, gone.seq!), ne(vote.import, gone.id), live))
  if (ended.length === 0) return []
  const pair = (one: { item: string; question: string; rater: string }) =>
    `${one.item} ${one.question} ${one.rater}`
  const items = tx
    .select({ item: vote.item })
    .from(vote)
    .where(and(eq(vote.project, project.id), eq(vote.until, gone.seq!)))
  const now = await tx
    .select({ item: vote.item, question: vote.question, rater: vote.rater })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(inArray(vote.item, items), isNull(vote.until), ne(vote.import, gone.id), live))
  const spoken = new Set(now.map(pair))
  const after = await tx
    .select({ id: vote.id, supersedes: vote.supersedes })
    .from(vote)
    .where(and(eq(vote.import, gone.id), isNotNull(vote.supersedes)))
  const successors = new Map(after.map(({ id, supersedes }) => [supersedes!, id]))
  return ended
    .filter(({ vote: one }) => !spoken.has(pair(one)))
    .map(({ vote: one, source }) => ({
      vote: { ...one, supersedes: successors.get(one.id) ?? one.id },
      source,
    }))
}

/** Items as they read before the import, and items it brought that others have voted on since. */
async function endedItems(
  tx: Writer,
  { project }: Asked,
  gone: ImportRow,
): Promise<{ item: ItemRow; source: string }[]> {
  const { item, vote, imports } = tx.tables
  const live = and(isNotNull(imports.seq), isNull(imports.until))
  const brought = await tx
    .select()
    .from(item)
    .where(and(eq(item.import, gone.id), isNull(item.until)))
  const before = await tx
    .select({ item, source: imports.source })
    .from(item)
    .innerJoin(imports, eq(imports.id, item.import))
    .where(and(eq(item.project, project.id), eq(item.until, gone.seq!), ne(item.import, gone.id), live))
  const back = new Map(before.map((one) => [one.item.id, one]))
  const own = tx.select({ id: item.id }).from(item).where(eq(item.import, gone.id))
  const voted = await tx
    .selectDistinct({ item: vote.item })
    .from(vote)
    .innerJoin(imports, eq(imports.id, vote.import))
    .where(and(inArray(vote.item, own), isNull(vote.until), ne(vote.import, gone.id), live))
  const others = new Set(voted.map((one) => one.item))
  return brought.flatMap(
    (one) => back.get(one.id) ?? (others.has(one.id) ? { item: one, source: gone.source } : []),
  )
}

async function writeReturn(
  tx: Writer,
  asked: Asked,
  gone: ImportRow,
  source: string,
  { votes, items }: { votes: VoteRow[]; items: ItemRow[] },
): Promise<ImportRecord> {
  const { project, seq, at, newId, salt } = asked
  const id = newId()
  const copies = votes.map((vote) => ({
    ...vote,
    id: newId(),
    salt: salt().slice(0, 32),
    import: id,
    until: null,
  }))
  const counts = {
    ...noCounts(),
    items: { added: 0, known: items.length },
    votes: { ...noCounts().votes, added: copies.length },
  }
  const root = rootOfLeaves(copies.map(voteLeaf).sort())
  const { file, format, sha256 } = gone
  await tx.insert(tx.tables.imports).values({
    project: project.id,
    id,
    source,
    file,
    format,
    sha256,
    state: 'done',
    counts,
    root,
    startedAt: at,
    endedAt: at,
    by: asked.actor.id,
    seq,
    until: null,
  })
  await writeAll(tx, 'vote', copies)
  await writeAll(
    tx,
    'item',
    items.map((item) => ({ ...item, import: id, until: null })),
  )
  return { id, source, sha256, counts, root, state: 'done' }
}

async function writeAll(tx: Writer, table: 'vote' | 'item', rows: readonly Record<string, unknown>[]) {
  const columns = Object.keys(rows[0] ?? {})
  const cell = (value: unknown) =>
    value !== null && typeof value === 'object' ? JSON.stringify(value) : (value as string | number | null)
  await tx.bulk(
    table,
    columns,
    rows.map((row) => columns.map((name) => cell(row[name]))),
  )
}
