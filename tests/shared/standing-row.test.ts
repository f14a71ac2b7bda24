import { expect, test } from 'vitest'
import type { AppealState } from '#shared/appeal.ts'
import { goldMark } from '#shared/gold-mark.ts'
import { reviewMark } from '#shared/review-mark.ts'
import { type Case, rateOf } from '#shared/standing.ts'
import { type Book, type Counted, enterItem } from '#shared/standing-book.ts'
import { majorityReader } from '#shared/standing-majority.ts'
import { actedOn, againstBar, howChosen, rateOfPart, standingRow } from '#shared/standing-row.ts'
import { questionViews } from '#shared/standing-view.ts'
import { question } from '../support/votes.ts'

const asked = question('single', ['a', 'b', 'c'])
const cases = (right: number, wrong: number): Case[] =>
  Array.from({ length: right + wrong }, (_, i) => ({ right: i < right, together: `${i}`, weight: 1 }))
const bar = { bar: 0.8, minimum: 20 }

test('nothing is said against a bar below the minimum, nor while the interval lies on both sides of it', () => {
  expect(againstBar(null, null)).toBe('no-bar')
  expect(againstBar(null, bar)).toBe('too-few')
  expect(againstBar(rateOf(cases(0, 19)), bar)).toBe('too-few')
  expect(againstBar(rateOf(cases(0, 20)), bar)).toBe('below')
  expect(againstBar(rateOf(cases(16, 8)), bar)).toBe('unsure')
  expect(againstBar(rateOf(cases(100, 2)), bar)).toBe('above')
  // Twenty votes of which nineteen were ruled on at once are two cases.
  const together = cases(0, 20).map((one, i) => ({ ...one, together: i < 19 ? 'once' : 'alone' }))
  expect(againstBar(rateOf(together), bar)).toBe('too-few')
})

test('what people did stands in the place of what the figures say, and what was lifted or dropped does not', () => {
  const one = (state: string, follows: 'notice' | 'pause' | 'removal') => ({ state, follows })
  expect(actedOn([])).toBeNull()
  expect(actedOn([one('proposed', 'removal')])).toBe('proposed')
  expect(actedOn([one('imposed', 'notice'), one('imposed', 'removal')])).toBe('removed')
  expect(actedOn([one('lifted', 'pause'), one('dropped', 'notice')])).toBeNull()
})

test('figures say how their cases were chosen', () => {
  expect(howChosen('majority', 0, 9)).toBe('all')
  expect(howChosen('decision', 0, 0)).toBe('all')
  expect(howChosen('decision', 3, 0)).toBe('random')
  expect(howChosen('gold', 0, 3)).toBe('queue-picked: not a rate')
  expect(howChosen('gold', 1, 3)).toBe('random and queue-picked: not a rate')
})

const counted = (rater: string, said: string, should: string, version: number | null = null): Counted => ({
  rater,
  question: 'q',
  mark: said === should ? 'right' : 'wrong',
  weight: 1,
  said: JSON.stringify(said),
  should: JSON.stringify(should),
  version,
  others: null,
})

test('a row without right or wrong votes has a sentence in the place of its figures, in both languages', () => {
  const empty = {
    rater: 'r',
    basis: 'gold',
    all: undefined,
    drawn: { right: 0, wrong: 0, excused: 0, none: 0 },
    fits: null,
    bar,
    acted: null,
  } as const
  expect(standingRow(empty, 'en')).toEqual({
    rater: 'r',
    basis: 'gold',
    right: 0,
    wrong: 0,
    excused: 0,
    n: 0,
    accuracy: null,
    interval: null,
    bar: 0.8,
    state: 'too-few',
    others: null,
    sampled: null,
    how: 'all',
    why: 'No accuracy: gold calls none of this rater’s votes right or wrong (n = 0). Nothing is said against the bar yet: 0 independent cases, drawn at random and final, of 20.',
  })
  expect(standingRow(empty, 'ja').why).toMatch(/^正答率は出せません。正解で/)
})

