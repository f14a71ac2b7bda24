import { fold } from './estimate-text.ts'
import { keepMask } from './queue-filter.ts'
import type { View } from './queue-view.ts'

/** Up to so many items that may hold the words are all looked at; more are looked at as the page comes to them. */
export const LOOKED_AT = 5_000
/** So many three-letter beginnings stand for a word of one or two letters; more, and it is looked for in the texts. */
const BEGINNINGS = 400

export interface Search {
  /** Every item that holds the words, 1 or 0; null when there are too many to look at each. */
  items: Uint8Array | null
  /** Whether an item holds the words; for items the index let through. */
  holds(item: number): boolean
  /** The items the index lets through, all of them: slow where the words are common. */
  narrow(): Uint8Array
}

/** Finds items by words that all stand in their text, in whole or in part; null when no word is asked for. */
export function searchItems(view: View, asked: string): Search | null {
  const words = fold(asked)
    .split(' ')
    .filter((word) => word !== '')
  if (words.length === 0) return null
  const text = view.ask.searched
  const holds = (item: number) => {
    const own = text.get(item) as string
    return words.every((word) => own.includes(word))
  }
  const match = view.words ? matchOf(view, words) : null
  const size = view.language.length
  const candidates = (most: number): number[] => {
    if (match === '') return []
    if (match && view.words)
      return view.words
        .prepare('select rowid from words where words match ? limit ?')
        .pluck()
        .all(match, most) as number[]
    return Array.from({ length: Math.min(size, most) }, (_, item) => item)
  }
  const narrow = () => {
    const name = `words ${words.join(' ')}`
    const maybe = view.masks.get(name) ?? new Uint8Array(size)
    if (!view.masks.has(name)) for (const item of candidates(size)) maybe[item] = 1
    keepMask(view, name, maybe)
    return maybe
  }
  const some = candidates(LOOKED_AT + 1)
  if (some.length > LOOKED_AT) return { items: null, holds, narrow }
  const items = new Uint8Array(size)
  for (const item of some) items[item] = holds(item) ? 1 : 0
  return { items, holds, narrow }
}

/** The index's own query: every three letters in a row of every word. '' finds nothing, null cannot be asked of the index. */
function matchOf(view: View, words: readonly string[]): string | null {
  const parts: string[] = []
  for (const word of words) {
    const letters = [...word]
    if (letters.length >= 3)
      for (let at = 2; at < letters.length; at++) parts.push(quote(letters.slice(at - 2, at + 1).join('')))
    else {
      const found = beginnings(view, word)
      if (found.length === 0) return ''
      if (found.length <= BEGINNINGS) parts.push(`(${found.map(quote).join(' OR ')})`)
    }
  }
  return parts.length === 0 ? null : [...new Set(parts)].join(' AND ')
}

const beginnings = ({ words }: View, word: string): string[] =>
  words!
    .prepare('select term from trigram where term >= ? and term < ? limit ?')
    .pluck()
    .all(word, `${word}\u{10ffff}`, BEGINNINGS + 1) as string[]

const quote = (term: string) => `"${term.replaceAll('"', '""')}"`
