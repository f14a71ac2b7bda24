import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Question, questionType, type Value } from '#shared/question.ts'
import { laneOf, majorityMarks, majorityRate, sharesOfOthers, split } from '#shared/split.ts'

const option = (value: string) => ({ value, label: { en: value, ja: value } })
const single: Question = {
  key: 'q',
  type: 'single',
  level: 'nominal',
  wording: { en: '', ja: '' },
  options: ['A', 'B', 'C'].map(option),
  scale: null,
  tolerance: 0,
  cautious: null,
  version: 1,
}
const score: Question = {
  ...single,
  type: 'number',
  level: 'interval',
  options: [],
  scale: { min: 0, max: 10 },
}
const tolerating = (tolerance: number): Question => ({ ...score, tolerance })
const sizes = (question: Question, votes: Value[]) =>
  split(question, votes).camps.map(({ value, votes }) => [value, votes])

describe('a split', () => {
  test('shows its camps, larger first, and its majority', () => {
    expect(split(single, ['B', 'A', 'A', 'B', 'A'])).toEqual({
      camps: [
        { value: 'A', votes: 3, voters: [1, 2, 4] },
        { value: 'B', votes: 2, voters: [0, 3] },
      ],
      majority: 'A',
      tie: false,
      margin: expect.closeTo(0.2),
      entropy: expect.closeTo(0.6126016193),
      agreement: expect.closeTo(0.4),
      n: 5,
      state: 'majority',
    })
  })

  test('a tie has no majority, whichever value comes first', () => {
    for (const votes of [
      ['A', 'B'],
      ['C', 'C', 'A', 'A', 'B'],
      ['A', 'B', 'C'],
    ]) {
      expect(split(single, votes)).toMatchObject({ majority: null, tie: true, margin: 0, state: 'tie' })
    }
  })

  test('fewer votes than expected, or than two, are incomplete', () => {
    expect(split(single, [])).toMatchObject({
      state: 'incomplete',
      majority: null,
      tie: false,
      margin: 0,
      entropy: 0,
    })
    expect(split(single, ['A'])).toMatchObject({ state: 'incomplete', majority: null, agreement: null })
    expect(split(single, ['A', 'A', 'B'], 5)).toMatchObject({ state: 'incomplete', majority: 'A' })
    expect(split(single, ['A', 'A', 'B'], 3).state).toBe('majority')
    expect(split(single, ['A', 'A'], 1)).toMatchObject({
      state: 'unanimous',
      margin: 1,
      entropy: 0,
      agreement: 1,
    })
  })

  test('entropy counts the declared answers, or those seen where these are more', () => {
    expect(split({ ...single, options: ['A', 'B'].map(option) }, ['A', 'B']).entropy).toBe(1)
    expect(split(single, ['A', 'B']).entropy).toBeCloseTo(Math.log(2) / Math.log(3))
    expect(split(score, [1, 2, 3, 4]).entropy).toBeCloseTo(1)
    const set: Question = { ...single, type: 'multi', level: 'set' }
    expect(split(set, [['A'], ['B', 'A']]).entropy).toBeCloseTo(1 / 3)
  })
})

