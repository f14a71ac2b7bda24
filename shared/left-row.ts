import type { Language } from './text.ts'
import { left as en, type LeftWords } from './words/left-row.en.ts'
import { left as ja } from './words/left-row.ja.ts'

/** Why a row of a list that somebody brings cannot be taken. */
export type LeftCode = keyof typeof en
/** One such row. `row` counts from 1; `found` and `expected` are words of the file and of the project, in no language of ours. */
export type LeftRow = {
  row: number
  code: LeftCode
  found: string
  expected: string
  /** The answer most likely meant, to be confirmed by a person. */
  meant: string | null
}
/** Rows an answer names; the rest are counted. */
export const LEFT_SHOWN = 200
/** What was found is quoted, not repeated at length. */
const FOUND = 80

export function leftRow(
  row: number,
  code: LeftCode,
  { found = '', expected = '', meant = null }: Partial<Omit<LeftRow, 'row' | 'code'>> = {},
): LeftRow {
  return { row, code, found: shortened(found), expected, meant }
}

function shortened(text: string): string {
  const line = [...text.replace(/\p{Cc}+/gu, ' ')]
  return line.length <= FOUND ? line.join('') : `${line.slice(0, FOUND).join('')}…`
}

/** What was found, what was expected and how to mend it. */
export function sayLeft({ code, found, expected, meant }: LeftRow, language: Language): LeftWords {
  const words = (language === 'ja' ? ja : en)[code]
  const params: Record<string, string> = { found, expected, meant: meant ?? '' }
  const fill = (sentence: string) => sentence.replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole)
  const fix = meant !== null && 'fixMeant' in words ? words.fixMeant : words.fix
  return { found: fill(words.found), expected: fill(words.expected), fix: fill(fix) }
}

/** What a list did or, only looked at, would do. */
export type RowsAnswer = {
  added: number
  same: number
  superseding: number
  left: LeftRow[]
  leftTotal: number
}
