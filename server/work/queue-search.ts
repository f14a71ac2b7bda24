import { fold } from './estimate-text.ts'
import { keepNewest, type Search } from './queue-known.ts'
import type { View } from './queue-view.ts'

/** Up to so many items that may hold the words are all looked at; more are looked at as the page comes to them. */
const LOOKED_AT = 5_000
/** So many three-letter beginnings stand for a word of one or two letters; more, and it is looked for in the texts. */
const BEGINNINGS = 400
/** Parts of the words the index is asked for where all would be a list of most items each: the texts say the rest. */
const PARTS = 2
const PARTS_OF_RARE = 12

/** What is known of an item's text. */
const [UNREAD, HOLDS, LACKS] = [0, 1, 2]

/** Finds items by words that all stand in their text, in whole or in part; null when no word is asked for. */
export function searchItems(view: View, asked: string): Search | null {
  const words = fold(asked)
    .split(' ')
    .filter((word) => word !== '')
  if (words.length === 0) return null
  const name = words.join(' ')
  const search = view.searches.get(name) ?? searchWords(view, words)
  keepNewest(view.searches, name, search)
  return search
}

function searchWords(view: View, words: readonly string[]): Search {
  const known = new Uint8Array(view.language.length)
  const holds = (item: number) => {
    if (known[item] === UNREAD) {
      const own = view.ask.searched.get(item) as string
      known[item] = words.every((word) => own.includes(word)) ? HOLDS : LACKS
    }
    return known[item] === HOLDS
  }
  const parts = view.words ? partsOf(view, words) : []
  const some = candidates(view, parts && spread(parts, PARTS_OF_RARE), LOOKED_AT + 1)
  if (some.length <= LOOKED_AT) {
    const among = new Uint8Array(known.length)
    for (const item of some) among[item] = holds(item) ? 1 : 0
    return { among, exact: true, holds, narrow() {} }
  }
  const search: Search = {
    among: null,
    exact: false,
    holds,
    narrow() {
      if (search.among) return
      search.among = new Uint8Array(known.length)
      for (const item of candidates(view, parts && spread(parts, PARTS), known.length)) search.among[item] = 1
    },
  }
  return search
}

/** The first items that have all these parts; none where the parts are null. */
function candidates(view: View, parts: readonly string[] | null, most: number): number[] {
  if (!parts) return []
  if (parts.length === 0)
    return Array.from({ length: Math.min(view.language.length, most) }, (_, item) => item)
  return view
    .words!.prepare('select rowid from words where words match ? limit ?')
    .pluck()
    .all(parts.join(' AND '), most) as number[]
}

/** At most so many of them, from the first to the last. */
const spread = <T>(all: readonly T[], most: number): T[] =>
  all.length <= most
    ? [...all]
    : Array.from({ length: most }, (_, n) => all[Math.round((n * (all.length - 1)) / (most - 1))]!)

/** What the index can be asked for: every three letters in a row of every word. Null when it knows of none. */
function partsOf(view: View, words: readonly string[]): string[] | null {
  const parts = new Set<string>()
  for (const word of words) {
    const letters = [...word]
    for (let at = 2; at < letters.length; at++) parts.add(quote(letters.slice(at - 2, at + 1).join('')))
    if (letters.length >= 3) continue
    const found = beginnings(view, word)
    if (found.length === 0) return null
    if (found.length <= BEGINNINGS) parts.add(`(${found.map(quote).join(' OR ')})`)
  }
  return [...parts]
}

const beginnings = ({ words }: View, word: string): string[] =>
  words!
    .prepare('select term from trigram where term >= ? and term < ? limit ?')
    .pluck()
    .all(word, `${word}\u{10ffff}`, BEGINNINGS + 1) as string[]

const quote = (term: string) => `"${term.replaceAll('"', '""')}"`
