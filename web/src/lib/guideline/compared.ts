import type { ParsedClause } from '#shared/guideline.ts'

/** The clauses found in one or two texts, row by row; `differs` is the first row where the headings do not match. */
export type Compared = {
  rows: { number: string; level: number; titles: (string | null)[] }[]
  differs: number | null
}

export function comparedClauses(texts: readonly (readonly ParsedClause[])[]): Compared {
  const length = Math.max(0, ...texts.map((clauses) => clauses.length))
  const rows = Array.from({ length }, (_none, i) => {
    const known = texts.map((clauses) => clauses[i]).find((clause) => clause !== undefined)!
    return {
      number: known.number,
      level: known.level,
      titles: texts.map((clauses) => clauses[i]?.title ?? null),
    }
  })
  const differs = rows.findIndex((row, i) => texts.some((clauses) => clauses[i]?.level !== row.level))
  return { rows, differs: differs < 0 ? null : differs }
}
