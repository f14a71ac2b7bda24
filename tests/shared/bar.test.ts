import { describe, expect, test } from 'vitest'
import {
  counting,
  dayOf,
  isBelow,
  refuseBar,
  refuseLook,
  refuseSanction,
  refuseSanctionAnswer,
  type SanctionRecord,
  type SanctionVerdict,
  stateAfter,
} from '#shared/bar.ts'
import { shownOf } from '#shared/cell.ts'
import { simulate } from '#shared/simulate.ts'
import { type Case, rateOf } from '#shared/standing.ts'

const rate = (right: number, n: number) =>
  rateOf(Array.from({ length: n }, (_, at): Case => ({ right: at < right, together: `${at}`, weight: 1 })))
const signed = (...all: [string, SanctionVerdict][]) => all.map(([by, verdict], at) => ({ by, verdict, at }))
const proposal = (more: Partial<SanctionRecord> = {}): SanctionRecord => ({
  id: 's',
  rater: 'r',
  bar: 1,
  review: '2026-11-09',
  basis: 'decision',
  question: null,
  follows: 'pause',
  rate: rate(3, 24)!,
  proposedAt: 0,
  answerBy: 700,
  answeredAt: null,
  state: 'proposed',
  signatures: [],
  ...more,
})

describe('a bar', () => {
  test('is looked at on dates that the calendar has, fixed beforehand, and once each', () => {
    expect([dayOf('2026-02-28'), dayOf('2026-02-30'), dayOf('2026-13-01')]).toEqual([
      Date.UTC(2026, 1, 28),
      undefined,
      undefined,
    ])
    const bar = { reviews: ['2026-11-09', '2026-11-16'] }
    const [since, day] = [Date.UTC(2026, 10, 2), Date.UTC(2026, 10, 9)]
    const look = (date: string, at: number, more: object = {}) =>
      refuseLook(bar, date, { since, at, looked: [], ...more })
    expect(look('2026-11-09', day - 1)).toBe('review-not-due')
    expect(look('2026-11-09', day)).toBeUndefined()
    expect(look('2026-11-09', day, { looked: ['2026-11-09'] })).toBe('reviewed-already')
    expect(look('2026-11-10', day)).toBe('review-not-fixed')
    // A bar that was set on the day knew what it would find.
    expect(look('2026-11-09', day + 5, { since: day })).toBe('review-not-fixed')
  })

  test('never stands above what the panel agrees on, once that is known from twenty pairs', () => {
    const at = Date.UTC(2026, 10, 2)
    const set = (bar: number, right: number, n: number) =>
      refuseBar({ bar, reviews: ['2026-11-09'] }, { at, agreement: rate(right, n) })
    expect(set(0.8, 15, 20)).toBe('bar-above-panel')
    expect(set(0.75, 15, 20)).toBeUndefined()
    expect(set(0.8, 14, 19)).toBeUndefined()
    expect(refuseBar({ bar: 0.5, reviews: ['2026-11-02', '2026-11-01'] }, { at, agreement: null })).toBe(
      'reviews-past',
    )
  })

  test('is fallen below when the interval lies wholly below it, on enough independent cases', () => {
    expect(isBelow(rate(3, 24), 0.32, 20)).toBe(true)
    expect(isBelow(rate(3, 24), 0.31, 20)).toBe(false)
    expect(isBelow(rate(3, 24), 0.32, 25)).toBe(false)
    // A share below it is not enough.
    expect(isBelow(rate(14, 24), 0.6, 20)).toBe(false)
    expect(isBelow(null, 0.9, 1)).toBe(false)
    // Fifty votes ruled on at once are one case.
    const together = Array.from({ length: 50 }, (): Case => ({ right: false, together: 'one', weight: 1 }))
    expect(isBelow(rateOf(together), 0.9, 20)).toBe(false)
  })
})

