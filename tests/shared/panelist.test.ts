import { expect, test } from 'vitest'
import { seatingOrder, unfit, unknownPanelist } from '#shared/panelist.ts'
import { weekStart } from '#shared/sample.ts'

const declared = { declared: true, languages: ['en', 'ja-JP'] }
const about = { satBefore: false, voted: false, language: null }

test('nobody sits twice, undeclared, over their own vote or in a language they do not read; the first reason is said', () => {
  const worst = { satBefore: true, voted: true, language: 'fr' }
  expect([
    unfit(unknownPanelist, worst),
    unfit(unknownPanelist, { ...worst, satBefore: false }),
    unfit(declared, { ...worst, satBefore: false }),
    unfit(declared, { ...about, language: 'fr' }),
    unfit(declared, about),
  ]).toEqual(['sat-before', 'undeclared', 'conflict', 'language', null])
})

test('languages agree by their first part, and where none is named any will do', () => {
  for (const language of ['EN', 'en-GB', 'ja', 'ja_JP', '', null])
    expect([language, unfit(declared, { ...about, language })]).toEqual([language, null])
  expect(unfit({ declared: true, languages: [] }, { ...about, language: 'fr' })).toBeNull()
  expect(unfit(declared, { ...about, language: 'enm' })).toBe('language')
})

test('minutes come before blindness, blindness before expertise, expertise before load, load for one’s minutes before chance', () => {
  const one = (name: string, perWeek: number, used: number, load: number, expertise: string[] = []) => ({
    ...{ perWeek, used, load, expertise, notBlind: name.includes('reviewed') },
    chance: name,
  })
  const all = [
    one('e: full, though an expert', 50, 49, 0, ['medication']),
    one('y: has reviewed, an expert with nothing to do', 100, 0, 0, ['dose']),
    one('d: much to do', 100, 0, 5),
    one('c: as much, in twice the time', 200, 0, 5),
    one('b: nothing to do', 100, 0, 0),
    one('a: nothing either', 100, 0, 0),
    one('z: an expert with much to do', 100, 0, 9, ['ＭＥＤＩＣＡＴＩＯＮ ']),
  ]
  const order = [...all].sort(seatingOrder(['Medication', 'dose'], 7)).map(({ chance }) => chance[0])
  expect(order).toEqual(['z', 'a', 'b', 'c', 'd', 'y', 'e'])
})

test('a week begins on Monday at midnight, UTC', () => {
  const monday = Date.UTC(2026, 10, 16)
  expect([weekStart(monday), weekStart(monday + 7 * 86_400_000 - 1)]).toEqual([monday, monday])
  expect(weekStart(monday - 1)).toBe(monday - 7 * 86_400_000)
})
