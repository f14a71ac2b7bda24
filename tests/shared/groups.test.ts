import { describe, expect, test } from 'vitest'
import { groupTable, type JudgedVote } from '#shared/groups.ts'
import type { MarkWord } from '#shared/mark.ts'
import { unsaidWords } from '#shared/unsaid.ts'

const vote = (rater: string, item: number, majority: MarkWord, decision: MarkWord): JudgedVote => ({
  rater,
  item: `i${item}`,
  majority,
  decision,
  weight: 1,
})
const items = Array.from({ length: 40 }, (_, n) => n)
/** Six who speak Japanese and are outvoted on every second item, where the panel upholds them; six who are never. */
const votes = items.flatMap((item) => [
  ...[0, 1, 2, 3, 4, 5].map((n) => vote(`ja${n}`, item, item % 2 ? 'wrong' : 'right', 'right')),
  ...[0, 1, 2, 3, 4, 5].map((n) =>
    vote(`en${n}`, item, item === 0 ? 'none' : 'right', item % 4 === 1 ? 'wrong' : 'right'),
  ),
])
const values = new Map(
  ['ja', 'en'].flatMap((value) => [0, 1, 2, 3, 4, 5].map((n): [string, string] => [`${value}${n}`, value])),
)

describe('whether the majority punishes a group', () => {
  test('is the share marked wrong by it less the share that panels mark wrong, on the same votes', () => {
    const { rows, whole, hidden } = groupTable(votes, values, 7)
    const [en, ja] = [rows.find(({ value }) => value === 'en')!, rows.find(({ value }) => value === 'ja')!]
    expect(hidden).toBeNull()
    expect(ja).toMatchObject({ raters: 6, votes: 240, tied: 0, excused: 0, unsaid: null })
    expect(ja.majority).toMatchObject({ wrong: 120, share: 0.5 })
    expect(ja.decision).toMatchObject({ wrong: 0, share: 0 })
    // All six are alike, so drawing them again changes nothing.
    expect(ja.difference).toEqual({ mean: 0.5, low: 0.5, high: 0.5 })
    expect(en).toMatchObject({ tied: 6, majority: { wrong: 0 }, decision: { wrong: 60, share: 0.25 } })
    expect(en.difference!.mean).toBe(-0.25)
    expect(whole).toMatchObject({ value: null, raters: 12, votes: 480 })
    expect(whole.difference!.mean).toBeCloseTo(0.125, 10)
    expect(whole.difference!.low).toBeLessThan(0)
    expect(whole.difference!.high).toBeGreaterThan(0.3)
  })

  test('is drawn by raters and not by votes: forty votes of one rater are not forty', () => {
    const uneven = votes.filter(({ rater, item }) => rater !== 'ja0' || item !== 'x')
    const one = uneven.map((row) => (row.rater === 'ja0' ? { ...row, majority: 'right' as const } : row))
    const { rows } = groupTable(one, values, 7)
    const ja = rows.find(({ value }) => value === 'ja')!
    expect(ja.difference!.mean).toBeCloseTo(5 / 12, 10)
    expect(ja.difference!.low).toBeLessThan(0.34)
    expect(groupTable(one, values, 7).rows).toEqual(rows)
  })

  test('counts apart what panels excused, and what is said of nobody is a group of its own', () => {
    const excused = votes.map((row) =>
      row.rater === 'ja0' && row.item === 'i1' ? { ...row, decision: 'excused' as const } : row,
    )
    const described = new Map([...values].filter(([, value]) => value === 'ja'))
    const { rows } = groupTable(excused, described, 7)
    expect(rows.map(({ value, raters, excused }) => [value, raters, excused])).toEqual([
      ['ja', 6, 1],
      [null, 6, 0],
    ])
  })

  test('a draw with unequal chances weighs a vote by one over its chance', () => {
    const heavy = votes.map((row) => ({ ...row, weight: Number(row.item.slice(1)) < 20 ? 1 : 3 }))
    const { whole } = groupTable(
      heavy.filter(({ rater }) => rater.startsWith('ja')),
      values,
      7,
    )
    expect(whole.majority!.share).toBeCloseTo((10 + 10 * 3) / (20 + 20 * 3), 10)
  })

  test('nothing is said of fewer than five people or twenty cases, but a sentence', () => {
    const few = votes.filter(({ rater }) => !['ja0', 'ja1'].includes(rater))
    const { rows, hidden } = groupTable(few, values, 7)
    expect([rows, hidden]).toEqual([[], { values: 2, raters: 10 }])
    const short = groupTable(
      votes.filter(({ item }) => Number(item.slice(1)) < 12),
      values,
      7,
    )
    expect(short.whole).toMatchObject({
      majority: null,
      difference: null,
      unsaid: { code: 'too-few', n: 12, of: 20 },
    })
    expect(unsaidWords(short.whole.unsaid!, 'en')).toBe('Not said: 12 independent cases, and it takes 20.')
    expect(groupTable([], values, 7).whole.unsaid).toMatchObject({ code: 'none-decided' })
    const three = groupTable(
      votes.filter(({ rater }) => ['ja0', 'ja1', 'ja2'].includes(rater)),
      values,
      7,
    )
    expect(three.whole).toMatchObject({ raters: 0, votes: 0, unsaid: { code: 'too-few-raters' } })
  })
})