describe('a proposal against a rater', () => {
  const by = (who: string, verdict: SanctionVerdict, at = 800) => ({ by: who, verdict, at })
  const free = { theirs: false, open: false }

  test('waits for the answer or for seven days, and for appeals that came before it', () => {
    expect(refuseSanction(proposal(), by('a', 'impose', 699), free)).toBe('answer-awaited')
    expect(refuseSanction(proposal({ answeredAt: 5 }), by('a', 'impose', 6), free)).toBeUndefined()
    expect(refuseSanction(proposal(), by('a', 'impose', 700), free)).toBeUndefined()
    expect(refuseSanction(proposal(), by('a', 'impose'), { theirs: false, open: true })).toBe('appeal-open')
    // To let it drop nobody has to wait for anything.
    expect(refuseSanction(proposal(), by('a', 'drop', 1), { theirs: false, open: true })).toBeUndefined()
    expect(refuseSanction(proposal(), by('a', 'drop'), { theirs: true, open: false })).toBe('own-sanction')
  })

  test('takes two who say the same; who signs otherwise later has changed their mind', () => {
    const half = proposal({ signatures: signed(['a', 'impose']) })
    expect(stateAfter(half, by('b', 'drop'))).toBe('proposed')
    expect(stateAfter(half, by('b', 'impose'))).toBe('imposed')
    expect(refuseSanction(half, by('a', 'impose'), free)).toBe('signed-already')
    expect(stateAfter(half, by('a', 'impose'))).toBe('proposed')
    const turned = proposal({ signatures: signed(['a', 'impose'], ['a', 'drop']) })
    expect(counting(turned.signatures)).toEqual([false, true])
    expect(stateAfter(turned, by('b', 'impose'))).toBe('proposed')
    expect(stateAfter(turned, by('b', 'drop'))).toBe('dropped')
    expect(refuseSanction(turned, by('a', 'impose'), free)).toBeUndefined()
  })

  test('is settled once two agree, but for lifting what was imposed', () => {
    const imposed = proposal({ state: 'imposed', signatures: signed(['a', 'impose'], ['b', 'impose']) })
    expect(refuseSanction(imposed, by('c', 'impose'), free)).toBe('sanction-settled')
    expect(refuseSanction(imposed, by('a', 'lift'), free)).toBeUndefined()
    expect(refuseSanction(proposal(), by('a', 'lift'), free)).toBe('sanction-verdict')
    const lifting = { ...imposed, signatures: [...imposed.signatures, ...signed(['a', 'lift'])] }
    expect(counting(lifting.signatures)).toEqual([true, true, true])
    expect(stateAfter(lifting, by('b', 'lift'))).toBe('lifted')
    for (const state of ['dropped', 'withdrawn', 'lifted'] as const)
      expect(refuseSanction(proposal({ state }), by('a', 'lift'), free)).toBe('sanction-settled')
  })

  test('may be answered until somebody has signed to impose it', () => {
    expect(refuseSanctionAnswer(proposal({ signatures: signed(['a', 'drop']) }))).toBeUndefined()
    expect(refuseSanctionAnswer(proposal({ signatures: signed(['a', 'impose']) }))).toBe('answer-late')
    expect(refuseSanctionAnswer(proposal({ state: 'imposed' }))).toBe('sanction-settled')
  })
})

describe('what a bar would do', () => {
  const raters = ['a', 'b', 'c'].map((rater) => ({ rater, external: rater.toUpperCase(), kind: 'human' }))
  const known = {
    raters,
    own: new Map([
      ['a', rate(3, 24)],
      ['b', rate(20, 24)],
      ['c', rate(1, 5)],
    ]),
    majority: new Map([
      ['a', rate(3, 24)],
      ['b', rate(2, 40)],
    ]),
    decision: new Map([['a', rate(3, 24)]]),
    attributes: new Map([['language', new Map([['a', 'ja']])]]),
    agreement: null,
  }
  test('names who falls, and who would by the majority but not by what panels decided', () => {
    const trial = { basis: 'decision' as const, bar: 0.5, minimum: 20, question: null }
    const found = simulate(trial, { ...known, own: known.decision })
    expect(found).toMatchObject({ ...trial, falls: ['A'], onlyByMajority: ['B'], looked: 1, enough: 1 })
    expect(found.rows.map(({ external, falls }) => [external, falls])).toEqual([
      ['A', true],
      ['B', false],
    ])
    expect(simulate({ ...trial, minimum: 30 }, known)).toMatchObject({
      falls: [],
      onlyByMajority: ['B'],
      looked: 3,
      enough: 0,
    })
    // One described rater is no group.
    expect(found.groups).toEqual([{ name: 'language', rows: [], hidden: { values: 1, raters: null } }])
  })

  test('cells of fewer than five people are put away, and enough beside them that nobody finds them by subtracting', () => {
    const cells = (...sizes: number[]) => sizes.map((raters) => ({ raters }))
    const shown = (...sizes: number[]) => {
      const { shown, hidden } = shownOf(cells(...sizes))
      return [shown.map(({ raters }) => raters), hidden]
    }
    expect(shown(10, 5, 7)).toEqual([[10, 5, 7], null])
    expect(shown(10, 3, 7)).toEqual([[10], { values: 2, raters: 10 }])
    expect(shown(10, 4, 3, 7)).toEqual([[10, 7], { values: 2, raters: 7 }])
    expect(shown(10, 1, 2, 7)).toEqual([[10], { values: 3, raters: 10 }])
    expect(shown(2, 2)).toEqual([[], { values: 2, raters: null }])
  })
})
