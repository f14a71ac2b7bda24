import type { CompareRow } from '#lib/guideline/views.ts'
import type { DraftClause } from '#shared/draft.ts'
import type { Envelope } from '#shared/events.ts'

/** What is said of the draft by commands; letters typed into it make no entry. */
export const draftMoves = ({ kind }: Envelope['events'][number]): boolean =>
  /^(guideline\.published|draft\.|clause\.|proposal\.|proposals\.)/.test(kind)

/** Clauses beside nothing: before the first version there is none. */
export const beside = (clauses: readonly DraftClause[]): CompareRow[] =>
  clauses.map(({ id, number, texts }) => ({
    id,
    was: null,
    now: { number, texts },
    change: 'new',
    moved: false,
    authors: [],
  }))

/** The number of each clause: as it will be, or as it was where it goes. */
export const numbersOf = (rows: readonly CompareRow[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ id, was, now }) => [id, now?.number ?? was?.number ?? id]))

/** Clauses of the draft that read otherwise than when they were last looked at. */
export function newlyMoved(before: readonly CompareRow[], after: readonly CompareRow[]): string[] {
  const words = (rows: readonly CompareRow[]) =>
    new Map(rows.map(({ id, now }) => [id, JSON.stringify(now?.texts)]))
  const [was, is] = [words(before), words(after)]
  return [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id))
}
