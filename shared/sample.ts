import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import Type from 'typebox'

export const strata = ['unanimous', 'split', 'tie', 'decided'] as const
export type Stratum = (typeof strata)[number]
/** `probability` is that of this item being drawn, given the stratum's size at the draw: what any rate is weighted by. */
export type Drawn = { item: string; stratum: Stratum; probability: number }
export type SampleFact = {
  kind: 'sample.drawn'
  sample: string
  week: string
  seed: number
  drawn: (Omit<Drawn, 'probability'> & { n: number; of: number })[]
}

export const sampleCommands = {
  'sample.draw': {
    input: Type.Object(
      { size: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) },
      { additionalProperties: false },
    ),
    may: ['owner', 'lead'],
  },
} as const

/**
 * A seeded draw of `size` items, shared out over the strata in proportion to their sizes (at least one from each that
 * has any), without replacement. The same seed and items give the same draw.
 */
export function draw(
  items: readonly { item: string; stratum: Stratum }[],
  size: number,
  seed: number,
): (Drawn & { n: number; of: number })[] {
  const rng = xoroshiro128plus(seed)
  const groups = strata
    .map((stratum) =>
      items.filter((one) => one.stratum === stratum).sort((a, b) => (a.item < b.item ? -1 : 1)),
    )
    .filter((group) => group.length > 0)
  return groups.flatMap((group) => {
    const n = Math.min(group.length, Math.max(1, Math.round((size * group.length) / items.length)))
    for (let i = 0; i < n; i++) {
      const j = uniformInt(rng, i, group.length - 1)
      const [a, b] = [group[i]!, group[j]!]
      group[i] = b
      group[j] = a
    }
    return group
      .slice(0, n)
      .map(({ item, stratum }) => ({ item, stratum, probability: n / group.length, n, of: group.length }))
  })
}

/** The ISO week of a moment (ms UTC), as `2026-W47`. */
export function isoWeek(at: number): string {
  const day = 86_400_000
  const weekday = (Math.floor(at / day) + 3) % 7
  const thursday = Math.floor(at / day) + 3 - weekday
  const year = new Date(thursday * day).getUTCFullYear()
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / day) / 7) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The Monday on which the ISO week of a moment began, ms UTC. */
export function weekStart(at: number): number {
  const day = 86_400_000
  const days = Math.floor(at / day)
  return (days - ((days + 3) % 7)) * day
}
