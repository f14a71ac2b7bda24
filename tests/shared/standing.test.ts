import { describe, expect, it } from 'vitest'
import { wilson } from '#shared/agreement/wilson.ts'
import { type Case, isEnough, rateOf } from '#shared/standing.ts'

const cases = (right: number, n: number, more: Partial<Case> = {}): Case[] =>
  Array.from({ length: n }, (_, i) => ({ right: i < right, together: `case ${i}`, weight: 1, ...more }))

describe('a rater’s share on one basis', () => {
  it('is right of right and wrong with Wilson’s interval: 18 of 20 is 70 to 97%', () => {
    const rate = rateOf(cases(18, 20))!
    expect(rate).toMatchObject({ right: 18, n: 20, effective: 20, share: 0.9 })
    expect([rate.low.toFixed(2), rate.high.toFixed(2)]).toEqual(['0.70', '0.97'])
  })

  it('is nothing without cases, never nought and never NaN', () => {
    expect(rateOf([])).toBeNull()
  })

  it('says "0 of 60" as "up to about 6%", and all of them as "from about 94%"', () => {
    expect(rateOf(cases(0, 60))).toMatchObject({ low: 0, high: expect.closeTo(0.06, 2) })
    expect(rateOf(cases(60, 60))).toMatchObject({ share: 1, low: expect.closeTo(0.94, 2), high: 1 })
  })

  it('is said from twenty comparable cases on', () => {
    expect(isEnough(rateOf(cases(15, 19))!)).toBe(false)
    expect(isEnough(rateOf(cases(15, 20))!)).toBe(true)
  })

  it('takes votes that were ruled on at once as one observation', () => {
    const together = cases(20, 20).map((one, i) => ({ ...one, together: `item ${Math.floor(i / 5)}` }))
    const rate = rateOf(together)!
    expect(rate).toMatchObject({ n: 20, effective: 4 })
    expect(rate.low).toBeCloseTo(wilson(4, 4).low, 12)
    expect(isEnough(rate)).toBe(false)
  })

  it('weighs each case by how likely it was drawn, and trusts unequal weights less', () => {
    const rate = rateOf([
      ...cases(10, 10, { weight: 10 }),
      ...cases(0, 10).map((one, i) => ({ ...one, together: `other ${i}` })),
    ])!
    expect(rate).toMatchObject({ right: 10, n: 20, effective: 12 })
    expect(rate.share).toBeCloseTo(100 / 110, 12)
  })
})
