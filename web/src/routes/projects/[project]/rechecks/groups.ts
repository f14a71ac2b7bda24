import type { RecheckRow } from '#lib/guideline/views.ts'

/** Re-checks that one change asks for: of one version, for the same clauses. */
export type Group = { key: string; version: number; clauses: RecheckRow['clauses']; rows: RecheckRow[] }

export function grouped(rows: readonly RecheckRow[]): Group[] {
  const keyOf = ({ version, clauses }: RecheckRow) =>
    `${version}-${clauses
      .map(({ id }) => id)
      .sort()
      .join('-')}`
  return [...Map.groupBy(rows, keyOf)]
    .map(([key, some]) => ({ key, version: some[0]!.version, clauses: some[0]!.clauses, rows: some }))
    .toSorted((a, b) => b.version - a.version || (a.key < b.key ? -1 : 1))
}

/** How many marks would change if all these decisions were confirmed. */
export const marksOfAll = (rows: readonly RecheckRow[]): number =>
  rows.reduce((sum, { marks }) => sum + marks, 0)
