import { describe, expect, test } from 'vitest'
import { cautionOf, type DriftCase, driftByGroup, driftTable, isCautious } from '#shared/drift.ts'
import type { Question } from '#shared/question.ts'

const question = (more: Partial<Question>): Question => ({
  key: 'safe',
  type: 'single',
  level: 'nominal',
  wording: { en: 'Safe?', ja: '安全か' },
  options: ['safe', 'unsafe'].map((value) => ({ value, label: { en: value, ja: value } })),
  scale: null,
  tolerance: 0,
  cautious: 'unsafe',
  version: 1,
  ...more,
})
const cases = (
  n: number,
  lean: (at: number) => number,
  more: (at: number) => Partial<DriftCase> = () => ({}),
) =>
  Array.from({ length: n }, (_, at): DriftCase => {
    const item = `i${at}`
    return { key: 'safe', unit: item, item, lean: lean(at), weight: 1, ...more(at) }
  })

describe('a cautious pole', () => {
  test('is one option, a member of a set, or an end of the scale within the tolerance', () => {
    expect(isCautious(question({}), 'unsafe')).toBe(true)
    expect(isCautious(question({}), 'safe')).toBe(false)
    expect(isCautious(question({ cautious: null }), 'unsafe')).toBe(false)
    const set = question({ type: 'multi', level: 'set' })
    expect([isCautious(set, ['safe', 'unsafe']), isCautious(set, ['safe'])]).toEqual([true, false])
    const range = { options: [], scale: { min: 0, max: 10 }, tolerance: 1 }
    const number = question({ type: 'number', level: 'ratio', ...range, cautious: '10' })
    expect([isCautious(number, 9), isCautious(number, 8)]).toEqual([true, false])
  })

  test('is taken by a decision wholly, in part, or not at all', () => {
    const said = (kind: string, ...values: [string, number][]) =>
      cautionOf(question({}), {
        kind: kind as 'none',
        values: values.map(([value, weight]) => ({ value, weight })),
      })
    expect(said('majority-upheld', ['unsafe', 100])).toBe(1)
    expect(said('several-valid', ['unsafe', 30], ['safe', 70])).toBe(0.3)
    expect(said('irresolvable')).toBeNull()
    expect(said('none')).toBeNull()
  })
})

describe('drift', () => {
  test('is signed: above nought the crowd is more cautious than its panel, with what it lies between', () => {
    const { rows, whole } = driftTable(
      cases(40, (at) => (at % 4 === 0 ? 1 : 0)),
      3,
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]!.drift!.mean).toBe(0.25)
    expect(rows[0]!.drift!.low).toBeGreaterThan(0.08)
    expect(rows[0]!.drift!.high).toBeLessThan(0.45)
    expect(whole.drift).toEqual(rows[0]!.drift)
    const bold = driftTable(
      cases(40, (at) => (at % 4 === 0 ? -1 : 0)),
      3,
    )
    expect(bold.whole.drift!.mean).toBe(-0.25)
    expect(bold.whole.drift!.high).toBeLessThan(0)
  })

  test('draws items again: what was asked twice about one item is one observation', () => {
    const twice = cases(30, (at) => at % 2)
    const both = [...twice, ...twice.map((one) => ({ ...one, key: 'other' }))]
    expect(driftTable(both, 3).whole.drift).toEqual(driftTable(twice, 3).whole.drift)
    expect(driftTable(twice.slice(0, 19), 3).whole).toEqual({
      key: '',
      n: 19,
      raters: null,
      drift: null,
      unsaid: { code: 'too-few', n: 19, of: 20 },
    })
  })

  test('by group it draws raters, and says nothing of fewer than five', () => {
    const of = (group: string, raters: number, lean: number) =>
      Array.from({ length: raters }, (_, n) =>
        cases(
          24,
          () => lean,
          () => ({ key: group, unit: `${group}${n}` }),
        ),
      ).flat()
    const all = [...of('ja', 6, 1), ...of('en', 7, 0)]
    const { rows, hidden } = driftByGroup(all, 3)
    expect(rows.map(({ key, raters, n, drift }) => [key, raters, n, drift!.mean])).toEqual([
      ['en', 7, 168, 0],
      ['ja', 6, 144, 1],
    ])
    expect(hidden).toBeNull()
    expect(driftByGroup([...all, ...of('ko', 2, 1)], 3)).toMatchObject({
      rows: [{ key: 'en' }],
      hidden: { values: 2, raters: 8 },
    })
  })
})
