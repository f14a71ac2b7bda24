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

type From = { votes: readonly Reviewable[]; earlier: readonly Earlier[]; ground: ReviewGround }
/** Votes looked at between two turns: a project may have a million. */
const AT_ONCE = 2000
type InTurns<One> = Generator<undefined, One, undefined>

/**
 * A seeded draw of votes for review, shared out evenly: the votes that fewest reviewers may have go first, each to whoever
 * has the fewest. The same votes, ground, rule and seed give the same draw, in whatever order they are handed in.
 */
export function drawReviews(from: From, rule: ReviewRule, seed: number): DrawnReviews {
  const drawing = drawingReviews(from, rule, seed)
  for (;;) {
    const step = drawing.next()
    if (step.done) return step.value
  }
}

/** The same, one handful of votes after another, so that whoever draws can do something else between two. */
export function* drawingReviews(from: From, rule: ReviewRule, seed: number): InTurns<DrawnReviews> {
  const rng = xoroshiro128plus(seed)
  const reviewers = shuffled([...rule.reviewers].sort(), rng)
  const frame = yield* frameOf(from, reviewers)
  const of = frame.length
  const taken = yield* takeVotes(frame, rule, rng)
  const drawn = yield* shareOut(taken, from.ground, reviewers)
  return { of, drawn, repeated: takeRepeats(from, rule, reviewers, rng) }
}

/** The order in which votes are drawn from, whatever order they were handed in. */
export const comesBefore = (a: Reviewable, b: Reviewable): boolean =>
  a.item < b.item || (a.item === b.item && a.vote < b.vote)

/** Votes that somebody may review, in their order: most are handed in so, and sorting a million would take long. */
function* frameOf({ votes, ground }: From, reviewers: readonly string[]): InTurns<Reviewable[]> {
  const frame: Reviewable[] = []
  let ordered = true
  for (const [i, one] of votes.entries()) {
    if (i % AT_ONCE === 0) yield
    if (!reviewers.some((member) => mayReview(ground, one, member))) continue
    const last = frame.at(-1)
    if (last && !comesBefore(last, one)) ordered = false
    frame.push(one)
  }
  return ordered ? frame : frame.sort((a, b) => (comesBefore(a, b) ? -1 : 1))
}

/** In proportion over the strata, at least one of each; without them, from all votes as one. */
function* takeVotes(
  frame: Reviewable[],
  { share, perRater, stratified }: ReviewRule,
  rng: RandomGenerator,
): InTurns<Reviewable[]> {
  const taken: Reviewable[] = []
  const each = new Map<string, number>()
  for (const group of stratified ? yield* strataOf(frame) : [frame]) {
    const wanted = Math.max(1, Math.round((group.length * share) / 100))
    const before = taken.length
    let looked = 0
    for (const one of inTurn(group, rng)) {
      if (looked++ % AT_ONCE === 0) yield
      if (taken.length - before >= wanted) break
      const own = each.get(one.rater) ?? 0
      if (perRater !== null && own >= perRater) continue
      each.set(one.rater, own + 1)
      taken.push(one)
    }
  }
  return taken
}

function* strataOf(frame: readonly Reviewable[]): InTurns<Reviewable[][]> {
  const strata = new Map(reviewStrata.map((stratum): [ReviewStratum, Reviewable[]] => [stratum, []]))
  for (const [i, one] of frame.entries()) {
    if (i % AT_ONCE === 0) yield
    strata.get(one.stratum)!.push(one)
  }
  return [...strata.values()]
}

/** Among votes that as many may have, the order of the draw stays. */
function* shareOut(
  taken: readonly Reviewable[],
  ground: ReviewGround,
  reviewers: readonly string[],
): InTurns<DrawnReviews['drawn']> {
  const fit = (one: Reviewable) => reviewers.filter((member) => mayReview(ground, one, member))
  const byFew: Reviewable[][] = reviewers.map(() => [])
  for (const [i, one] of taken.entries()) {
    if (i % AT_ONCE === 0) yield
    byFew[fit(one).length - 1]!.push(one)
  }
  const load = new Map(reviewers.map((member) => [member, 0]))
  const drawn: DrawnReviews['drawn'] = []
  for (const group of byFew)
    for (const one of group) {
      const reviewer = fit(one).reduce((least, other) =>
        load.get(other)! < load.get(least)! ? other : least,
      )
      load.set(reviewer, load.get(reviewer)! + 1)
      drawn.push({ ...one, reviewer })
      if (drawn.length % AT_ONCE === 0) yield
    }
  return drawn
}

/** Some of what each reviewer said before is put to them again, unseen among the rest. */
function takeRepeats(
  { earlier, ground }: From,
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
