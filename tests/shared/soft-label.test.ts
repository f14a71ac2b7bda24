import { describe, expect, it } from 'vitest'
import type { Question } from '#shared/question.ts'
import { softLabel } from '#shared/soft-label.ts'

const question: Question = {
  key: 'accepts',
  type: 'single',
  level: 'nominal',
  wording: { en: '', ja: '' },
  options: ['accept', 'decline'].map((value) => ({ value, label: { en: value, ja: value } })),
  scale: null,
  tolerance: 0,
  cautious: null,
  version: 1,
}
const votes = ['accept', 'decline', 'accept', 'decline']

describe('a decision as a soft label', () => {
  it('keeps the distribution of the votes where the case is ambiguous by design: .5 and .5', () =>
    expect(softLabel(question, { kind: 'irresolvable', values: [] }, votes)).toEqual([
      { value: 'accept', share: 0.5 },
      { value: 'decline', share: 0.5 },
    ]))
  it('puts all on a single answer, and shares out several by their weights', () => {
    expect(
      softLabel(question, { kind: 'minority-upheld', values: [{ value: 'accept', weight: 100 }] }, votes),
    ).toEqual([{ value: 'accept', share: 1 }])
    const several = [
      { value: 'accept', weight: 67 },
      { value: 'decline', weight: 33 },
    ]
    expect(softLabel(question, { kind: 'several-valid', values: several }, votes)).toEqual([
      { value: 'accept', share: 0.67 },
      { value: 'decline', share: 0.33 },
    ])
  })
  it('is empty where no label is right', () =>
    expect(softLabel(question, { kind: 'defective', values: [] }, votes)).toEqual([]))
})
