import { m } from '#lib/paraglide/messages.js'
import { locale } from '#lib/words.ts'
import { type RefusalCode, refusalWords } from '#shared/refusals.ts'

/** Why one of many was not signed. Whoever was first is not named here: the row's room says it. */
export function sayRefused(code: RefusalCode): string {
  if (code === 'decided-already') return m.consent_refused_first()
  if (code === 'reason-needed') return m.consent_refused_unmet()
  return refusalWords(code, {}, locale())
}
