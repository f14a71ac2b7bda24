import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { groupRejected, type RejectedGroup, sortedGroups } from '#shared/import/groups.ts'
import { questionFrom } from '#shared/import/question.ts'
import type { Mapping } from '#shared/import.ts'
import { type CheckPlan, checkRows } from '../../server/work/import/check.ts'
import { rejectedHeader, rejectedRows } from '../../server/work/import/rejected.ts'
import type { RawRow } from '../../server/work/import/row.ts'
import { bare, checkFile } from '../support/check-file.ts'

const tone = questionFrom('tone', { type: 'single', options: ['pos', 'neg'], scale: null })
const severity = questionFrom('severity', { type: 'ordinal', options: [], scale: { min: -3, max: 1 } })
const themes = questionFrom('themes', { type: 'multi', options: ['a', 'b'], scale: null })
const mapping: Mapping = {
  item: 'item',
  rater: 'rater',
  values: [{ column: 'label', question: 'tone' }],
  content: [],
}
const plan: CheckPlan = { mapping, questions: [tone], language: 'en' }
const rowsOf = (...cells: RawRow['cells'][]): RawRow[] => cells.map((one, n) => ({ line: n + 2, cells: one }))
const row = (change: RawRow['cells'] = {}) => ({ item: '1', rater: 'r', label: 'pos', ...change })

describe('a row with anything wrong in it is rejected with where, found, expected and how to mend', () => {
  const reject = (change: RawRow['cells'], more: Partial<Mapping> = {}, questions = [tone]) =>
    checkRows({ ...plan, questions, mapping: { ...mapping, ...more } })(rowsOf(row(change))).rejected[0]
  test('an unknown label, with the one probably meant, in both languages', () => {
    expect(reject({ label: 'ｐｏｓ' })).toMatchObject({
      row: 2,
      column: 'label',
      found: 'ｐｏｓ',
      code: 'unknown-option',
      suggestion: 'pos',
    })
    const japanese = checkRows({ ...plan, language: 'ja' })(rowsOf(row({ label: 'maybe' }))).rejected[0]!
    expect(japanese.expected + japanese.fix).toMatch(/[ぁ-ん]/)
  })

  test('a value outside the scale, an empty answer', () => {
    const values = { values: [{ column: 'label', question: 'severity' }] }
    expect(reject({ label: '2' }, values, [severity])).toMatchObject({
      code: 'outside-scale',
      found: '2',
      params: { min: -3, max: 1 },
    })
    expect(reject({ label: ' ' })).toMatchObject({ code: 'no-answer' })
  })

  test.each([
    ['an id of 10,000 characters', { item: 'x'.repeat(10_000) }, {}, 'id-too-long', 'item'],
    ['no rater', { rater: '  ' }, {}, 'rater-empty', 'rater'],
    ['an id that is a list', { item: ['a'] }, {}, 'id-not-text', 'item'],
    ['NUL in a cell', { label: 'po\u0000s' }, {}, 'nul-character', 'label'],
    ['half an emoji', { note: 'cut \ud83d' }, { note: 'note' }, 'lone-surrogate', 'note'],
    ['an ambiguous date', { at: '1/5/2024' }, { at: 'at' }, 'time-unreadable', 'at'],
    ['negative seconds', { s: '-1' }, { seconds: 's' }, 'number-invalid', 's'],
    ['a version in words', { v: 'spring' }, { version: 'v' }, 'version-invalid', 'v'],
    ['expected votes in words', { e: 'five' }, { expected: 'e' }, 'expected-invalid', 'e'],
    ['a strange kind of rater', { k: 'cat' }, { raterKind: 'k' }, 'kind-unknown', 'k'],
    ['a language in words', { l: 'the old one' }, { language: 'l' }, 'language-invalid', 'l'],
    ['a note of a book’s length', { n: 'n'.repeat(20_001) }, { note: 'n' }, 'text-too-long', 'n'],
    [
      'broken turns',
      { c: '[{"role":1}]' },
      { content: [{ column: 'c', block: 'chat' as const, title: 'c' }] },
      'chat-broken',
      'c',
    ],
    [
      'a picture that was not uploaded',
      { c: 'a.png' },
      { content: [{ column: 'c', block: 'image' as const, title: 'c' }] },
      'image-missing',
      'c',
    ],
  ])('%s', (_, change, more, code, column) => {
    const rejected = reject(change, more)!
    expect(rejected).toMatchObject({ row: 2, column, code })
    expect(rejected.found.length).toBeLessThan(200)
    expect([rejected.found, rejected.expected, rejected.fix].join()).not.toMatch(/\{\w+\}/)
  })

  test('quotes and emoji in ids are fine', () => {
    const check = checkRows(plan)(rowsOf(row({ item: '“it”em\'s "1"', rater: ' 👩‍⚖️ ' })))
    expect(check).toMatchObject({ rejected: [], votes: [{ item: '“it”em\'s "1"', rater: '👩‍⚖️' }] })
  })

  test('an id a hair under the limit is taken', () => {
    expect(checkRows(plan)(rowsOf(row({ item: 'x'.repeat(1_000) }))).votes.length).toBe(1)
  })
})

