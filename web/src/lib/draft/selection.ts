import type { SharedDraft } from '#lib/draft/draft.svelte.ts'
import type { Field } from '#shared/draft.ts'
import { placeOf } from '#shared/seen-words.ts'
import { type Language, languages } from '#shared/text.ts'

/** Words of one text of a clause that somebody chose: UTF-16 places in its Markdown. */
export type Chosen = { language: Language; field: Field; from: number; to: number }

/**
 * What is marked on the page within a clause that nobody has in hand. Read as it is rendered, it is looked for in the
 * Markdown; null where it does not stand there as one piece, or more than once.
 */
export function chosenIn(clause: string, draft: SharedDraft): Chosen | null {
  const chosen = getSelection()
  const words = chosen?.toString().trim() ?? ''
  const within = chosen?.anchorNode?.parentElement
  if (words === '' || within?.closest('article')?.id !== clause) return null
  const lang = within.closest('[lang]')?.getAttribute('lang')
  const language = languages.find((one) => one === lang)
  if (!language) return null
  const field = within.closest('.title') ? 'title' : 'body'
  const place = placeOf(draft.words(clause, language, field), words)
  return place && { language, field, ...place }
}
