import { locale } from '#lib/words.ts'

/** Languages that can be chosen from the list; what a panelist or an item names beyond them is shown all the same. */
const offered =
  'ja en zh ko es pt fr de it nl sv pl cs uk ru tr ar he fa hi bn ta te ur id ms vi th tl sw am el hu ro fi da nb'

/** A language's name in the reader's language; its code where there is none. */
export const languageName = (code: string): string => {
  try {
    return new Intl.DisplayNames([locale()], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

/** All that can still be added, by name; the two that most projects read come first. */
export function languagesToAdd(chosen: readonly string[]): { value: string; label: string }[] {
  const [ja, en, ...rest] = offered.split(' ').filter((code) => !chosen.includes(code))
  const named = (code: string) => ({ value: code, label: languageName(code) })
  const { compare } = new Intl.Collator(locale())
  return [
    ...[ja, en].flatMap((code) => (code ? [named(code)] : [])),
    ...rest.map(named).sort((a, b) => compare(a.label, b.label)),
  ]
}