describe('several questions in a row', () => {
  const both = {
    ...mapping,
    values: [
      { column: 'label', question: 'tone' },
      { column: 'why', question: 'themes' },
    ],
  }
  const check = checkRows({ ...plan, mapping: both, questions: [tone, themes] })
  test('an open one is no vote; an empty set needs the lead’s word', () => {
    expect(
      check(rowsOf(row({ label: '', why: 'a|b' }))).votes.map(({ question, value }) => [question, value]),
    ).toEqual([['themes', ['a', 'b']]])
    expect(check(rowsOf(row({ why: '' }))).rejected[0]).toMatchObject({ code: 'no-list', column: 'why' })
    const meant = checkRows({
      ...plan,
      mapping: both,
      questions: [tone, themes],
      valueMap: { themes: { '': '[]' } },
    })
    expect(meant(rowsOf(row({ why: '' }))).votes.at(-1)).toMatchObject({ question: 'themes', value: [] })
  })

  test('one wrong answer rejects the whole row', () => {
    expect(check(rowsOf(row({ why: 'z' })))).toMatchObject({
      votes: [],
      rejected: [{ code: 'unknown-options-in-set', column: 'why' }],
    })
  })
})

test('wrong answers are grouped by what was found, and a value map mends the group', () => {
  const rows = rowsOf(
    ...Array.from({ length: 214 }, () => row({ label: 'ｐｏｓ' })),
    row({ label: 'bad' }),
    row({ item: '' }),
    row(),
  )
  const groups = new Map<string, RejectedGroup>()
  groupRejected(groups, checkRows(plan)(rows).rejected)
  expect(
    sortedGroups(groups).map(({ code, count, first, suggestion }) => [code, first.found, count, suggestion]),
  ).toEqual([
    ['unknown-option', 'ｐｏｓ', 214, 'pos'],
    ['unknown-option', 'bad', 1, null],
    ['item-empty', 'no item id', 1, null],
  ])
  const mended = checkRows({ ...plan, valueMap: { tone: { ｐｏｓ: 'pos', bad: 'neg' } } })(rows)
  expect([mended.votes.length, mended.rejected.length, mended.votes[214]!.value]).toEqual([216, 1, 'neg'])
})

test('rejected rows come back as a table with their reasons, and mended are read as they were', async () => {
  const rows = rowsOf(row({ label: 'x', note: '=1+1' }), row({ note: 'fine' }))
  const { rejected } = checkRows(plan)(rows)
  const columns = ['item', 'rater', 'label', 'note']
  const table = rejectedHeader(columns) + rejectedRows(columns, rows, rejected)
  expect(table).toContain(`1,r,x,'=1+1,2,label,x,`)
  const path = join(await mkdtemp(join(tmpdir(), 'gogi-rejected-')), 'rejected.csv')
  await writeFile(path, table.replace('1,r,x,', '1,r,neg,'))
  const again = await checkFile(path, { language: 'en', questions: [tone] })
  expect(again.votes).toEqual([
    { ...bare, line: 2, item: '1', rater: 'r', question: 'tone', value: 'neg', note: '=1+1' },
  ])
})

test('past a thousand findings, what comes is counted by its kind alone', () => {
  const rows = rowsOf(...Array.from({ length: 1_500 }, (_, n) => row({ label: `wrong ${n}` })))
  const groups = new Map<string, RejectedGroup>()
  groupRejected(groups, checkRows(plan)(rows).rejected)
  expect(groups.size).toBe(1_001)
  expect(sortedGroups(groups)[0]!.count).toBe(500)
})