test('a book adds up what item after item says: tallies, cells by values, versions, and items as clusters', () => {
  const book: Book = new Map()
  enterItem(book, [counted('r', 'a', 'a', 1), counted('s', 'b', 'a', 1)])
  enterItem(book, [counted('r', 'a', 'c', 2), { ...counted('s', 'b', 'b'), mark: 'excused' }])
  expect(book.get('r')!.tally).toEqual({ right: 1, wrong: 1, excused: 0, none: 0 })
  expect(rateOfPart(book.get('r'))).toMatchObject({ right: 1, n: 2, effective: 2, share: 0.5 })
  expect(rateOfPart(book.get('s'))).toMatchObject({ right: 0, n: 1 })
  const [view] = questionViews(book.get('r'), [{ ...asked, key: 'q' }])
  expect(view!.confusion).toEqual({
    values: ['a', 'b', 'c'],
    rows: [
      [1, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ],
  })
  expect(view!.trend.map(({ version, tally }) => [version, tally.right, tally.wrong])).toEqual([
    [1, 1, 0],
    [2, 0, 1],
  ])
  // Sets of options have no table of values, nor has a scale without steps.
  expect(
    questionViews(book.get('r'), [{ ...question('multi', ['a', 'b']), key: 'q' }])[0]!.confusion,
  ).toBeNull()
})

test('the majority is read the same in any order of the votes, a tie marks nobody', () => {
  const read = majorityReader(asked)
  const votes = (text: string) => [...text].map((one) => JSON.stringify(one))
  expect(read(votes('aab'))).toBe(read(votes('baa')))
  expect([...read(votes('aab')).of]).toEqual([
    ['"a"', { mark: 'right', others: 0.5 }],
    ['"b"', { mark: 'wrong', others: 0 }],
  ])
  expect(read(votes('ab'))).toMatchObject({ majority: null })
  expect(read(votes('ab')).of.get('"a"')!.mark).toBe('none')
  expect(read(votes('a')).of.get('"a"')).toEqual({ mark: 'none', others: null })
})

test('a challenged gold answer marks nobody, and one that a panel overturned never again', () => {
  const mark = (state: 'stands' | 'challenged' | 'confirmed' | 'overturned', value: string) =>
    Object.values(goldMark(asked, { value: 'a', state }, value)).join(' ')
  expect(mark('stands', 'a')).toBe('right agrees-with-gold')
  expect(mark('confirmed', 'b')).toBe('wrong against-gold')
  expect(mark('challenged', 'b')).toBe('none gold-challenged')
  expect(mark('overturned', 'b')).toBe('none gold-overturned')
})

test('of a vote’s reviews the newest counts; repeats are left aside, and reviewers who differ leave it unmarked', () => {
  const given = (id: string, verdict: 'accept' | 'fix' | 'reject', more: object = {}) => ({
    id,
    reviewer: 'ana',
    source: 'gogi',
    repeats: null,
    state: 'given' as const,
    verdict,
    value: verdict === 'fix' ? 'b' : null,
    at: Number(id),
    ...more,
  })
  expect(reviewMark([])).toBeNull()
  expect(reviewMark([given('1', 'accept', { state: 'asked' })])).toBeNull()
  expect(reviewMark([given('1', 'accept')])).toEqual({
    mark: 'right',
    because: 'reviewed-accept',
    value: null,
  })
  expect(reviewMark([given('2', 'fix'), given('1', 'accept')])).toEqual({
    mark: 'wrong',
    because: 'reviewed-fix',
    value: 'b',
  })
  expect(reviewMark([given('1', 'reject'), given('2', 'accept', { repeats: '1' })])).toMatchObject({
    mark: 'wrong',
  })
  expect(reviewMark([given('1', 'reject'), given('2', 'accept', { reviewer: 'ben' })])).toMatchObject({
    mark: 'none',
    because: 'reviewers-differ',
  })
  expect(reviewMark([given('1', 'reject'), given('2', 'fix', { reviewer: 'ben' })])).toMatchObject({
    mark: 'wrong',
    because: 'reviewed-fix',
  })
  // What its rater challenges before a panel counts for nothing until it is answered.
  const said = (...appeals: AppealState[]) => {
    const { mark, because } = reviewMark([given('1', 'reject')], appeals)!
    return `${mark} ${because}`
  }
  expect(said('withdrawn', 'admitted')).toBe('none review-challenged')
  expect([said('withdrawn'), said('upheld')]).toEqual(['wrong reviewed-reject', 'wrong reviewed-reject'])
  expect([said('overturned'), said('lapsed')]).toEqual(['none review-overturned', 'excused unheard'])
  expect(reviewMark([given('1', 'accept')], ['admitted'])).toMatchObject({ mark: 'right' })
})
