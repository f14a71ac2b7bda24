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

/** What a rate needs of its cases, so that they may be met once and forgotten. */
export type Sums = { right: number; n: number; total: number; rightTotal: number; squares: number }
export const noSums = (): Sums => ({ right: 0, n: 0, total: 0, rightTotal: 0, squares: 0 })

/** Adds cases that were ruled on together. */
export function addTogether(sums: Sums, cases: readonly Omit<Case, 'together'>[]): void {
  let cluster = 0
  for (const { right, weight } of cases) {
    cluster += weight
    sums.n += 1
    if (!right) continue
    sums.right += 1
    sums.rightTotal += weight
  }
  sums.total += cluster
  sums.squares += cluster * cluster
}

/**
 * The share with Wilson's interval at the effective n: votes ruled on at once are one observation and unequal weights
 * count for less (Kish 1965, with the votes of a cluster taken as wholly alike). Without cases there is no share.
 */
export function rateFrom({ right, n, total, rightTotal, squares }: Sums): Rate | null {
  if (n === 0) return null
  const effective = (total * total) / squares
  const share = right === n ? 1 : rightTotal / total
  const { low, high } = wilson(share * effective, effective)
  return { right, n, effective: Math.round(effective * 10) / 10, share, low, high }
}

export function rateOf(cases: readonly Case[]): Rate | null {
  const sums = noSums()
  for (const together of Map.groupBy(cases, (one) => one.together).values()) addTogether(sums, together)
  return rateFrom(sums)
}

/** Enough comparable cases to say a share; with fewer, their number is said and nothing else. */
export const isEnough = (rate: Rate): boolean => rate.effective >= RATE_FROM
