import { and, desc, eq } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import { commit, grown, hash, leafHash } from '#shared/merkle.ts'
import { canonicalJson } from '#shared/text.ts'
import type { Writer } from './store.ts'

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
