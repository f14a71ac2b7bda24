import { wilson } from './agreement/wilson.ts'
import type { MarkWord } from './mark.ts'

/** Fewest comparable cases from which a share is said at all; below it the counts stand alone (STATISTICS). */
export const RATE_FROM = 20

/** How many of a rater's votes one basis calls what. */
export type Tally = Record<MarkWord, number>
export const emptyTally = (): Tally => ({ right: 0, wrong: 0, excused: 0, none: 0 })

/** A vote called right or wrong: what was ruled on together with it, and for how many votes it stands (1 over its chance of being drawn). */
export type Case = { right: boolean; together: string; weight: number }

/** A share of right among right and wrong. `effective`: how many independent cases it is worth, rounded to a tenth. */
export type Rate = {
  right: number
  n: number
  effective: number
  share: number
  low: number
  high: number
}

/**
 * The share with Wilson's interval at the effective n: votes ruled on at once are one observation and unequal weights
 * count for less (Kish 1965, with the votes of a cluster taken as wholly alike). Without cases there is no share.
 */
export function rateOf(cases: readonly Case[]): Rate | null {
  if (cases.length === 0) return null
  const clusters = new Map<string, number>()
  for (const { together, weight } of cases) clusters.set(together, (clusters.get(together) ?? 0) + weight)
  const total = cases.reduce((sum, { weight }) => sum + weight, 0)
  const squares = [...clusters.values()].reduce((sum, weight) => sum + weight * weight, 0)
  const effective = (total * total) / squares
  const right = cases.filter((one) => one.right)
  const share = right.length === cases.length ? 1 : right.reduce((sum, { weight }) => sum + weight, 0) / total
  const { low, high } = wilson(share * effective, effective)
  return {
    right: right.length,
    n: cases.length,
    effective: Math.round(effective * 10) / 10,
    share,
    low,
    high,
  }
}

/** Enough comparable cases to say a share; with fewer, their number is said and nothing else. */
export const isEnough = (rate: Rate): boolean => rate.effective >= RATE_FROM
