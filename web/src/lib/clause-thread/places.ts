import * as Y from 'yjs'
import { type ClauseAnchor, QUOTE_LENGTH } from '#shared/clause-thread.ts'
import { type Field, textRoot } from '#shared/draft.ts'
import type { Language } from '#shared/text.ts'

type Words = NonNullable<ClauseAnchor['words']>
/** UTF-16 places in one text. */
export type Stretch = { from: number; to: number }
export type Chosen = Stretch & { language: Language; field: Field }

/** The chosen words as an anchor: its ends cling to the words, so that what is typed beside them stays outside. */
export function anchorWords(doc: Y.Doc, clause: string, chosen: Chosen): Words | null {
  const { language, field } = chosen
  const text = doc.getText(textRoot(clause, language, field))
  const words = text.toString().slice(chosen.from, chosen.to)
  if (words.trim() === '') return null
  const from = chosen.from + words.length - words.trimStart().length
  const to = chosen.to - words.length + words.trimEnd().length
  const end = (index: number, clings: number) =>
    JSON.stringify(Y.createRelativePositionFromTypeIndex(text, index, clings))
  const quote = words.trim().slice(0, QUOTE_LENGTH)
  return { language, field, from: end(from, 0), to: end(to, -1), quote }
}

/**
 * Where the words stand now; null once nothing of them is left. Words that were taken out and put back (an undone
 * deletion, a text set anew) are other letters to the document: they are met again by what they say, if it says so once.
 */
export function placeOfWords(doc: Y.Doc, clause: string, words: Words): Stretch | null {
  const root = textRoot(clause, words.language, words.field)
  const from = indexOf(doc, root, words.from)
  const to = indexOf(doc, root, words.to)
  if (from !== null && to !== null && from < to) return { from, to }
  const text = doc.getText(root).toString()
  const met = text.indexOf(words.quote)
  if (met < 0 || text.indexOf(words.quote, met + 1) >= 0) return null
  return { from: met, to: met + words.quote.length }
}

function indexOf(doc: Y.Doc, root: string, position: string): number | null {
  try {
    const relative = Y.createRelativePositionFromJSON(JSON.parse(position))
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, doc)
    return absolute && absolute.type === doc.getText(root) ? absolute.index : null
  } catch {
    // Somebody's client wrote what is no position: the words are looked for by their quote.
    return null
  }
}
