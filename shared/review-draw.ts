import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import type { ReviewBatch } from './review.ts'

/** How the votes on the vote's item and question divide. */
export const reviewStrata = ['unanimous', 'split', 'tie'] as const
export type ReviewStratum = (typeof reviewStrata)[number]
export type Reviewable = {
  vote: string
  item: string
  question: string
  rater: string
  stratum: ReviewStratum
}
/** A review given before, of a vote that still counts: it may be asked again. */
export type Earlier = Reviewable & { review: string; reviewer: string }
/** What keeps members from votes: that they are behind its rater, were asked to review it before, or hear its item on a panel. */
export type ReviewGround = {
  behind: ReadonlyMap<string, ReadonlySet<string>>
  asked: ReadonlyMap<string, ReadonlySet<string>>
  hearing: ReadonlyMap<string, ReadonlySet<string>>
}
export type ReviewRule = Pick<ReviewBatch, 'share' | 'perRater' | 'stratified' | 'reviewers' | 'repeats'>
export type DrawnReviews = {
  of: number
  drawn: (Reviewable & { reviewer: string })[]
  repeated: Earlier[]
}

/** Never one's own vote, and never one of an item that the member hears on a panel. */
export const isUnfit = (
  { behind, hearing }: Pick<ReviewGround, 'behind' | 'hearing'>,
  { rater, item }: Pick<Reviewable, 'rater' | 'item'>,
  member: string,
): boolean => Boolean(behind.get(rater)?.has(member) || hearing.get(item)?.has(member))

/** Nobody is asked twice about a vote, but for a repeat that the draw itself puts to them. */
export const mayReview = (ground: ReviewGround, one: Omit<Reviewable, 'stratum'>, member: string): boolean =>
  !isUnfit(ground, one, member) && !ground.asked.get(one.vote)?.has(member)

/**
 * A seeded draw of votes for review, shared out evenly: the votes that fewest reviewers may have go first, each to whoever
 * has the fewest. The same votes, ground, rule and seed give the same draw, in whatever order they are handed in.
 */
export function drawReviews(
  from: { votes: readonly Reviewable[]; earlier: readonly Earlier[]; ground: ReviewGround },
  rule: ReviewRule,
  seed: number,
): DrawnReviews {
  const rng = xoroshiro128plus(seed)
  const reviewers = shuffled([...rule.reviewers].sort(), rng)
  const fit = (one: Reviewable) => reviewers.filter((member) => mayReview(from.ground, one, member))
  const frame = from.votes.filter((one) => reviewers.some((member) => mayReview(from.ground, one, member)))
  // As they are read: of a million that stand in order already, sorting is one look at each.
  frame.sort((a, b) => (a.item < b.item || (a.item === b.item && a.vote < b.vote) ? -1 : 1))
  const taken = takeVotes(frame, rule, rng).map((one) => ({ one, fit: fit(one) }))
  const load = new Map(reviewers.map((member) => [member, 0]))
  // Sorting is stable: among votes that as many may have, the order of the draw stays.
  const drawn = taken
    .sort((a, b) => a.fit.length - b.fit.length)
    .map(({ one, fit: those }) => {
      const reviewer = those.reduce((least, other) => (load.get(other)! < load.get(least)! ? other : least))
      load.set(reviewer, load.get(reviewer)! + 1)
      return { ...one, reviewer }
    })
  return { of: frame.length, drawn, repeated: takeRepeats(from, rule, reviewers, rng) }
}

/** In proportion over the strata, at least one of each; without them, from all votes as one. */
function takeVotes(
  frame: readonly Reviewable[],
  { share, perRater, stratified }: ReviewRule,
  rng: RandomGenerator,
) {
  const groups = stratified
    ? reviewStrata.map((stratum) => frame.filter((one) => one.stratum === stratum))
    : [[...frame]]
  const each = new Map<string, number>()
  return groups.flatMap((group) => {
    const wanted = Math.max(1, Math.round((group.length * share) / 100))
    const taken: Reviewable[] = []
    for (const one of inTurn(group, rng)) {
      if (taken.length >= wanted) break
      const before = each.get(one.rater) ?? 0
      if (perRater !== null && before >= perRater) continue
      each.set(one.rater, before + 1)
      taken.push(one)
    }
    return taken
  })
}

/** Some of what each reviewer said before is put to them again, unseen among the rest. */
function takeRepeats(
  { earlier, ground }: { earlier: readonly Earlier[]; ground: ReviewGround },
  { repeats }: ReviewRule,
  reviewers: readonly string[],
  rng: RandomGenerator,
) {
  return reviewers.flatMap((reviewer) => {
    const own = earlier
      .filter((one) => one.reviewer === reviewer && !isUnfit(ground, one, reviewer))
      .sort((a, b) => (a.review < b.review ? -1 : 1))
    const n = Math.round((own.length * repeats) / 100)
    return shuffled(own, rng).slice(0, n)
  })
}

const shuffled = <One>(all: readonly One[], rng: RandomGenerator): One[] => [...inTurn([...all], rng)]

/** One after another in a drawn order; nothing is drawn for those that nobody asks for. */
function* inTurn<One>(all: One[], rng: RandomGenerator): Generator<One> {
  for (let i = 0; i < all.length; i++) {
    const j = uniformInt(rng, i, all.length - 1)
    const [a, b] = [all[i]!, all[j]!]
    all[i] = b
    all[j] = a
    yield b
  }
}
