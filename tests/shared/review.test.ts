import { expect, test } from 'vitest'
import { refuseReview } from '#shared/review.ts'
import {
  drawingReviews,
  drawReviews,
  type Reviewable,
  type ReviewGround,
  type ReviewRule,
} from '#shared/review-draw.ts'
import { overturnRate, repeatRate } from '#shared/review-measure.ts'

const strata = ['unanimous', 'split', 'tie'] as const
/** `n` votes, ten an item, one of each rater on each item. */
const votes = (n: number): Reviewable[] =>
  Array.from({ length: n }, (_, i) => ({
    vote: `v${String(i).padStart(4, '0')}`,
    item: `i${Math.floor(i / 10)}`,
    question: 'safe',
    rater: `r${i % 10}`,
    stratum: strata[Math.floor(i / 10) % 10 === 9 ? 2 : Math.floor(i / 10) % 3 === 0 ? 1 : 0]!,
  }))
const open: ReviewGround = { behind: new Map(), asked: new Map(), hearing: new Map() }
const rule = (more: Partial<ReviewRule> = {}): ReviewRule => ({
  share: 20,
  perRater: null,
  stratified: false,
  reviewers: ['ana', 'ben', 'cho'],
  repeats: 0,
  ...more,
})
const draw = (from: Reviewable[], how: ReviewRule, seed = 7, ground = open) =>
  drawReviews({ votes: from, earlier: [], ground }, how, seed)
const loads = (drawn: { reviewer: string }[]) =>
  ['ana', 'ben', 'cho'].map((one) => drawn.filter(({ reviewer }) => reviewer === one).length)

test('the same votes, rule and seed give the same draw, in whatever order they come', () => {
  const one = draw(votes(300), rule())
  expect(draw(votes(300).reverse(), rule({ reviewers: ['cho', 'ana', 'ben'] }))).toEqual(one)
  expect(draw(votes(300), rule(), 8).drawn).not.toEqual(one.drawn)
  expect([one.of, one.drawn.length, loads(one.drawn)]).toEqual([300, 60, [20, 20, 20]])
  expect(new Set(one.drawn.map(({ vote }) => vote)).size).toBe(60)
})

test('many votes are drawn from in turns, and the draw is the same', () => {
  const from = { votes: votes(9000), earlier: [], ground: open }
  const how = rule({ stratified: true, share: 60, perRater: 700 })
  const drawing = drawingReviews(from, how, 7)
  let turns = 0
  let step = drawing.next()
  for (; !step.done; step = drawing.next()) turns += 1
  expect(step.value).toEqual(drawReviews({ ...from, votes: votes(9000).reverse() }, how, 7))
  // Looking, parting into strata, taking and sharing out: none looks at all of them at once.
  expect(turns).toBeGreaterThan(12)
})

test('a share of few votes is at least one vote, all is all, and no vote is no vote', () => {
  expect(draw(votes(10), rule({ share: 1 })).drawn.length).toBe(1)
  expect(draw(votes(10), rule({ share: 100 })).drawn.length).toBe(10)
  expect(draw([], rule()).drawn).toEqual([])
})

test('stratified draws in proportion, at least one of each kind of item', () => {
  const from = votes(300)
  const of = (all: readonly Reviewable[]) => strata.map((s) => all.filter((one) => one.stratum === s).length)
  const { drawn } = draw(from, rule({ stratified: true, share: 10 }))
  expect(of(drawn)).toEqual(of(from).map((n) => Math.round(n / 10)))
  expect(of(draw(from, rule({ stratified: true, share: 0.1 })).drawn)).toEqual([1, 1, 1])
})

test('at most so many of each rater', () => {
  const { drawn } = draw(votes(300), rule({ share: 100, perRater: 2 }))
  const each = [...Map.groupBy(drawn, ({ rater }) => rater).values()].map((own) => own.length)
  expect(each).toEqual(Array(10).fill(2))
})

test('nobody reviews their own vote, one they were asked about, or one of an item that they hear', () => {
  const ground: ReviewGround = {
    behind: new Map([
      ['r0', new Set(['ana'])],
      ['r1', new Set(['ana', 'ben'])],
    ]),
    asked: new Map([['v0002', new Set(['ana', 'cho'])]]),
    hearing: new Map([['i1', new Set(['ben', 'cho'])]]),
  }
  const { of, drawn } = draw(votes(100), rule({ share: 100 }), 3, ground)
  const by = new Map(drawn.map(({ vote, reviewer }) => [vote, reviewer]))
  // v0010 and v0011 are Ana's own, on an item that Ben and Cho hear: nobody is left for them.
  expect([of, by.has('v0010'), by.has('v0011')]).toEqual([98, false, false])
  for (const { rater, item, vote, reviewer } of drawn) {
    expect(ground.behind.get(rater)?.has(reviewer) ?? false).toBe(false)
    expect(ground.hearing.get(item)?.has(reviewer) ?? false).toBe(false)
    expect(ground.asked.get(vote)?.has(reviewer) ?? false).toBe(false)
  }
  expect(by.get('v0002')).toBe('ben')
  expect(Math.max(...loads(drawn)) - Math.min(...loads(drawn))).toBeLessThanOrEqual(1)
})

test('some earlier reviews are put to their own reviewer again, and to nobody else', () => {
  const earlier = votes(40).map((one, i) => ({
    ...one,
    review: `w${i}`,
    reviewer: i < 30 ? 'ana' : 'ben',
  }))
  const { repeated } = drawReviews({ votes: [], earlier, ground: open }, rule({ repeats: 10 }), 5)
  expect(loads(repeated)).toEqual([3, 1, 0])
  for (const one of repeated) expect(earlier).toContainEqual(one)
})

test('a fix names the answer, and whoever does not accept says why', () => {
  expect(refuseReview({ verdict: 'accept' })).toBeUndefined()
  expect(refuseReview({ verdict: 'fix', reason: 'slip' })).toBe('fix-needs-value')
  expect(refuseReview({ verdict: 'reject', value: 'safe', reason: 'slip' })).toBe('value-without-fix')
  expect(refuseReview({ verdict: 'reject', words: '  ' })).toBe('review-reason')
  expect(refuseReview({ verdict: 'fix', value: 'safe', words: 'the dose' })).toBeUndefined()
})

test('reviewers are measured: overturned by a later decision, and of one mind with themselves', () => {
  const judged = (verdict: 'accept' | 'fix' | 'reject', mark: 'right' | 'wrong', item: string) => ({
    ...{ verdict, mark, item },
  })
  const rate = overturnRate([
    judged('accept', 'right', 'a'),
    judged('accept', 'wrong', 'b'),
    judged('fix', 'right', 'c'),
    judged('reject', 'wrong', 'd'),
  ])
  expect(rate).toMatchObject({ right: 2, n: 4, effective: 4, share: 0.5 })
  expect([overturnRate([]), repeatRate([])]).toEqual([null, null])
  // Two votes on one item are one observation.
  expect(
    repeatRate([
      { same: true, item: 'a' },
      { same: true, item: 'a' },
    ]),
  ).toMatchObject({
    n: 2,
    effective: 1,
  })
})
