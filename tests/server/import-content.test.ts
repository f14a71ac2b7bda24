import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { guessItemsMapping } from '#shared/import/guess.ts'
import { readMoment } from '#shared/import/moment.ts'
import type { RejectedRow } from '#shared/import.ts'
import { checkItems } from '../../server/work/import/check.ts'
import { decode } from '../../server/work/import/decode.ts'
import { findImporter } from '../../server/work/import/format.ts'
import { inspectFile } from '../../server/work/import/inspect.ts'
import type { RawRow } from '../../server/work/import/row.ts'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const rowsOf = (...cells: RawRow['cells'][]): RawRow[] => cells.map((one, n) => ({ line: n + 2, cells: one }))

test('an items file: 800 pairs of texts as titled blocks', async () => {
  const source = await decode(`${data}snow-rte/items.csv`)
  const importer = findImporter(source)
  const { columns, samples } = await inspectFile(source, importer)
  const check = checkItems({ mapping: guessItemsMapping(columns, samples), language: 'en' })
  const items = []
  const rejected: RejectedRow[] = []
  for await (const rows of importer.rows(source)) {
    const checked = check(rows)
    items.push(...checked.items)
    rejected.push(...checked.rejected)
  }
  expect([items.length, rejected.length]).toEqual([800, 0])
  expect(items[1]).toEqual({
    line: 3,
    item: '1004',
    expected: null,
    language: null,
    tags: null,
    content: [
      {
        kind: 'text',
        title: 'text',
        text: 'Infertile women are vital for successful child-rearing despite being unable to produce children themselves.',
      },
      { kind: 'text', title: 'hypothesis', text: 'Infertile women are able to produce children.' },
    ],
  })
})

test('answers side by side are one block where the first of them stands', () => {
  const content = [
    { column: 'p', block: 'prompt' as const, title: 'p' },
    { column: 'a', block: 'answer' as const, title: 'A' },
    { column: 't', block: 'text' as const, title: 'T' },
    { column: 'b', block: 'answer' as const, title: 'B' },
    { column: 'i', block: 'image' as const, title: 'the chart' },
  ]
  const check = checkItems({
    mapping: { item: 'item', values: [], content },
    language: 'en',
    findUpload: (name) => (name === 'c.png' ? 'abcdefghij' : undefined),
  })
  expect(
    check(rowsOf({ item: '1', p: 'Say hi', a: 'Hi', b: 'Hello', t: 'More', i: 'c.png' })).items[0]!.content,
  ).toEqual([
    {
      kind: 'side-by-side',
      prompt: 'Say hi',
      answers: [
        { title: 'A', text: 'Hi' },
        { title: 'B', text: 'Hello' },
      ],
    },
    { kind: 'text', title: 'T', text: 'More' },
    { kind: 'image', upload: 'abcdefghij', alt: 'the chart: c.png' },
  ])
})

test.each([
  ['2021-03-09T22:16:08.728353Z', Date.UTC(2021, 2, 9, 22, 16, 8, 728)],
  ['2024-01-05T10:00:00', Date.UTC(2024, 0, 5, 10)],
  ['2024/1/5 9:05', Date.UTC(2024, 0, 5, 9, 5)],
  ['２０２４／０１／０５　１０：００', Date.UTC(2024, 0, 5, 10)],
  ['2024年1月5日 10時30分', Date.UTC(2024, 0, 5, 10, 30)],
  ['2024-04-08T16:21:26.000+09:00', Date.UTC(2024, 3, 8, 7, 21, 26)],
  ['2016-02-25 01:49:03.0 UTC', Date.UTC(2016, 1, 25, 1, 49, 3)],
  ['Wed Apr 28 12:34:56 PDT 2021', Date.UTC(2021, 3, 28, 19, 34, 56)],
  [1707211049, Date.UTC(2024, 1, 6, 9, 17, 29)],
  ['1707211049000', Date.UTC(2024, 1, 6, 9, 17, 29)],
  ['2024-02-31', undefined],
  ['1/5/2024', undefined],
  ['yesterday', undefined],
  [7, undefined],
])('the time %s', (text, at) => expect(readMoment(text)).toBe(at))
