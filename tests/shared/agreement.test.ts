import { describe, expect, test } from 'vitest'
import { alpha, alphaInterval } from '#shared/agreement/alpha.ts'
import { bootstrap } from '#shared/agreement/bootstrap.ts'
import { dawidSkene, PRIOR } from '#shared/agreement/dawid-skene.ts'
import { majority } from '#shared/agreement/majority.ts'
import { MAX_TABLE_CELLS, majorityWrong } from '#shared/agreement/majority-wrong.ts'
import { byItem, latestByItem, type Votes } from '#shared/agreement/votes.ts'
import { wawaShares } from '#shared/agreement/wawa.ts'
import { wilson } from '#shared/agreement/wilson.ts'
import { columns, near, type Triples } from '../support/votes.ts'

describe('the models', () => {
  const toy = columns([
    ...[...'abcdef'].flatMap(
      (item): Triples => [
        [item, 'expert', 'x'],
        [item, 'guess1', item < 'd' ? 'x' : 'y'],
        [item, 'guess2', item < 'd' ? 'x' : 'y'],
      ],
    ),
  ])

  test('no cases leave everything possible', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
  })

  test('the log-likelihood (with the prior) never falls', () => {
    const grouped = byItem(toy)
    let last = Number.NEGATIVE_INFINITY
    for (let iterations = 0; iterations < 12; iterations++) {
      const { logLikelihood } = dawidSkene(grouped, { iterations, tolerance: -1 })
      expect(logLikelihood).toBeGreaterThanOrEqual(last - 1e-9)
      last = logLikelihood
    }
  })

  test('decided items teach the models who is right', () => {
    const grouped = byItem(toy)
    const { label } = majority(grouped)
    const before = majorityWrong(grouped, { majority: label })
    // The panel upheld the lone expert on d and e; f is still open.
    const decided = Int32Array.from([-1, -1, -1, 0, 0, -1])
    const after = majorityWrong(grouped, { majority: label, decided })
    expect(label[5]).toBe(1)
    expect(after.p[5]!).toBeGreaterThan(before.p[5]! + 0.2)
    expect(after.skill[0]!).toBeGreaterThan(before.skill[0]!)
  })

  test('one coin gives each rater one accuracy', () => {
    const { errors } = dawidSkene(byItem(toy), { prior: PRIOR, oneCoin: true })
    for (let rater = 0; rater < 3; rater++) {
      const [xx, yx, xy, yy] = errors.subarray(rater * 4, rater * 4 + 4)
      expect(xx).toBeCloseTo(yy!)
      expect(yx).toBeCloseTo(xy!)
    }
  })

  test('with more cells than the tables may have, each rater gets one accuracy', () => {
    const grouped = { ...byItem(toy), raters: MAX_TABLE_CELLS / 4 + 1 }
    const { errors } = majorityWrong(grouped, { majority: majority(grouped).label }).model
    const [xx, , , yy] = errors.subarray(4, 8)
    expect(xx).toBeCloseTo(yy!, 9)
    const [small, , , other] = majorityWrong(byItem(toy), {
      majority: majority(byItem(toy)).label,
    }).model.errors.subarray(4, 8)
    expect(small).not.toBeCloseTo(other!, 9)
  })

  test('a tie has no estimate, and an item without votes breaks nothing', () => {
    const votes: Votes = {
      item: Int32Array.from([0, 0, 2, 2]),
      rater: Int32Array.from([0, 1, 0, 1]),
      label: Int32Array.from([0, 1, 1, 1]),
      items: 3,
      raters: 2,
      labels: 2,
    }
    const grouped = byItem(votes)
    const { p } = majorityWrong(grouped, { majority: majority(grouped).label })
    expect([...p].map(Number.isNaN)).toEqual([true, true, false])
  })

  test('a later vote of a rater on an item supersedes', () => {
    const votes = columns([
      ['i', 'r', 'a'],
      ['j', 'r', 'a'],
      ['i', 's', 'a'],
      ['i', 'r', 'b'],
    ])
    const { start, rater, label, vote } = latestByItem(votes)
    expect([[...start], [...rater], [...label], [...vote]]).toEqual([
      [0, 2, 3],
      [1, 0, 0],
      [0, 1, 0],
      [2, 3, 1],
    ])
    expect(byItem(votes).label).toHaveLength(4)
  })

  test('nobody weighs anything: votes count alike', () => {
    const grouped = byItem(toy)
    const into = new Float64Array(2)
    wawaShares(grouped, new Float64Array(3), 5, into)
    expect([...into]).toEqual(near([1 / 3, 2 / 3]))
  })
})

describe('an agreement that cannot be said', () => {
  const votes = (rows: Triples) => byItem(columns(rows))
  const nominal = { kind: 'nominal' } as const

  test('without variation it is a reason, never 1', () => {
    const found = votes(
      [...'abc'].flatMap(
        (item): Triples => [
          [item, 'r1', 'x'],
          [item, 'r2', 'x'],
        ],
      ),
    )
    expect(alpha(found, nominal)).toEqual({
      alpha: null,
      why: 'no-variation',
      items: 3,
      dropped: 0,
      votes: 6,
    })
    expect(alphaInterval(found, nominal, { seed: 1 })).toBe(null)
  })

  test('of one item, or of items with one vote each, nothing is said; what dropped out is counted', () => {
    const found = votes([
      ['a', 'r1', 'x'],
      ['a', 'r2', 'y'],
      ['b', 'r1', 'x'],
      ['c', 'r2', 'y'],
    ])
    expect(alpha(found, nominal)).toEqual({ alpha: null, why: 'few', items: 1, dropped: 2, votes: 2 })
  })

  test('items that are counted alike are drawn as one by one: the spread of a share is √(p(1−p)/n)', () => {
    const share = (times: Float64Array) => times[0]! / (times[0]! + times[1]!)
    const { percentile, bca } = bootstrap([300_000, 700_000], share, { seed: 4706, draws: 20_000 })!
    const half = 1.96 * Math.sqrt((0.3 * 0.7) / 1_000_000)
    for (const { low, high } of [percentile, bca!])
      expect([low, high].map((bound) => (bound - 0.3) / half)).toEqual([
        expect.closeTo(-1, 1),
        expect.closeTo(1, 1),
      ])
  })
})
