import { type Basis, bases, type MarkWord } from '#shared/mark.ts'

/** Which of my marks are on the screen; `said` and `should` are canonical values of one question. */
export type MarksAsked = {
  basis: Basis
  mark?: MarkWord
  question?: string
  said?: string
  should?: string
  /** One of several rater ids; none: the one with most votes. */
  rater?: string
}
const words: readonly string[] = ['right', 'wrong', 'excused', 'none']
const isBasis = (text: string | null): text is Basis => (bases as readonly (string | null)[]).includes(text)
const isMark = (text: string | null): text is MarkWord => text !== null && words.includes(text)

/** What an address asks for; nothing where it names no basis. */
export function readAsked(search: URLSearchParams): MarksAsked | null {
  const [basis, mark] = [search.get('basis'), search.get('mark')]
  if (!isBasis(basis)) return null
  const [question, said, should, rater] = ['question', 'said', 'should', 'rater'].map(
    (name) => search.get(name) || undefined,
  )
  return {
    basis,
    ...(isMark(mark) && { mark }),
    ...(question && said !== undefined && should !== undefined && { question, said, should }),
    ...(rater && { rater }),
  }
}

/** The same as an address, and as the question to the server. */
export const asSearch = (asked: MarksAsked): string => `?${new URLSearchParams({ ...asked })}`
