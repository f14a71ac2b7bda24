import type { ClauseView } from '#lib/answers.ts'
import type { Language } from '#shared/text.ts'

/** Which texts are shown: one language, or both side by side. */
export type Shown = Language | 'both'
export type Reading = {
  clause: ClauseView
  texts: { language: Language; title: string; body: string; instead: boolean }[]
}

/** What to show of a clause. Where the wanted language has no text, the other stands in and says so. */
export function readingOf(clause: ClauseView, shown: Shown): Reading['texts'] {
  const both: Language[] = ['en', 'ja']
  const has = both.filter((language) => clause.texts[language])
  const wanted = shown === 'both' ? has : has.filter((language) => language === shown)
  const chosen = wanted.length > 0 ? wanted : has.slice(0, 1)
  return chosen.map((language) => ({ language, ...clause.texts[language]!, instead: wanted.length === 0 }))
}
