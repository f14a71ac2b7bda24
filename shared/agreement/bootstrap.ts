import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { normalBelow, normalPoint } from './normal.ts'

export type Interval = { low: number; high: number }
/** Both from the same draws. `undefined`: draws in which the number could not be said, which are left out. */
export type Bootstrap = { percentile: Interval; bca: Interval | null; undefined: number }
type Chance = () => number

/**
 * Resamples cases and says between what the number lies in 95 of 100 draws (Efron and Tibshirani 1993). Equal cases stand
 * together: `sizes` says how many of each kind there are, `of` gives the number for so many of each, null where it has
 * none. One kind of case drawn as a whole costs the same as one case, so a million votes cost what their patterns do.
 */
export function bootstrap(
  sizes: readonly number[],
  of: (times: Float64Array) => number | null,
  { seed, draws = 2000 }: { seed: number; draws?: number },
): Bootstrap | null {
  const estimate = of(Float64Array.from(sizes))
  if (estimate === null) return null
  const rng = xoroshiro128plus(seed)
  const chance = () => uniformFloat64(rng)
  const times = new Float64Array(sizes.length)
  const found: number[] = []
  for (let draw = 0; draw < draws; draw++) {
    multinomial(sizes, chance, times)
    const one = of(times)
    if (one !== null) found.push(one)
  }
  // Where most draws have no number, the interval of the rest would be one of other data.
  if (found.length * 2 < draws) return null
  const sorted = Float64Array.from(found).sort()
  const percentile = { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
  return { percentile, bca: bcaOf(sorted, estimate, sizes, of), undefined: draws - found.length }
}

/** Bias-corrected and accelerated (Efron 1987); null where the draws lie all on one side of the estimate. */
function bcaOf(
  sorted: Float64Array,
  estimate: number,
  sizes: readonly number[],
  of: (times: Float64Array) => number | null,
): Interval | null {
  const below = sorted.reduce((n, one) => n + (one < estimate ? 1 : 0), 0)
  const bias = normalPoint(below / sorted.length)
  if (!Number.isFinite(bias)) return null
  const speed = acceleration(sizes, estimate, of)
  const at = (z: number) => normalBelow(bias + (bias + z) / (1 - speed * (bias + z)))
  const [low, high] = [at(normalPoint(0.025)), at(normalPoint(0.975))]
  return { low: quantile(sorted, low), high: quantile(sorted, high) }
}

/** How fast the error grows with the number: the skew of what each case does to it (infinitesimal jackknife, Efron 1982). */
function acceleration(
  sizes: readonly number[],
  estimate: number,
  of: (times: Float64Array) => number | null,
): number {
  const cases = sizes.reduce((sum, size) => sum + size, 0)
  let [squares, cubes] = [0, 0]
  for (const [kind, size] of sizes.entries()) {
    const times = Float64Array.from(sizes, (one) => one * (1 - STEP))
    times[kind]! += STEP * cases
    const pull = ((of(times) ?? estimate) - estimate) / STEP
    squares += size * pull ** 2
    cubes += size * pull ** 3
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}
const STEP = 1e-5

/** Between two of the sorted draws, in proportion (Hyndman and Fan 1996, type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const under = sorted[Math.floor(place)]!
  return under + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - under)
}

/** As many cases drawn with replacement as there are, told by kind. */
function multinomial(sizes: readonly number[], chance: Chance, into: Float64Array): void {
  let cases = sizes.reduce((sum, size) => sum + size, 0)
  let open = cases
  for (let kind = 0; kind < sizes.length; kind++) {
    const size = sizes[kind]!
    const drawn = size === cases ? open : binomial(open, size / cases, chance)
    into[kind] = drawn
    open -= drawn
    cases -= size
  }
}

/** A binomial draw by inversion, walking outwards from the likeliest number (Kemp 1986): about √(np) steps. */
function binomial(n: number, p: number, chance: Chance): number {
  if (n === 0 || p <= 0) return 0
  if (p >= 1) return n
  const likeliest = Math.min(n, Math.floor((n + 1) * p))
  const odds = p / (1 - p)
  const atMode = Math.exp(
    logFactorial(n) -
      logFactorial(likeliest) -
      logFactorial(n - likeliest) +
      likeliest * Math.log(p) +
      (n - likeliest) * Math.log1p(-p),
  )
  let left = chance() - atMode
  if (left < 0) return likeliest
  let [below, above, under, over] = [likeliest, likeliest, atMode, atMode]
  while (below > 0 || above < n) {
    if (below > 0) {
      under *= below / ((n - below + 1) * odds)
      below -= 1
      left -= under
      if (left < 0) return below
    }
    if (above < n) {
      over *= ((n - above) * odds) / (above + 1)
      above += 1
      left -= over
      if (left < 0) return above
    }
  }
  // What floating point left of a whole.
  return likeliest
}

const small = [0, 0]
for (let n = 2; n < 256; n++) small.push(small[n - 1]! + Math.log(n))
/** ln n!, by Stirling's series where no table holds it. */
const logFactorial = (n: number): number =>
  n < small.length
    ? small[n]!
    : (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3)