describe('camps with a tolerance', () => {
  test('a camp gathers what lies within the tolerance of its value', () => {
    expect(sizes(tolerating(1), [3, 4, 5, 9])).toEqual([
      [4, 3],
      [9, 1],
    ])
    expect(sizes(tolerating(0.1), [0.7, 0.8, 0.9])).toEqual([[0.8, 3]])
  })

  test('no camp is larger because its value is lower', () => {
    expect(sizes(tolerating(1), [1, 2, 3, 4])).toEqual([
      [2, 2],
      [3, 2],
    ])
    expect(sizes(tolerating(1), [0, 0, 1, 2, 2])).toEqual([[1, 5]])
    expect(sizes(tolerating(1), [1, 3, 5]).map(([, votes]) => votes)).toEqual([1, 1, 1])
  })

  test('ordered options count the tolerance in ranks', () => {
    const likert: Question = {
      ...single,
      type: 'ordinal',
      level: 'ordinal',
      tolerance: 1,
      options: ['v', 'w', 'x', 'y', 'z'].map(option),
    }
    expect(sizes(likert, ['v', 'w', 'x', 'z'])).toEqual([
      ['w', 3],
      ['z', 1],
    ])
  })

  test('every vote is in one camp and within its tolerance, and mirrored votes give mirrored camps', () => {
    const votes = fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 12 })
    fc.assert(
      fc.property(votes, fc.integer({ min: 0, max: 4 }), (votes, tolerance) => {
        const question = tolerating(tolerance)
        const { agrees } = questionType('number')
        const { camps, majority } = split(question, votes)
        expect(camps.flatMap((camp) => camp.voters).sort((a, b) => a - b)).toEqual(
          votes.map((_, voter) => voter),
        )
        for (const camp of camps) {
          expect(camp.voters).toHaveLength(camp.votes)
          for (const voter of camp.voters) expect(agrees(question, votes[voter]!, camp.value)).toBe(true)
        }
        const mirrored = split(
          question,
          votes.map((vote) => 10 - vote),
        )
        expect(mirrored.camps.map((camp) => camp.votes)).toEqual(camps.map((camp) => camp.votes))
        expect(mirrored.majority).toEqual(majority === null ? null : 10 - Number(majority))
      }),
    )
  })
})

describe('the lanes', () => {
  const lane = (votes: string[], stood = false) => laneOf(split(single, votes), stood)

  test('a split goes to the likely wrong majorities, a tie to its own lane, agreement nowhere', () => {
    expect(lane(['A', 'A', 'B'])).toBe('majority')
    expect(lane(['A', 'B'])).toBe('tie')
    expect(lane(['A', 'A'])).toBeNull()
    expect(lane(['A'])).toBeNull()
  })

  test('one vote against four or more is a lone dissent, and so is a vote that is stood by', () => {
    expect(lane(['A', 'A', 'A', 'B'])).toBe('majority')
    expect(lane(['A', 'A', 'A', 'A', 'B'])).toBe('lone')
    expect(lane(['A', 'A', 'A', 'A', 'B', 'C'])).toBe('majority')
    expect(lane(['A', 'A', 'A', 'B', 'B'], true)).toBe('lone')
    expect(lane(['A', 'A'], true)).toBeNull()
    expect(lane(['A', 'B'], true)).toBe('tie')
  })
})

describe('majority marks', () => {
  const marks = (question: Question, votes: Value[]) => majorityMarks(question, votes, split(question, votes))

  test('come from the whole split, and a tie marks nobody', () => {
    expect(marks(single, ['A', 'B', 'A'])).toEqual(['right', 'wrong', 'right'])
    expect(marks(single, ['A', 'B'])).toEqual(['none', 'none'])
    expect(marks(single, ['A'])).toEqual(['none'])
  })

  test('right means within the tolerance', () => {
    expect(marks(tolerating(1), [3, 4, 5, 9])).toEqual(['right', 'right', 'right', 'wrong'])
  })

  test('the majority rate is the mean share of the other voters who agree', () => {
    expect(sharesOfOthers(single, ['A', 'A', 'B'])).toEqual([0.5, 0.5, 0])
    expect(sharesOfOthers(single, ['A'])).toEqual([null])
    // On a 5–5 tie leave-own-out marks would make everybody wrong; the rate says four of nine agree.
    expect(sharesOfOthers(single, [...'AAAAABBBBB'])[0]).toBeCloseTo(4 / 9)
    expect(majorityRate([0.5, null, 1])).toEqual({ rate: 0.75, n: 2 })
    expect(majorityRate([null])).toEqual({ rate: null, n: 0 })
  })
})
