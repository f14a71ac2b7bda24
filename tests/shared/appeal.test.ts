import { expect, test } from 'vitest'
import { DAY } from '#shared/account.ts'
import { appealsLeft, isInvolved, windowCloses, windowOpens, windowUnder, writtenIn } from '#shared/appeal.ts'
import {
  answerOf,
  type Filing,
  refuseAnswering,
  refuseFiling,
  refuseTakingBack,
} from '#shared/appeal-filing.ts'

const filing = (more: Partial<Filing> = {}): Filing => ({
  mark: 'wrong',
  late: false,
  open: false,
  answered: false,
  window: { opens: 0, closes: 10 },
  left: 1,
  busy: null,
  ...more,
})

test('a text that is mostly kana and Chinese characters is Japanese', () => {
  expect(
    ['アスピリンは safe です。', 'So it is.', '', '安全 is the word for safe here'].map(writtenIn),
  ).toEqual(['ja', 'en', 'en', 'en'])
})

test('the time to appeal begins when the rater can read the answer, and never before it is signed', () => {
  const answer = { signedAt: 100, language: 'en' as const, translations: [] }
  expect(windowOpens({ ...answer, reads: [] })).toBe(100)
  expect(windowOpens({ ...answer, reads: ['en', 'ja'] })).toBe(100)
  expect(windowOpens({ ...answer, reads: ['ja'] })).toBe(null)
  const translated = [300, 200, 50].map((at) => ({ language: 'ja' as const, at }))
  expect(windowOpens({ ...answer, translations: translated.slice(0, 2), reads: ['ja'] })).toBe(200)
  expect(windowOpens({ ...answer, translations: translated, reads: ['ja'] })).toBe(100)
  expect(windowCloses(100, 14) - 100).toBe(14 * DAY)
})

test('an appeal costs its rater one while it is open, refused or lost, and nothing else', () => {
  const states = [
    'filed',
    'admitted',
    'refused',
    'upheld',
    'overturned',
    'sent-back',
    'lapsed',
    'withdrawn',
  ] as const
  expect(
    appealsLeft(
      states.map((state) => ({ state })),
      5,
    ),
  ).toBe(1)
  expect(appealsLeft([{ state: 'upheld' }, { state: 'refused' }], 1)).toBe(0)
})

test('what stands in the way of an appeal is said in one order, the quota last', () => {
  const cases: [Partial<Filing>, string | undefined][] = [
    [{}, undefined],
    [{ mark: null, open: true }, 'no-mark'],
    [{ open: true, left: 0 }, 'appealed-already'],
    [{ mark: 'right' }, 'mark-right'],
    [{ mark: 'none', late: true }, 'vote-late'],
    [{ busy: 'heard-again', answered: true }, 'heard-again'],
    [{ answered: true }, 'appeal-answered'],
    [{ window: { opens: null, closes: null } }, 'appeal-early'],
    [{ window: { opens: 0, closes: 5 } }, 'appeal-late'],
    [{ window: null, left: 0 }, 'no-appeals-left'],
    [{ mark: 'excused' }, undefined],
  ]
  expect(cases.map(([more]) => refuseFiling(filing(more), 5))).toEqual(cases.map(([, code]) => code))
})

test('whoever filed it, voted, sat, signed or reviewed is involved, and answers only where nobody else is left', () => {
  const about = { filedBy: 'f', voters: ['v'], seats: ['s'], signedBy: ['x', null], reviewers: ['r'] }
  expect(['f', 'v', 's', 'x', 'r', 'o'].map((member) => isInvolved(member, about))).toEqual([
    ...Array.from({ length: 5 }, () => true),
    false,
  ])
  const filed = { state: 'filed' as const }
  const stands = { involved: true, party: false, nobodyElse: false }
  expect(refuseAnswering(filed, stands)).toBe('appeal-involved')
  expect(refuseAnswering(filed, { ...stands, nobodyElse: true })).toBe(undefined)
  expect(refuseAnswering(filed, { involved: true, party: true, nobodyElse: true })).toBe('appeal-involved')
  expect(refuseAnswering({ state: 'admitted' }, { ...stands, involved: false })).toBe('appeal-settled')
})

test('it is taken back until the fresh panel has opened its ballots', () => {
  expect(refuseTakingBack({ state: 'filed' }, null)).toBe(undefined)
  expect(refuseTakingBack({ state: 'admitted' }, 'voting')).toBe(undefined)
  expect(refuseTakingBack({ state: 'admitted' }, 'revealed')).toBe('appeal-revealed')
  expect(refuseTakingBack({ state: 'upheld' }, 'decided')).toBe('appeal-settled')
})

test('overturned is another word of a vote or another cause; the same is upheld', () => {
  const wrong = { mark: 'wrong', cause: 'rater-error' } as const
  expect(answerOf([{ was: wrong, now: wrong }])).toBe('upheld')
  expect(answerOf([{ was: wrong, now: { mark: 'excused', cause: 'guideline-gap' } }])).toBe('overturned')
  expect(
    answerOf([
      { was: wrong, now: wrong },
      { was: { mark: 'excused', cause: 'edge-case' }, now: { mark: 'excused', cause: 'perspective' } },
    ]),
  ).toBe('overturned')
})

test('a window that has closed stays closed, whatever its rater chooses to read later', () => {
  const day = 86_400_000
  const answer = { signedAt: 0, language: 'en' as const, translations: [] }
  const chosen = (since: number, ...languages: ('en' | 'ja')[]) => ({ since, languages })
  expect(windowUnder(answer, [], 14)).toEqual({ opens: 0, closes: 14 * day })
  // Chosen in time, the other language holds it open until somebody has translated.
  expect(windowUnder(answer, [chosen(day, 'ja')], 14)).toEqual({ opens: null, closes: null })
  expect(windowUnder(answer, [chosen(15 * day, 'ja')], 14)).toEqual({ opens: 0, closes: 14 * day })
  expect(windowUnder(answer, [chosen(15 * day, 'ja'), chosen(20 * day)], 14).closes).toBe(14 * day)
  // It could not be read before the second choice.
  expect(windowUnder(answer, [chosen(-day, 'ja'), chosen(20 * day)], 14)).toEqual({
    opens: 20 * day,
    closes: 34 * day,
  })
  // Nor by choosing again and again: it opens once.
  const again = [chosen(-day, 'ja'), chosen(20 * day), chosen(21 * day, 'ja'), chosen(60 * day)]
  expect(windowUnder(answer, again, 14)).toEqual({ opens: 20 * day, closes: 34 * day })
})
