import type * as Y from 'yjs'
import type { Placed, Plan } from '#lib/draft/place.ts'
import {
  CLAUSE_MAP,
  type ClauseEntry,
  FOLLOWS,
  fields,
  followsKey,
  inOrder,
  readEntry,
  textRoot,
} from '#shared/draft.ts'
import { clauseNumbers } from '#shared/guideline.ts'
import { type Language, languages } from '#shared/text.ts'

/** Whose changes are mine, beside those of an editor: what I did to the order and shape of the clauses. */
export const MINE = { name: 'mine' }

const clausesOf = (doc: Y.Doc) => doc.getMap<ClauseEntry>(CLAUSE_MAP)

/** Clauses as they stand, on levels without gaps. */
export function placedIn(doc: Y.Doc): Placed[] {
  const standing = [...clausesOf(doc).entries()]
    .flatMap(([id, value]) => {
      const entry = readEntry(value)
      return entry && entry.into === undefined ? [{ id, ...entry }] : []
    })
    .sort(inOrder)
  const numbers = clauseNumbers(standing.map(({ level }) => level))
  return standing.map(({ id, pos }, i) => ({ id, pos, level: numbers[i]!.level }))
}

/**
 * Puts clauses where the plan says; a new one may say what it was split off. A clause never vanishes, it only leaves: so a
 * new one is first put down as having left, and taking its beginning back leaves it so.
 */
export function place(doc: Y.Doc, plan: Plan, from?: { id: string; of: string }): void {
  const map = clausesOf(doc)
  doc.transact(() => {
    for (const [id, to] of Object.entries(plan)) if (!map.has(id)) map.set(id, { ...to, into: null })
  })
  doc.transact(() => {
    for (const [id, to] of Object.entries(plan)) {
      const was = map.get(id)
      if (was?.pos === to.pos && was.level === to.level && was.into === undefined) continue
      const { into, ...standing } = was ?? {}
      map.set(id, { ...standing, ...to, ...(from?.id === id && { from: from.of }) })
    }
  }, MINE)
}

/** Parts a clause at a place of its text: what stands behind goes into the new clause, a heading there becomes its title. */
export function split(
  doc: Y.Doc,
  { id, language, at, into, plan }: { id: string; language: Language; at: number; into: string; plan: Plan },
): void {
  const body = doc.getText(textRoot(id, language, 'body'))
  const words = body.toString()
  const start = words.slice(0, at).trimEnd().length
  const tail = words.slice(at).trimStart()
  const heading = /^#{1,6}[ \t]+(.+?)[ \t]*(\n+|$)/.exec(tail)
  place(doc, plan, { id: into, of: id })
  doc.transact(() => {
    body.delete(start, words.length - start)
    if (heading) doc.getText(textRoot(into, language, 'title')).insert(0, heading[1]!)
    const rest = tail.slice(heading?.[0].length ?? 0)
    if (rest) doc.getText(textRoot(into, language, 'body')).insert(0, rest)
  }, MINE)
}

/** What a clause's words become at the end of another's body. */
const asPart = ({ title, body }: Record<'title' | 'body', string>) =>
  [title.trim() && `## ${title.trim()}`, body.trim()].filter(Boolean).join('\n\n')
const wordsOf = (doc: Y.Doc, id: string, language: Language) =>
  Object.fromEntries(
    fields.map((field) => [field, doc.getText(textRoot(id, language, field)).toString()]),
  ) as Record<'title' | 'body', string>

/** How long the longest body would become if one clause went into another. */
export const mergedLength = (doc: Y.Doc, id: string, into: string): number =>
  Math.max(
    ...languages.map(
      (language) => wordsOf(doc, into, language).body.length + asPart(wordsOf(doc, id, language)).length + 2,
    ),
  )

/** Its words, in every language, go to the end of another clause, and it says where they went. */
export function merge(doc: Y.Doc, id: string, into: string): void {
  doc.transact(() => {
    for (const language of languages) {
      const part = asPart(wordsOf(doc, id, language))
      const body = doc.getText(textRoot(into, language, 'body'))
      if (part) body.insert(body.length, body.length > 0 ? `\n\n${part}` : part)
    }
    leave(doc, id, into)
  }, MINE)
}

/** It is no longer in the text. Its words stay under it, so that taking this back brings them back. */
export function leave(doc: Y.Doc, id: string, into: string | null): void {
  const entry = clausesOf(doc).get(id)
  if (entry) doc.transact(() => clausesOf(doc).set(id, { ...entry, into }), MINE)
}

/** The translation says what the authoritative text says now. */
export function follow(doc: Y.Doc, id: string, language: Language, hash: string): void {
  doc.transact(() => doc.getMap(FOLLOWS).set(followsKey(id, language), hash), MINE)
}

/** An id that no clause ever had here. */
export function freshId(doc: Y.Doc): string {
  for (;;) {
    const letters = [...crypto.getRandomValues(new Uint8Array(6))]
    const id = `c_${letters.map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`
    if (!clausesOf(doc).has(id)) return id
  }
}
