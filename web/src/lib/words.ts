import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { Role } from '#shared/member.ts'
import type { Language } from '#shared/text.ts'

/** The interface's language. */
export const locale = (): Language => (getLocale() === 'ja' ? 'ja' : 'en')

/** What stands in the reader's language, or in the other where it was left empty. */
export const inMyLanguage = (text: { en: string; ja: string }): string => text[locale()] || text.en || text.ja

const roleWords = {
  lead: m.role_lead,
  panelist: m.role_panelist,
  rater: m.role_rater,
  auditor: m.role_auditor,
  owner: m.role_owner,
}
export const roleWord = (role: Role | 'owner'): string => roleWords[role]()

/** "Lead, panelist": several words as one, in the reader's way of listing. */
export const listed = (words: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'conjunction', style: 'narrow' }).format(words)

/** A whole number with the separators of the reader's language. */
export const counted = (n: number): string => n.toLocaleString(locale())
