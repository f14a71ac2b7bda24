import * as Y from 'yjs'
import {
  BODY_LENGTH,
  CLAUSE_MAP,
  type ClauseEntry,
  clauseOf,
  DRAFT_LENGTH,
  FOLLOWS,
  readEntry,
  readTextRoot,
  TITLE_LENGTH,
} from '#shared/draft.ts'
import { CLAUSES } from '#shared/guideline.ts'
import type { RefusedWhy } from '#shared/live-text.ts'
import { type Added, type Change, type Deleted, isPlain } from './change.ts'
import { isPosition } from './clause-places.ts'
import type { Judge, Verdict } from './kind.ts'
import type { RootNames } from './root-names.ts'

/** Clauses that a draft remembers, those included that have left it: ids are never given again. */
const REMEMBERED = 10 * CLAUSES
const HASH = /^[0-9a-f]{64}$/

const malformed: Verdict = { kind: 'malformed' }
const refused = (part: string, why: RefusedWhy): Verdict => ({ kind: 'refused', part, why })

/** Whoever may write in the draft writes in the clauses that are theirs to change, and only what a draft consists of. */
export function judgeDraft(doc: Y.Doc, names: RootNames): Judge {
  const watched = watch(doc, names)
  return (change, right) => {
    const touched = touchedBy(change)
    if (!touched || !change.added.every(isSound)) return malformed
    for (const clause of touched.clauses) {
      const known = watched.entries.has(clause)
      if (!known && !touched.entries.has(clause)) return malformed
      if (!right.touches(clause) || !(known || right.begins(clause))) return refused(clause, 'protected')
    }
    const taken = entryTaken(change)
    if (taken) return refused(taken, 'protected')
    return tooMuch(touched, watched) ?? { kind: 'fine', parts: [...touched.written] }
  }
}

/** What has to be known of a draft to judge what is done to it, kept up with every change and never counted anew. */
type Watched = {
  lengths: Map<string, number>
  letters: number
  entries: Map<string, ClauseEntry>
  standing: number
}
const stands = (entry: ClauseEntry | null | undefined): number => (entry && entry.into === undefined ? 1 : 0)

function watch(doc: Y.Doc, { nameOf }: RootNames): Watched {
  const watched: Watched = { lengths: new Map(), letters: 0, entries: new Map(), standing: 0 }
  const measure = (root: string) => {
    const { length } = doc.getText(root)
    watched.letters += length - (watched.lengths.get(root) ?? 0)
    watched.lengths.set(root, length)
  }
  const clauses = doc.getMap(CLAUSE_MAP)
  const enter = (id: string) => {
    const entry = readEntry(clauses.get(id))
    watched.standing += stands(entry) - stands(watched.entries.get(id))
    if (entry) watched.entries.set(id, entry)
  }
  for (const root of [...doc.share.keys()]) if (readTextRoot(root)) measure(root)
  for (const id of clauses.keys()) enter(id)
  doc.on('afterTransaction', ({ changed }) => {
    for (const [type, keys] of changed) {
      const root = nameOf(type) ?? ''
      if (readTextRoot(root)) measure(root)
      if (root === CLAUSE_MAP) for (const key of keys) if (key) enter(key)
    }
  })
  return watched
}

type Touched = {
  clauses: Set<string>
  /** Those in whose words something is written or deleted. */
  written: Set<string>
  /** Where clauses would stand. */
  entries: Map<string, ClauseEntry | null>
  /** Letters by which each text would grow. */
  growth: Map<string, number>
}

/** The clauses a change is about; null where it is about something that is none. */
function touchedBy({ added, deleted }: Change): Touched | null {
  const touched: Touched = { clauses: new Set(), written: new Set(), entries: new Map(), growth: new Map() }
  const touch = ({ place: { root, key } }: Added | Deleted, letters: number): string | null => {
    const clause = clauseOf(root, key)
    if (clause === null) return null
    touched.clauses.add(clause)
    if (key !== null || letters === 0) return clause
    touched.written.add(clause)
    touched.growth.set(root, (touched.growth.get(root) ?? 0) + letters)
    return clause
  }
  for (const one of added) {
    const clause = touch(one, one.letters)
    if (clause === null) return null
    const { content } = one.item
    if (one.place.root === CLAUSE_MAP && content instanceof Y.ContentAny)
      touched.entries.set(clause, readEntry(content.arr[0]))
  }
  for (const one of deleted) if (touch(one, -one.letters) === null) return null
  return touched
}

function isSound({ item, place: { root, key } }: Added): boolean {
  const { content } = item
  if (content instanceof Y.ContentDeleted) return true
  if (key === null)
    return isPlain(item) && !(readTextRoot(root)?.field === 'title' && hasLines(content as Y.ContentString))
  if (!(content instanceof Y.ContentAny) || content.arr.length !== 1) return false
  const [value] = content.arr as unknown[]
  return root === FOLLOWS ? typeof value === 'string' && HASH.test(value) : isEntry(value, key)
}
const hasLines = ({ str }: Y.ContentString): boolean => str.includes('\n')

/** An entry and nothing else, at a position that others can be placed beside. */
function isEntry(value: unknown, id: string): boolean {
  const entry = readEntry(value)
  return (
    entry !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value as object).length === Object.keys(entry).length &&
    isPosition(entry.pos) &&
    entry.from !== id &&
    entry.into !== id
  )
}

/** A clause whose entry would go and leave nothing in its place: clauses leave the text by saying where their words went. */
function entryTaken({ added, deleted }: Change): string | null {
  const inMap = ({ place }: Added | Deleted) => place.root === CLAUSE_MAP
  const gone = [...added.filter(({ item }) => item.content instanceof Y.ContentDeleted), ...deleted].filter(
    inMap,
  )
  if (gone.length === 0) return null
  const nameOf = ({ client, clock }: Y.ID) => `${client} ${clock}`
  const followed = new Set(
    added.filter(inMap).flatMap(({ item }) => (item.origin ? nameOf(item.origin) : [])),
  )
  return gone.find(({ item }) => !followed.has(nameOf(item.lastId)))?.place.key ?? null
}

function tooMuch({ growth, entries }: Touched, watched: Watched): Verdict | null {
  let more = 0
  for (const [root, letters] of growth) {
    const named = readTextRoot(root)!
    const limit = named.field === 'title' ? TITLE_LENGTH : BODY_LENGTH
    if (letters > 0 && (watched.lengths.get(root) ?? 0) + letters > limit)
      return refused(named.clause, 'too-long')
    more += letters
  }
  if (more > 0 && watched.letters + more > DRAFT_LENGTH) return refused('', 'too-long')
  let [standing, begun] = [0, 0]
  for (const [clause, entry] of entries) {
    const before = watched.entries.get(clause)
    standing += stands(entry) - stands(before)
    begun += before ? 0 : 1
  }
  const many = standing > 0 && watched.standing + standing > CLAUSES
  return many || (begun > 0 && watched.entries.size + begun > REMEMBERED) ? refused('', 'too-many') : null
}
