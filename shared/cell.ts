import { RATE_FROM, rateOf } from './standing.ts'
import type { Unsaid } from './unsaid.ts'

/** Fewest people of whom anything is said together (STATISTICS, groups). */
export const PEOPLE_FROM = 5

/** Cells that are put away; `raters` is null where even their number would say who they are. */
export type Hidden = { values: number; raters: number | null }

/**
 * Which cells may be shown beside their whole. Small ones are put away, and as many of the next smallest as it takes
 * that nobody finds them by subtracting: what is put away is at least two cells and `PEOPLE_FROM` people.
 */
export function shownOf<Cell extends { raters: number }>(
  cells: readonly Cell[],
): { shown: Cell[]; hidden: Hidden | null } {
  const sorted = [...cells].sort((a, b) => a.raters - b.raters)
  let away = sorted.filter(({ raters }) => raters < PEOPLE_FROM).length
  if (away === 0) return { shown: [...cells], hidden: null }
  const people = () => sorted.slice(0, away).reduce((sum, { raters }) => sum + raters, 0)
  while (away < sorted.length && (away < 2 || people() < PEOPLE_FROM)) away += 1
  const hidden = new Set(sorted.slice(0, away))
  return {
    shown: cells.filter((cell) => !hidden.has(cell)),
    hidden: { values: away, raters: people() < PEOPLE_FROM ? null : people() },
  }
}

/** Why nothing is said of these cases; `raters`: the people behind them, null where they are not about people. */
export function whyUnsaid(
  cases: readonly { item: string; weight: number }[],
  raters: number | null,
): Unsaid | null {
  if (cases.length === 0) return { code: 'none-decided', n: 0, of: RATE_FROM }
  if (raters !== null && raters < PEOPLE_FROM) return { code: 'too-few-raters', n: 0, of: PEOPLE_FROM }
  const { effective } = rateOf(cases.map(({ item, weight }) => ({ right: true, together: item, weight })))!
  return effective < RATE_FROM ? { code: 'too-few', n: Math.floor(effective), of: RATE_FROM } : null
}
