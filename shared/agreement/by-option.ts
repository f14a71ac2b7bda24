import { majority as majorityOf } from './majority.ts'
import { majorityWrong } from './majority-wrong.ts'
import type { VotesByItem } from './votes.ts'

export interface SetWrong {
  p: Float64Array
  doubt: Float64Array
  skill: Float64Array
  /** The option that each majority set is likeliest to be wrong about, −1 where none. */
  option: Int32Array
}

/**
 * How likely the majority's set of options is wrong: each option is a yes-or-no question of its own with its own model, and
 * the set is right when every option is. Options are taken as independent, which says too much about sets of many options; the
 * order it gives is what is used. `sets[label]` holds the options (as numbers) of each label.
 */
export function setWrong(
  votes: VotesByItem,
  sets: readonly ReadonlySet<number>[],
  options: number,
  majority: Int32Array,
  decided: Int32Array | null,
): SetWrong {
  const right = new Float64Array(votes.items).fill(1)
  const sure = new Float64Array(votes.items).fill(1)
  const worst = new Float64Array(votes.items)
  const option = new Int32Array(votes.items).fill(-1)
  const skill = new Float64Array(votes.raters)
  for (let one = 0; one < options; one++) {
    const has = (label: number) => (label < 0 ? -1 : sets[label]!.has(one) ? 1 : 0)
    const asked: VotesByItem = { ...votes, label: votes.label.map(has), labels: 2 }
    const found = majorityWrong(asked, {
      majority: majority.map(has),
      // Raters are measured by the majority on this option, which is there even where the whole sets tie.
      reference: majorityOf(asked).label,
      decided: decided?.map(has) ?? null,
    })
    for (let item = 0; item < votes.items; item++) {
      const p = found.p[item]!
      right[item]! *= 1 - p
      sure[item]! *= 1 - found.doubt[item]!
      if (p > worst[item]!) {
        worst[item] = p
        option[item] = one
      }
    }
    for (let rater = 0; rater < votes.raters; rater++) skill[rater]! += found.skill[rater]! / options
  }
  return { p: right.map((chance) => 1 - chance), doubt: sure.map((chance) => 1 - chance), skill, option }
}
