import { agreementWith, voteShares } from './majority.ts'
import type { VotesByItem } from './votes.ts'

/**
 * Worker agreement with aggregate: each rater's share of votes that say what the reference says (the majority, or the
 * decision where there is one). Raters on no such item get the mean of the others.
 */
export function wawaSkills(votes: VotesByItem, reference: Int32Array): Float64Array {
  const { agree, of } = agreementWith(votes, reference)
  const skill = new Float64Array(votes.raters)
  let [sum, known] = [0, 0]
  for (let rater = 0; rater < votes.raters; rater++) {
    if (of[rater] === 0) continue
    skill[rater] = agree[rater]! / of[rater]!
    sum += skill[rater]!
    known += 1
  }
  const mean = known === 0 ? 1 : sum / known
  for (let rater = 0; rater < votes.raters; rater++) if (of[rater] === 0) skill[rater] = mean
  return skill
}

/** The weighted share of each label among an item's votes, written to `into`; votes of no weight count alike. */
export function wawaShares(votes: VotesByItem, skill: Float64Array, item: number, into: Float64Array): void {
  into.fill(0)
  let total = 0
  for (let at = votes.start[item]!; at < votes.start[item + 1]!; at++) {
    const weight = skill[votes.rater[at]!]!
    into[votes.label[at]!]! += weight
    total += weight
  }
  if (total === 0) voteShares(votes, item, into)
  else for (let label = 0; label < into.length; label++) into[label]! /= total
}
