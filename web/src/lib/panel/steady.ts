export type Steady<T> = { row: T; gone: boolean }

/**
 * A list that stays still under the eye: the rows shown, in their order, each as it is now; one that is no more keeps its
 * place and says so. `fresh` counts those that wait to be shown.
 */
export function steady<T>(
  shown: readonly T[],
  now: readonly T[],
  id: (row: T) => string,
): { rows: Steady<T>[]; fresh: number } {
  const current = new Map(now.map((row) => [id(row), row]))
  const before = new Set(shown.map(id))
  return {
    rows: shown.map((row) => ({ row: current.get(id(row)) ?? row, gone: !current.has(id(row)) })),
    fresh: now.filter((row) => !before.has(id(row))).length,
  }
}
