import { m } from '#lib/paraglide/messages.js'
import { locale } from '#lib/words.ts'

export type Interval = { mean: number; low: number; high: number }
const points = (share: number): string =>
  (share * 100)
    .toLocaleString(locale(), { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
    .replace('-', '−')

/** "+12.5 points (+3 to +21.7)": a signed difference of two shares with its interval. */
export const pointWords = ({ mean, low, high }: Interval): string =>
  m.groups_points({ mean: points(mean), low: points(low), high: points(high) })

/** Which way it goes, as far as the interval says: 0 while it lies on both sides. */
export const sideOf = ({ low, high }: Interval): -1 | 0 | 1 => (low > 0 ? 1 : high < 0 ? -1 : 0)

/** How far a drawing reaches to both sides, so that every interval fits and small ones do not look large. */
export const reachOf = (intervals: readonly (Interval | null)[]): number =>
  Math.min(
    1,
    Math.max(0.1, ...intervals.flatMap((one) => (one ? [Math.abs(one.low), Math.abs(one.high)] : []))),
  )
