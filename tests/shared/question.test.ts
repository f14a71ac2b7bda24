import Value from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { sayMisread } from '#shared/question/misread.ts'
import {
  canonical,
  type Misread,
  Question,
  questionFault,
  questionType,
  readValue,
} from '#shared/question.ts'

const option = (value: string, en = value, ja = value) => ({ value, label: { en, ja } })
const base: Question = {
  key: 'tone',
  type: 'single',
  level: 'nominal',
  wording: { en: 'Which tone?', ja: 'どの調子ですか' },
  options: [option('pos', 'Positive', '肯定'), option('neg', 'Negative', '否定'), option('1', 'One', '一')],
  scale: null,
  tolerance: 0,
  cautious: null,
  version: 1,
}
const multi: Question = { ...base, type: 'multi', level: 'set' }
const likert: Question = {
  ...base,
  type: 'ordinal',
  level: 'ordinal',
  options: ['bad', 'poor', 'fair', 'good', 'best'].map((value) => option(value)),
}
const severity: Question = {
  ...base,
  type: 'ordinal',
  level: 'ordinal',
  options: [],
  scale: { min: -3, max: 1 },
}
const score: Question = {
  ...base,
  type: 'number',
  level: 'interval',
  options: [],
  scale: { min: 0, max: 5000 },
}

const read = (question: Question, raw: unknown) => readValue(question, raw)
const code = (question: Question, raw: unknown) => (readValue(question, raw) as Misread).code

describe('a question', () => {
  test('has one schema, whatever its type', () => {
    for (const question of [base, multi, likert, severity, score]) {
      expect(Value.Check(Question, question)).toBe(true)
      expect(questionFault(question)).toBeUndefined()
    }
    expect(Value.Check(Question, { ...base, type: 'essay' })).toBe(false)
    expect(Value.Check(Question, { ...base, tolerance: -1 })).toBe(false)
  })

  test('that cannot be asked says why', () => {
    expect(questionFault({ ...base, options: [] })).toBe('options-needed')
    expect(questionFault({ ...base, options: [option('a'), option('a')] })).toBe('options-repeat')
    expect(questionFault({ ...severity, scale: null })).toBe('scale-needed')
    expect(questionFault({ ...score, scale: { min: 3, max: 3 } })).toBe('scale-empty')
    expect(questionFault({ ...base, level: 'ratio' })).toBe('level-unfit')
    expect(questionFault({ ...base, cautious: 'unsafe' })).toBe('cautious-unknown')
    expect(questionFault({ ...severity, cautious: '-3' })).toBeUndefined()
  })
})

