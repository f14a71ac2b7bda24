import { type ClauseText, clauseNumbers } from './guideline.ts'
import { hash } from './merkle.ts'
import { canonicalJson, type Language, languages } from './text.ts'

/**
 * The guideline as it is being written: one shared document a project, `/live/docs/guideline/<project id>`. Its roots are
 * - `meta`: a map that only the server writes: `authoritative` (language), `seq` (the last entry whose change is in it);
 * - `clauses`: a map from clause id to `ClauseEntry`;
 * - `follows`: a map from `<clause>/<language>` to the hash of the authoritative text that translation was made for;
 * - `<clause>/<language>/title` and `/body`: one text each. Markdown; a title is one line.
 * Nothing is nested, so two people who begin the same text write into the same one.
 */
export const META = 'meta'
export const CLAUSE_MAP = 'clauses'
export const FOLLOWS = 'follows'

/** Longest title and body of one clause in one language, UTF-16 units, and of all together. */
export const TITLE_LENGTH = 300
export const BODY_LENGTH = 100_000
export const DRAFT_LENGTH = 4_000_000
export const CLAUSE_ID = /^c_[a-z]{6}$/

/**
 * Where a clause stands: a fractional position, which sorts as a string (equal ones by id), and a level from 1 to 6.
 * `from`: it was split off that clause. `into`: it is no longer in the text; its words went into that clause, or (null) nowhere.
 */
export type ClauseEntry = { pos: string; level: number; from?: string; into?: string | null }
export const LEVELS = 6

export type Field = 'title' | 'body'
export const fields = ['title', 'body'] as const
export const textRoot = (clause: string, language: Language, field: Field): string =>
  `${clause}/${language}/${field}`
export function readTextRoot(root: string): { clause: string; language: Language; field: Field } | null {
  const parts = /^(c_[a-z]{6})\/(en|ja)\/(title|body)$/.exec(root)
  return parts && { clause: parts[1]!, language: parts[2] as Language, field: parts[3] as Field }
}
export const followsKey = (clause: string, language: Language): string => `${clause}/${language}`

/** The clause that a change to a root, or to one key of a map, is about; null where it is about none or must not be. */
export function clauseOf(root: string, key: string | null): string | null {
  if (root === CLAUSE_MAP) return key !== null && CLAUSE_ID.test(key) ? key : null
  if (root === FOLLOWS) return /^(c_[a-z]{6})\/(en|ja)$/.exec(key ?? '')?.[1] ?? null
  return key === null ? (readTextRoot(root)?.clause ?? null) : null
}

/** One clause as the draft has it. `follows`: for each translation, the hash of the authoritative text it was made for. */
export type DraftClause = {
  id: string
  level: number
  number: string
  from: string | null
  texts: Partial<Record<Language, ClauseText>>
  follows: Partial<Record<Language, string>>
}
export type Draft = {
  authoritative: Language
  /** The last entry whose change is in it. */
  seq: number
  clauses: DraftClause[]
  /** Clauses that are no longer in the text, and where their words went. */
  gone: { id: string; into: string | null }[]
}
/** What a Yjs document looks like from here: shared code loads no Yjs. */
export type DraftDocument = {
  getMap(name: string): { get(key: string): unknown; entries(): Iterable<[string, unknown]> }
  getText(name: string): { toString(): string; readonly length: number }
}

/** A value somebody's client put into the map of clauses, or null where it is none. */
export function readEntry(value: unknown): ClauseEntry | null {
  if (typeof value !== 'object' || value === null) return null
  const { pos, level, from, into } = value as Partial<Record<keyof ClauseEntry, unknown>>
  if (typeof pos !== 'string' || !/^[0-9A-Za-z]{1,200}$/.test(pos)) return null
  if (!Number.isInteger(level) || (level as number) < 1 || (level as number) > LEVELS) return null
  const named = (id: unknown) => typeof id === 'string' && CLAUSE_ID.test(id)
  if (from !== undefined && !named(from)) return null
  if (into !== undefined && into !== null && !named(into)) return null
  return {
    pos,
    level: level as number,
    ...(from === undefined ? {} : { from: from as string }),
    ...(into === undefined ? {} : { into: into as string | null }),
  }
}

/** The clauses of a document in their order, numbered. */
export function readDraft(doc: DraftDocument): Draft {
  const meta = doc.getMap(META)
  const follows = doc.getMap(FOLLOWS)
  const entries = [...doc.getMap(CLAUSE_MAP).entries()].flatMap(([id, value]) => {
    const entry = CLAUSE_ID.test(id) ? readEntry(value) : null
    return entry ? [{ id, ...entry }] : []
  })
  const standing = entries.filter(({ into }) => into === undefined).sort(inOrder)
  const numbers = clauseNumbers(standing.map(({ level }) => level))
  return {
    authoritative: meta.get('authoritative') === 'ja' ? 'ja' : 'en',
    seq: Number(meta.get('seq') ?? 0),
    clauses: standing.map(({ id, from }, i) => {
      const texts = textsOf(doc, id)
      const made = languages.flatMap((language) => {
        const of = texts[language] && follows.get(followsKey(id, language))
        return typeof of === 'string' ? [[language, of]] : []
      })
      return { id, ...numbers[i]!, from: from ?? null, texts, follows: Object.fromEntries(made) }
    }),
    gone: entries
      .filter(({ into }) => into !== undefined)
      .map(({ id, into }) => ({ id, into: into ?? null }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

export const inOrder = (a: { id: string; pos: string }, b: { id: string; pos: string }): number =>
  a.pos < b.pos ? -1 : a.pos > b.pos ? 1 : a.id < b.id ? -1 : 1

/** What one clause says, in the languages it says anything in. */
export function textsOf(doc: DraftDocument, clause: string): DraftClause['texts'] {
  const texts: DraftClause['texts'] = {}
  for (const language of languages) {
    const [title, body] = fields.map((field) => doc.getText(textRoot(clause, language, field)).toString())
    if (title || body) texts[language] = { title: title!.trim(), body: body!.trim() }
  }
  return texts
}

/** Of texts that were hashed: one of two thousand clauses is looked at from many sides. */
const hashes = new WeakMap<ClauseText, string>()
const NOTHING = hash(canonicalJson({}))

/** What a clause says in one language; equal words are an equal hash. Texts are never changed, only replaced. */
export function textHash(text: ClauseText | undefined): string {
  if (!text) return NOTHING
  const known = hashes.get(text)
  if (known !== undefined) return known
  const found = hash(canonicalJson(text))
  hashes.set(text, found)
  return found
}

/** The translations of a clause that were made for other words than the authoritative ones of now. */
export function behind(clause: Pick<DraftClause, 'texts' | 'follows'>, authoritative: Language): Language[] {
  const now = textHash(clause.texts[authoritative])
  return languages.filter(
    (language) => language !== authoritative && clause.texts[language] && clause.follows[language] !== now,
  )
}

/** What of a draft is published: a hash over it tells whether what somebody saw is what is there. */
export const draftHash = ({ authoritative, clauses, gone }: Draft): string =>
  hash(canonicalJson({ authoritative, clauses, gone }))

/**
 * What a command did to the draft, applied by the server once, in the order of entries: clauses to set, and with `whole`
 * every other clause leaves the text. `unless`: clauses that read otherwise than this stay as they are.
 */
export type DraftChange = {
  authoritative?: Language
  set: Omit<DraftClause, 'number'>[]
  whole: boolean
  unless?: Record<string, DraftClause['texts']>
  /** The clause a new one comes after; null: at the beginning. */
  after?: string | null
}
