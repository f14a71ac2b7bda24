import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Viewer } from '#shared/dispute-view.ts'
import type { DecisionRecord, DisputeRecord } from '#shared/record.ts'
import { oneLine, snippetOf, textsOf } from '#shared/snippet.ts'
import { isSensitive } from '#shared/tag.ts'
import type { Reader } from '../store/store.ts'
import { sealedItems } from './appeal/sealed.ts'
import { citationsFor, standingOf } from './citation-record.ts'
import { disputeRecords } from './dispute-record.ts'
import { guidelineHeads } from './guideline.ts'
import { type ItemRow, itemsOf } from './vote.ts'

/** Decided disputes looked through for one asking, newest first, and so many read at a time. */
const SEARCHED = 2000
const BATCH = 100
/** Words of one asking, and characters around the first that is found. */
const WORDS = 10
const AROUND = 80

export type PrecedentQuery = { words: string; clause: string | null; not: string | null; limit: number }

/** Width, case and half-width kana make no difference: "ＡＢＣ" finds "abc". */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Decisions of other items that speak of the same, newest first; all words must be found in one of them. */
export async function precedentsOf(read: Reader, project: string, viewer: Viewer, query: PrecedentQuery) {
  const words = plain(query.words).split(/\s+/).filter(Boolean).slice(0, WORDS)
  const heads = await guidelineHeads(read, project)
  const found: Found[] = []
  const sealed = await sealedItems(read, project, viewer.id)
  for (let from = 0; from < SEARCHED && found.length < query.limit; from += BATCH) {
    const ids = await decidedFrom(read, project, query, from)
    const records =
      ids.length === 0 ? [] : await disputeRecords(read, project, inArray(read.tables.dispute.id, ids))
    const items = await itemsOf(
      read,
      project,
      records.map(({ item }) => item),
    )
    const byId = new Map(records.map((record) => [record.id, record]))
    for (const id of ids) {
      const record = byId.get(id)
      if (record && sealed.has(record.item)) continue
      const item = record && items.get(record.item)
      const excerpt = item && excerptOf(textsIn(record, item), words)
      if (record && item && excerpt !== undefined && found.length < query.limit)
        found.push({ record, item, excerpt })
    }
    if (ids.length < BATCH) break
  }
  const decisions = found.flatMap(({ record }) => signedIn(record).map(({ id }) => id))
  const standing = standingOf(await citationsFor(read, project, viewer, decisions))
  return { rows: found.map((one) => rowOf(one, heads, standing)) }
}

/** Decided disputes, the latest signature first; a clause is named by its id, which is part of no other's. */
async function decidedFrom(read: Reader, project: string, { clause, not }: PrecedentQuery, from: number) {
  const { decision, dispute } = read.tables
  const rows = await read
    .select({ id: dispute.id, at: sql<number>`max(${decision.signedAt})` })
    .from(dispute)
    .innerJoin(
      decision,
      and(
        eq(decision.project, dispute.project),
        eq(decision.dispute, dispute.id),
        isNull(decision.until),
        eq(decision.state, 'signed'),
      ),
    )
    .where(
      and(
        eq(dispute.project, project),
        isNull(dispute.until),
        eq(dispute.state, 'decided'),
        not === null ? undefined : ne(dispute.item, not),
        clause === null ? undefined : sql`cast(${decision.clauses} as text) like ${`%"${clause}"%`}`,
      ),
    )
    .groupBy(dispute.id)
    .orderBy(desc(sql`max(${decision.signedAt})`), dispute.id)
    .limit(BATCH)
    .offset(from)
  return rows.map(({ id }) => id)
}

const signedIn = (record: DisputeRecord) =>
  Object.values(record.decisions).filter(({ state }) => state === 'signed')

/** What a precedent is found by: why it was decided so, what the seats said, and the item itself; never a vote or a note. */
function textsIn(record: DisputeRecord, item: ItemRow): string[] {
  const carried = new Set(signedIn(record).flatMap(({ ballots }) => ballots))
  return [
    ...signedIn(record).map(({ rationale }) => rationale ?? ''),
    ...Object.values(record.ballots)
      .filter(({ id }) => carried.has(id))
      .flatMap(({ arguments: words }) => Object.values(words ?? {})),
    ...item.content.flatMap(textsOf),
  ].map(oneLine)
}

/** The place where the first word stands; undefined where not all words are found. */
function excerptOf(texts: readonly string[], words: readonly string[]): string | undefined {
  const found = texts.map(plain)
  if (!words.every((word) => found.some((text) => text.includes(word)))) return
  const at = found.findIndex((text) => words.some((word) => text.includes(word)))
  const text = (texts[Math.max(0, at)] ?? '').normalize('NFKC')
  const place = Math.max(0, ...words.slice(0, 1).map((word) => plain(text).indexOf(word)))
  const from = Math.max(0, place - AROUND)
  const cut = text.slice(from, place + AROUND)
  return `${from > 0 ? '…' : ''}${cut.toWellFormed()}${place + AROUND < text.length ? '…' : ''}`
}

type Found = { record: DisputeRecord; item: ItemRow; excerpt: string }
function rowOf(
  { record, item, excerpt }: Found,
  heads: Awaited<ReturnType<typeof guidelineHeads>>,
  standing: ReturnType<typeof standingOf>,
) {
  const signed = signedIn(record)
  return {
    dispute: record.id,
    item: record.item,
    external: item.external,
    snippet: snippetOf(item),
    language: item.language,
    decidedAt: Math.max(...signed.map(({ signedAt }) => signedAt ?? 0)),
    clauses: citedBy(signed, heads),
    decisions: signed.map(({ id, question, kind, values, guideline }) => ({
      id,
      question,
      kind,
      values,
      version: guideline,
      ...standing(id, 'signed'),
    })),
    excerpt: isSensitive(item.tags) ? '' : excerpt,
  }
}

/** Each cited clause once, with its number in the version its decision rests on. */
function citedBy(signed: readonly DecisionRecord[], heads: Awaited<ReturnType<typeof guidelineHeads>>) {
  const numbers = new Map<string, string>()
  for (const { clauses, guideline } of signed) {
    const version = heads.find((one) => one.version === guideline)
    for (const id of clauses)
      if (!numbers.get(id)) numbers.set(id, version?.clauses.find((clause) => clause.id === id)?.number ?? '')
  }
  return [...numbers].map(([id, number]) => ({ id, number }))
}
