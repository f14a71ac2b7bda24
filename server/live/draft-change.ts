import type * as Y from 'yjs'
import {
  CLAUSE_MAP,
  type ClauseEntry,
  type DraftChange,
  FOLLOWS,
  fields,
  followsKey,
  META,
  readEntry,
  textRoot,
  textsOf,
} from '#shared/draft.ts'
import { canonicalJson, languages } from '#shared/text.ts'
import { placeClauses } from './clause-places.ts'
import { type Patience, rewrite } from './rewrite.ts'

/**
 * Does to the draft what a command did, once: `seq` is the command's entry. Words that stay the same stay in place. It
 * yields after each clause, for nobody else writes meanwhile; only its last step says that the change is in.
 */
export function* applyChange(
  doc: Y.Doc,
  change: DraftChange,
  seq: number,
  patience: Patience,
): Generator<void> {
  const held = entriesOf(doc)
  const stays = yield* staying(doc, held, change)
  const set = new Map(change.set.filter(({ id }) => !stays.has(id)).map((clause) => [clause.id, clause]))
  for (const clause of set.values()) {
    setWords(doc, clause, patience)
    yield
  }
  const entries = doc.getMap<ClauseEntry>(CLAUSE_MAP)
  const put = (id: string, entry: ClauseEntry) => {
    if (canonicalJson(held.get(id)) !== canonicalJson(entry)) entries.set(id, entry)
  }
  const ids = [...set.keys()]
  for (const [id, pos] of placeClauses(held, { ids, stays, whole: change.whole, after: change.after })) {
    const { level, from } = set.get(id) ?? held.get(id)!
    put(id, { pos, level, ...(from ? { from } : {}) })
    yield
  }
  if (change.whole)
    for (const [id, entry] of held)
      if (entry.into === undefined && !set.has(id) && !stays.has(id)) {
        put(id, { ...entry, into: null })
        yield
      }
  const meta = doc.getMap<unknown>(META)
  if (change.authoritative && meta.get('authoritative') !== change.authoritative)
    meta.set('authoritative', change.authoritative)
  meta.set('seq', seq)
}

const entriesOf = (doc: Y.Doc): Map<string, ClauseEntry> =>
  new Map(
    [...doc.getMap(CLAUSE_MAP).entries()].flatMap(([id, value]) => {
      const entry = readEntry(value)
      return entry ? [[id, entry] as const] : []
    }),
  )

/** The clauses whose unpublished words, or whose leaving, a change leaves alone. */
function* staying(
  doc: Y.Doc,
  held: ReadonlyMap<string, ClauseEntry>,
  { unless }: DraftChange,
): Generator<void, Set<string>> {
  const stays = new Set<string>()
  if (!unless) return stays
  for (const [id, { into }] of held) {
    const known = unless[id]
    const gone = into !== undefined
    if (known ? gone || canonicalJson(textsOf(doc, id)) !== canonicalJson(known) : !gone) stays.add(id)
    yield
  }
  return stays
}

/** A language that a clause no longer has is emptied. */
function setWords(doc: Y.Doc, { id, texts, follows }: DraftChange['set'][number], patience: Patience): void {
  const made = doc.getMap<string>(FOLLOWS)
  for (const language of languages) {
    for (const field of fields)
      rewrite(doc.getText(textRoot(id, language, field)), texts[language]?.[field] ?? '', patience)
    const key = followsKey(id, language)
    const of = follows[language]
    if (of === undefined) made.delete(key)
    else if (made.get(key) !== of) made.set(key, of)
  }
}
