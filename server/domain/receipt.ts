import { and, eq } from 'drizzle-orm'
import type { Fact } from '#shared/facts.ts'
import { inclusion } from '#shared/merkle.ts'
import type { OpenedPart, Receipt } from '#shared/receipt.ts'
import type { Reader } from '../store/store.ts'
import { nodesOf } from './tree-head.ts'
import type { Project } from './who.ts'

/** Facts that say nothing of anybody but who made the entry. */
const ownFacts: readonly Fact['kind'][] = ['opinion.written', 'review.given']

/**
 * That an entry stands in the project's log as it is; of one's own acts with what the entry says, of others' its hash
 * alone. Many receipts of one reading share the nodes they have in common.
 */
export function receipts(
  read: Reader,
  { id: project, seq: size }: Project,
  member: string,
): (seq: number) => Promise<Receipt> {
  const { logEntry } = read.tables
  const known = new Map<string, Promise<string>>()
  const node = nodesOf(read, project)
  const at = (level: number, idx: number) => {
    const key = `${level}/${idx}`
    const found = known.get(key) ?? node(level, idx)
    known.set(key, found)
    return found
  }
  return async (seq) => {
    const [entry] = await read
      .select({ body: logEntry.body, leaf: logEntry.leaf })
      .from(logEntry)
      .where(and(eq(logEntry.project, project), eq(logEntry.seq, seq)))
    if (!entry) throw new Error(`the log of ${project} lacks entry ${seq}`)
    const own = (JSON.parse(entry.body) as { actor: string }).actor === member
    return {
      seq,
      leaf: entry.leaf,
      body: own ? entry.body : null,
      opened: own ? await openedOf(read, project, seq, member) : [],
      proof: await inclusion(seq - 1, size, at),
    }
  }
}

/** Their own words always; the facts where they are theirs alone. What was erased stays closed. */
async function openedOf(read: Reader, project: string, seq: number, member: string): Promise<OpenedPart[]> {
  const { payload } = read.tables
  const rows = await read
    .select()
    .from(payload)
    .where(and(eq(payload.project, project), eq(payload.seq, seq)))
  return rows.flatMap(({ part, salt, bytes }) => {
    if (salt === null || bytes === null) return []
    const mine = part === `text:${member}` || (part === 'facts' && isOwn(bytes))
    return mine ? [{ part, salt, bytes }] : []
  })
}

const isOwn = (facts: string): boolean =>
  (JSON.parse(facts) as Fact[]).every(({ kind }) => ownFacts.includes(kind))

/** What somebody wrote, as far as their receipt opens it: only that can be shown to have been written. */
export const wordsIn = ({ opened }: Receipt, words: string): string =>
  opened.some(
    ({ part, bytes }) =>
      part.startsWith('text:') && Object.values(JSON.parse(bytes) as Record<string, string>).includes(words),
  )
    ? words
    : ''
