import { and, asc, desc, eq, gt, lte } from 'drizzle-orm'
import type { Told } from '#shared/events.ts'
import type { Fact } from '#shared/facts.ts'
import { commit, grown, hash, leafHash } from '#shared/merkle.ts'
import { canonicalJson } from '#shared/text.ts'
import type { Reader, Writer } from './store.ts'

/** The version of the rules in shared/ that computed this entry's facts. */
export const RULE = 'gogi/1'

/** One author's free text: erasable, so committed apart from the facts. `of` names what it belongs to. */
export type Text = { author: string; of: string; words: string }
export type Draft = {
  kind: string
  at: number
  actor: string
  subject: string
  round: number
  key: string
  facts: Fact[]
  texts: Text[]
}

/** What the bytes of an entry say: strings and integers only, stored and hashed as stored. */
export type Entry = {
  v: 1
  seq: number
  at: number
  project: string
  kind: string
  actor: string
  subject: string
  round: number
  rule: string
  guideline: string
  cmd: string
  commits: { part: string; commit: string }[]
}

/** Appends one entry under the project's lock: entry, tree and contents in the caller's transaction. */
export async function append(
  tx: Writer,
  project: string,
  seq: number,
  draft: Draft,
  salt: () => string,
): Promise<Entry> {
  const { logEntry, logNode, payload, guideline } = tx.tables
  const [binding] = await tx
    .select({ hash: guideline.hash })
    .from(guideline)
    .where(eq(guideline.project, project))
    .orderBy(desc(guideline.version))
    .limit(1)
  const parts = [
    { part: 'facts', bytes: canonicalJson(draft.facts), salt: salt() },
    ...textParts(draft.texts).map((part) => ({ ...part, salt: salt() })),
  ]
  const entry: Entry = {
    v: 1,
    seq,
    at: draft.at,
    project,
    kind: draft.kind,
    actor: draft.actor,
    subject: draft.subject,
    round: draft.round,
    rule: RULE,
    guideline: binding?.hash ?? '',
    cmd: hash(draft.key),
    commits: parts.map(({ part, bytes, salt }) => ({ part, commit: commit(salt, bytes) })),
  }
  const body = JSON.stringify(entry)
  const leaf = leafHash(new TextEncoder().encode(body))
  await tx.insert(logEntry).values({ project, seq, body, leaf })
  const at = async (level: number, idx: number) => {
    const [node] = await tx
      .select({ hash: logNode.hash })
      .from(logNode)
      .where(and(eq(logNode.project, project), eq(logNode.level, level), eq(logNode.idx, idx)))
    if (!node) throw new Error(`the log of ${project} lacks node ${level}/${idx}`)
    return node.hash
  }
  await tx.insert(logNode).values((await grown(seq - 1, leaf, at)).map((node) => ({ project, ...node })))
  await tx.insert(payload).values(parts.map((part) => ({ project, seq, ...part })))
  return entry
}

/** One payload for each author, so that one person's words can be erased without another's. */
function textParts(texts: readonly Text[]): { part: string; bytes: string }[] {
  return [...Map.groupBy(texts, ({ author }) => author)].map(([author, own]) => ({
    part: `text:${author}`,
    bytes: canonicalJson(Object.fromEntries(own.map(({ of, words }) => [of, words]))),
  }))
}

/** How far the clocks of servers may lie apart, ms. */
const APART_MS = 60_000

/**
 * The moment of the next entry, never before the last one, which another server's clock may have made. One that lies further
 * ahead was a wrong clock, and is not followed.
 */
export async function nextAt(
  read: Reader,
  { id, seq }: { id: string; seq: number },
  now: number,
): Promise<number> {
  const { logEntry } = read.tables
  const [last] = await read
    .select({ body: logEntry.body })
    .from(logEntry)
    .where(and(eq(logEntry.project, id), eq(logEntry.seq, seq)))
  const { at } = last ? (JSON.parse(last.body) as Entry) : { at: 0 }
  return at - now > APART_MS ? now : Math.max(at, now)
}

type Recorded = { project: string; seq: number; at: number; facts: Fact[]; told: Told[] }

/** What was recorded after an entry, with what was told of it and to whom, as whoever committed it told it. */
export async function recordedAfter(
  read: Reader,
  project: string,
  after: number,
  limit: number,
): Promise<Recorded[]> {
  const { logEntry, payload, event } = read.tables
  const entries = await read
    .select({ seq: logEntry.seq, body: logEntry.body, facts: payload.bytes })
    .from(logEntry)
    .innerJoin(
      payload,
      and(eq(payload.project, logEntry.project), eq(payload.seq, logEntry.seq), eq(payload.part, 'facts')),
    )
    .where(and(eq(logEntry.project, project), gt(logEntry.seq, after)))
    .orderBy(asc(logEntry.seq))
    .limit(limit)
  const last = entries.at(-1)?.seq ?? after
  const rows = await read
    .select()
    .from(event)
    .where(and(eq(event.project, project), gt(event.seq, after), lte(event.seq, last)))
    .orderBy(asc(event.seq), asc(event.n))
  const told = Map.groupBy(rows, ({ seq }) => seq)
  return entries.map(({ seq, body, facts }) => ({
    project,
    seq,
    at: (JSON.parse(body) as Entry).at,
    facts: JSON.parse(facts ?? '[]') as Fact[],
    told: (told.get(seq) ?? []).map(({ audience, body }) => ({ to: audience, event: body })),
  }))
}
