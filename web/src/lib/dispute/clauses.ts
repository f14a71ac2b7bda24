import type { RoomClause } from '#lib/dispute/room-view.ts'
import { locale } from '#lib/words.ts'

/** A clause's text in the reader's language, or in the one it has. */
export function clauseText({ texts }: Pick<RoomClause, 'texts'>): {
  lang: 'en' | 'ja'
  title: string
  body: string
} {
  const lang = texts[locale()] ? locale() : texts.en ? 'en' : 'ja'
  return { lang, title: texts[lang]?.title ?? '', body: texts[lang]?.body ?? '' }
}
export const clauseTitle = (clause: Pick<RoomClause, 'texts'>): string => clauseText(clause).title

const folded = (text: string) => text.normalize('NFKC').toLowerCase()

/** Clauses whose number begins so, or whose words hold what was typed, in any language; `#` may stand before it. */
export function findClauses(clauses: readonly RoomClause[], typed: string): RoomClause[] {
  const wanted = folded(typed).replace(/^#/, '').trim()
  if (wanted === '') return [...clauses]
  const texts = (clause: RoomClause) => Object.values(clause.texts)
  const byNumber = clauses.filter(({ number }) => number.startsWith(wanted))
  const byTitle = clauses.filter((clause) =>
    texts(clause).some(({ title }) => folded(title).includes(wanted)),
  )
  const byBody = clauses.filter((clause) => texts(clause).some(({ body }) => folded(body).includes(wanted)))
  return [...new Set([...byNumber, ...byTitle, ...byBody])]
}

/** "2.1 · 2.2" as the version names them; an id that the version does not know stays an id. */
export const citedNumbers = (clauses: readonly RoomClause[], ids: readonly string[]): RoomClause[] =>
  ids
    .flatMap((id) => clauses.find((clause) => clause.id === id) ?? [])
    .sort((a, b) => a.position - b.position)
