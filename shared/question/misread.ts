import { values as en } from '../words/values.en.ts'
import { values as ja } from '../words/values.ja.ts'
import type { Language, Misread } from './shape.ts'

/** A list of options is named up to here, then counted. */
const OPTIONS_NAMED = 12

/** What was found, what was expected and how to mend it, in the reader's language; the importer adds where. */
export function sayMisread(
  misread: Misread,
  language: Language,
): { found: string; expected: string; fix: string } {
  const words = language === 'ja' ? ja : en
  const named = misread.options.slice(0, OPTIONS_NAMED)
  return {
    found: misread.found,
    expected: words.expected[misread.code]({
      named,
      more: misread.options.length - named.length,
      scale: misread.scale,
    }),
    fix: words.fix[misread.code]({ found: misread.found, suggestion: misread.suggestion }),
  }
}