describe('reading a cell', () => {
  test('an option is read as it stands, without the blanks around it, and in full-width digits', () => {
    expect(read(base, 'pos')).toEqual({ value: 'pos' })
    expect(read(base, ' neg\t')).toEqual({ value: 'neg' })
    expect(read(base, '１')).toEqual({ value: '1' })
    expect(read(base, 1)).toEqual({ value: '1' })
    const blank: Question = { ...base, options: [option(' pos'), option('pos')] }
    expect(read(blank, ' pos')).toEqual({ value: ' pos' })
  })

  test('an option that only looks alike is refused with the one that is meant', () => {
    for (const raw of ['ｐｏｓ', 'POS', 'Positive', '肯定']) {
      expect(read(base, raw)).toMatchObject({ code: 'unknown-option', found: raw, suggestion: 'pos' })
    }
    expect(read(base, '1.0')).toMatchObject({ suggestion: '1' })
    expect(read(base, 'meh')).toMatchObject({ suggestion: null })
    expect(code(base, '  ')).toBe('no-answer')
    expect(code(base, null)).toBe('no-answer')
  })

  test('the refusal says what was found, what was expected and how to mend it, in both languages', () => {
    const misread = read(base, 'ｐｏｓ') as Misread
    expect(sayMisread(misread, 'en')).toEqual({
      found: 'ｐｏｓ',
      expected: 'one of "pos", "neg", "1"',
      fix: 'Map "ｐｏｓ" to "pos".',
    })
    expect(sayMisread(misread, 'ja')).toEqual({
      found: 'ｐｏｓ',
      expected: '「pos」「neg」「1」のいずれか',
      fix: '「ｐｏｓ」を「pos」に対応づけてください。',
    })
    expect(sayMisread(read(severity, '2') as Misread, 'en').expected).toBe('a number from -3 to 1')
    const long = read(base, '💥'.repeat(10_000)) as Misread
    expect([...long.found]).toHaveLength(121)
  })

  test('a set is read from a list, from JSON, and from options between separators', () => {
    for (const raw of [
      ['pos', 'neg'],
      '["pos","neg","pos"]',
      'pos;neg',
      'neg | pos',
      'pos, neg',
      'pos#neg',
      'pos、neg',
      'pos；neg',
    ]) {
      expect(read(multi, raw)).toEqual({ value: ['neg', 'pos'] })
    }
    expect(read(multi, '[]')).toEqual({ value: [] })
    expect(read(multi, [1])).toEqual({ value: ['1'] })
    expect(code(multi, '')).toBe('no-list')
    expect(code(multi, '["pos"')).toBe('not-a-list')
    expect(code(multi, '[{"a":1}]')).toBe('not-a-list')
    expect(read(multi, 'pos;ＮＥＧ')).toMatchObject({ found: 'ＮＥＧ', suggestion: 'neg' })
  })

  test('an option that holds a separator is not torn apart', () => {
    const tags: Question = { ...multi, options: [option('red, warm'), option('blue'), option('a;b')] }
    expect(read(tags, 'red, warm')).toEqual({ value: ['red, warm'] })
    expect(read(tags, 'red, warm;blue')).toEqual({ value: ['blue', 'red, warm'] })
    expect(read(tags, 'a;b|blue')).toEqual({ value: ['a;b', 'blue'] })
  })

  test('a number is read with full-width digits, thousands commas and any minus sign', () => {
    expect(read(score, '１，２３４．５')).toEqual({ value: 1234.5 })
    expect(read(score, '1,234')).toEqual({ value: 1234 })
    expect(read(score, '1e3')).toEqual({ value: 1000 })
    expect(read(severity, '−3')).toEqual({ value: -3 })
    expect(read(severity, '－１')).toEqual({ value: -1 })
    expect(Object.is((read(severity, '-0') as { value: number }).value, 0)).toBe(true)
  })

  test('what is no number, or outside the scale, is refused', () => {
    expect(read(score, '3,5')).toMatchObject({ code: 'not-a-number', suggestion: '3.5' })
    expect(read(score, '80%')).toMatchObject({ code: 'not-a-number', suggestion: '80' })
    for (const raw of ['NaN', 'Infinity', '0x10', '1,23,4', true, '１2/3'])
      expect(code(score, raw)).toBe('not-a-number')
    expect(code(score, '5001')).toBe('outside-scale')
    expect(code(score, '1e999')).toBe('not-a-number')
  })
})

describe('values', () => {
  test('equal values are equal as strings, whatever the order of a set', () => {
    expect(canonical(['b', 'a', 'b'])).toBe(canonical(['a', 'b']))
    expect(canonical(1)).not.toBe(canonical('1'))
  })

  test('distances: none or all, MASI, ranks, and parts of the range', () => {
    const far = (question: Question, a: unknown, b: unknown) =>
      questionType(question.type).distance(question, a as never, b as never)
    expect(far(base, 'pos', 'neg')).toBe(1)
    expect(far(base, 'pos', 'pos')).toBe(0)
    // Passonneau 2006: nested sets count 2/3, overlapping ones 1/3 of their Jaccard index.
    expect(far(multi, ['a', 'b'], ['a'])).toBeCloseTo(1 - (1 / 2) * (2 / 3))
    expect(far(multi, ['a', 'b'], ['b', 'c'])).toBeCloseTo(1 - (1 / 3) * (1 / 3))
    expect(far(multi, ['a'], ['b'])).toBe(1)
    expect(far(multi, [], ['b'])).toBe(1)
    expect(far(multi, [], [])).toBe(0)
    expect(far(likert, 'bad', 'good')).toBe(0.75)
    expect(far(severity, -3, -1)).toBe(0.5)
    expect(far(score, 0, 1000)).toBeCloseTo(0.2)
    expect(far({ ...score, scale: null }, 0, 3)).toBe(0.75)
  })

  test('are shown in words', () => {
    const show = (question: Question, value: unknown, language: 'en' | 'ja') =>
      questionType(question.type).show(question, value as never, language)
    expect(show(base, 'pos', 'ja')).toBe('肯定')
    expect(show(multi, ['neg', 'pos'], 'en')).toBe('Negative, Positive')
    expect(show(multi, [], 'ja')).toBe('該当する選択肢なし')
    expect(show(severity, -3, 'en')).toBe('-3')
    expect(show({ ...base, options: [option('a', 'A', '')] }, 'a', 'ja')).toBe('A')
  })

  test('the medoid is the vote nearest to the others', () => {
    const medoid = (question: Question, votes: unknown[]) =>
      questionType(question.type).medoid(question, votes as never)
    expect(medoid(score, [10, 4000, 12, 11])).toBe(11)
    expect(medoid(multi, [['a'], ['a', 'b'], ['a', 'b', 'c']])).toEqual(['a', 'b'])
    expect(medoid(base, [])).toBeNull()
  })
})
