import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import type { RevoteRecord } from './recheck.ts'

type Groups = { affected: readonly string[]; others: readonly string[] }
type Sizes = { affected: number; control: number }

/** So many of each group, or all there are. The same seed (hex) and items give the same draw. */
export function drawRevote(
  { affected, others }: Groups,
  sizes: Sizes,
  seed: string,
): Pick<RevoteRecord, 'affected' | 'control'> {
  const rng = generatorOf(seed)
  return {
    affected: taken(affected, sizes.affected, rng).sort(),
    control: taken(others, sizes.control, rng).sort(),
  }
}

/** Both groups in one order, which tells nobody of which group an item is. */
export const inFileOrder = ({
  affected,
  control,
  seed,
}: Pick<RevoteRecord, 'affected' | 'control' | 'seed'>) =>
  taken([...affected, ...control], Number.POSITIVE_INFINITY, generatorOf(seed))

const generatorOf = (seed: string) => xoroshiro128plus(Number.parseInt(seed, 16))

/** A draw without replacement, from one order of the items. */
function taken(items: readonly string[], most: number, rng: RandomGenerator): string[] {
  const all = [...items].sort()
  const n = Math.min(all.length, most)
  for (let i = 0; i < n; i++) {
    const j = uniformInt(rng, i, all.length - 1)
    const [a, b] = [all[i]!, all[j]!]
    all[i] = b
    all[j] = a
  }
  return all.slice(0, n)
}
