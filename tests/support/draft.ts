import { eq } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Protection } from '#shared/clause.ts'
import {
  CLAUSE_MAP,
  type ClauseEntry,
  type DraftChange,
  type Field,
  FOLLOWS,
  followsKey,
  readDraft,
  textRoot,
} from '#shared/draft.ts'
import type { Language } from '#shared/text.ts'
import { projectOf } from '../../server/domain/who.ts'
import type { TestHouse } from './house.ts'

/** What is done to a draft, as an editor does it. */
export const wordsOf = (
  doc: Y.Doc,
  clause: string,
  field: Field = 'body',
  language: Language = 'en',
): Y.Text => doc.getText(textRoot(clause, language, field))
export const entryOf = (doc: Y.Doc, clause: string): ClauseEntry =>
  doc.getMap(CLAUSE_MAP).get(clause) as ClauseEntry
export const place = (doc: Y.Doc, clause: string, entry: unknown): unknown =>
  doc.getMap(CLAUSE_MAP).set(clause, entry)
export const follow = (doc: Y.Doc, clause: string, hash: unknown, language: Language = 'ja'): unknown =>
  doc.getMap(FOLLOWS).set(followsKey(clause, language), hash)
/** Clauses in their order with their English words. */
export const outline = (doc: Y.Doc): string[] =>
  readDraft(doc).clauses.map(
    ({ number, id, texts }) => `${number} ${id} ${texts.en?.title}: ${texts.en?.body}`,
  )

/** The draft as a house keeps it: found in its database, not in what is open. */
export async function storedDraft({ installation }: TestHouse, project: string): Promise<Y.Doc> {
  const stored = (await installation.texts.load(`guideline/${project}`))!
  const doc = new Y.Doc()
  if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot)
  for (const { data } of stored.rows) Y.applyUpdate(doc, data)
  return doc
}

/** Rows as the commands leave them, without asking the commands. */
export async function protect(
  house: TestHouse,
  clause: string,
  protection: Protection,
  owners: string[] = [],
) {
  const { id, seq } = await projectOf(house.store.read, house.key)
  await house.store.transact(id, async (tx) => {
    const { clauseRule } = tx.tables
    await tx.delete(clauseRule).where(eq(clauseRule.clause, clause))
    await tx.insert(clauseRule).values({ project: id, clause, protection, owners, since: seq, until: null })
  })
  house.installation.documents.changed(id)
}
/** What a command did to the draft, stored beside its entry and not yet taken in. */
export async function change(house: TestHouse, body: DraftChange): Promise<number> {
  const { seq: since } = await house.act('link.invite', { name: 'Somebody', roles: ['rater'] })
  const { id: project } = await projectOf(house.store.read, house.key)
  await house.store.transact(project, (tx) =>
    tx.insert(tx.tables.draftChange).values({ project, since, body }),
  )
  return since
}
/** A new clause that somebody proposes. */
export async function propose(house: TestHouse, clause: string): Promise<void> {
  const { id, seq } = await projectOf(house.store.read, house.key)
  const words = { base: { title: '', body: '' }, next: { title: 'N', body: '' }, reason: 'r', answer: '' }
  const empty = { disputes: [], asked: [], decidedBy: null, version: null, until: null }
  await house.store.transact(id, (tx) =>
    tx.insert(tx.tables.proposal).values({
      ...empty,
      project: id,
      id: house.house.newId(),
      clause,
      after: '',
      level: 1,
      language: 'en',
      by: 'somebody',
      at: 1,
      base: '',
      hash: '',
      state: 'open',
      words,
      since: seq,
    }),
  )
  house.installation.documents.changed(id)
}
