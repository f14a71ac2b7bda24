import { fill } from './refusals.ts'
import type { Language } from './text.ts'
import { unsaid as en } from './words/unsaid.en.ts'
import { unsaid as ja } from './words/unsaid.ja.ts'

/** Why a number is not said (law 9): `n` of the `of` that it takes. */
export type Unsaid = { code: keyof typeof en; n: number; of: number }

const words: Record<Language, Record<Unsaid['code'], string>> = { en, ja }
/** The sentence that stands where the number would. */
export const unsaidWords = ({ code, n, of }: Unsaid, language: Language): string =>
  fill(words[language][code], { n, of })
