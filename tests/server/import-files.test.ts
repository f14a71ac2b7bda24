import { mkdtemp, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { explainFault } from '#shared/import.ts'
import { decode, type Encoding } from '../../server/work/import/decode.ts'
import { findImporter } from '../../server/work/import/format.ts'
import type { RawRow } from '../../server/work/import/row.ts'
import { Unreadable } from '../../server/work/import/unreadable.ts'

const fixtures = new URL('../fixtures/import/', import.meta.url).pathname
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gogi-import-'))
})

async function fileOf(name: string, content: string | Uint8Array) {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function rowsOf(path: string, encoding?: Encoding): Promise<RawRow[]> {
  const source = await decode(path, encoding)
  const rows: RawRow[] = []
  for await (const batch of findImporter(source).rows(source)) rows.push(...batch)
  return rows
}

async function refusalOf(reading: Promise<unknown>) {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Unreadable)) throw error ?? new Error('It was read.')
  return { code: error.fault.code, line: error.line, ...explainFault(error.fault, 'en') }
}

describe('a file’s encoding is found', () => {
  const japanese = [
    { line: 2, cells: { 項目: '文01', 評価者: '佐藤', 判定: '肯定', メモ: 'とても良い' } },
    { line: 3, cells: { 項目: '文01', 評価者: '鈴木', 判定: '否定', メモ: '皮肉、\r\nだと思う' } },
    { line: 5, cells: { 項目: '文02', 評価者: '佐藤', 判定: '肯定', メモ: '表現が自然' } },
  ]
  test.each([
    ['votes-shift-jis.csv', 'shift_jis'],
    ['votes-utf-16.csv', 'utf-16le'],
    ['votes-utf-16be-no-mark.csv', 'utf-16be'],
  ])('%s is %s, and every row stands on its line', async (name, encoding) => {
    expect((await decode(`${fixtures}${name}`)).encoding).toBe(encoding)
    expect(await rowsOf(`${fixtures}${name}`)).toEqual(japanese)
  })

  test('a file that turns Japanese after a hundred thousand ASCII letters is still found to be Shift_JIS', async () => {
    const kana = Buffer.from([0x82, 0xa0, 0x82, 0xa2])
    const start = Buffer.from(`item,rater,label\n${'1,r,yes\n'.repeat(20_000)}2,r,`)
    const path = await fileOf('late.csv', Buffer.concat([start, kana, Buffer.from('\n')]))
    const rows = await rowsOf(path)
    expect(rows.length).toBe(20_001)
    expect(rows.at(-1)).toEqual({ line: 20_002, cells: { item: '2', rater: 'r', label: 'あい' } })
  })

  test('a mark before the first column is no part of its name', async () => {
    const path = await fileOf('bom.csv', '\ufeffitem,rater,label\r\n1,r,yes\r\n')
    expect(await rowsOf(path)).toEqual([{ line: 2, cells: { item: '1', rater: 'r', label: 'yes' } }])
  })

  test('half an emoji in UTF-16 stays half a one, for the check to find', async () => {
    const text = '\ufeffitem,rater,label\n1,r,cut \ud83d\n2,r,whole 😀\n'
    const rows = await rowsOf(await fileOf('half.csv', Buffer.from(text, 'utf16le')))
    expect(rows.map(({ cells }) => String(cells.label).isWellFormed())).toEqual([false, true])
    expect(rows[1]!.cells.label).toBe('whole 😀')
  })

  test('Latin-1 is not taken for Japanese, and a wrong encoding by hand is refused with its place', async () => {
    const latin = await fileOf(
      'latin.csv',
      Buffer.from('item,rater,label\n1,r,caf\xe9s et th\xe9s\n', 'latin1'),
    )
    expect(await refusalOf(decode(latin))).toMatchObject({ code: 'encoding-unknown' })
    expect(await refusalOf(decode(latin, 'utf-8'))).toMatchObject({
      code: 'encoding-mismatch',
      found: 'bytes that are not utf-8 (from byte 0)',
    })
    expect(await refusalOf(decode(`${fixtures}votes-shift-jis.csv`, 'utf-8'))).toMatchObject({
      code: 'encoding-mismatch',
    })
  })
})

describe('what is no text is refused with what it is and how to mend it', () => {
  const zip = Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0])
  test.each([
    ['book.xlsx', Buffer.concat([zip, Buffer.from('[Content_Types].xml xl/workbook.xml')]), 'file-excel'],
    ['all.zip', Buffer.concat([zip, Buffer.from('votes.csv')]), 'file-zip'],
    ['votes.parquet', Buffer.from('PAR1\x15\x04'), 'file-parquet'],
    ['photo.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'file-image'],
    ['paper.pdf', Buffer.from('%PDF-1.7\n'), 'file-pdf'],
    ['votes.csv.gz', Buffer.from([0x1f, 0x8b, 8, 0]), 'file-gzip'],
    ['noise.csv', Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * n + n) % 256)), 'file-binary'],
    ['empty.csv', Buffer.alloc(0), 'file-empty'],
    ['blank.csv', Buffer.from('\ufeff \n\n'), 'file-empty'],
  ])('%s', async (name, bytes, code) => {
    expect(await refusalOf(decode(await fileOf(name, bytes)))).toMatchObject({ code })
  })

  test('the words for an Excel workbook say to save it as CSV UTF-8', async () => {
    const path = await fileOf('again.xlsx', Buffer.concat([zip, Buffer.from('xl/')]))
    expect((await refusalOf(decode(path))).fix).toBe(
      'This is an Excel workbook: open it and save the sheet as CSV UTF-8.',
    )
  })

  test('200 MB are refused before they are read, with both sizes', async () => {
    const path = await fileOf('large.csv', 'item,rater,label\n')
    await truncate(path, 200 * 1024 * 1024)
    expect(await refusalOf(decode(path))).toMatchObject({
      code: 'file-too-large',
      found: 'a file of 200 MiB',
      expected: 'at most 128 MiB',
    })
  })
})

describe('a table is read as it is', () => {
  test('separators, quotes, line ends inside quotes and blank lines', async () => {
    const path = await fileOf(
      'odd.tsv',
      'item\trater\tlabel\tnote\n\n1\tr1\tyes\t"a, ""b""\nc\td"\n\n2\tr2\tno\t5" screen\n\t\t\t\n',
    )
    expect(await rowsOf(path)).toEqual([
      { line: 3, cells: { item: '1', rater: 'r1', label: 'yes', note: 'a, "b"\nc\td' } },
      { line: 6, cells: { item: '2', rater: 'r2', label: 'no', note: '5" screen' } },
      { line: 7, cells: { item: '', rater: '', label: '', note: '' }, skip: 'blank' },
    ])
  })

  test('semicolons, and the line with which Excel names them', async () => {
    const path = await fileOf('semi.csv', 'sep=;\r\nitem;rater;label\r\n1;r1;1,5\r\n')
    expect(await rowsOf(path)).toEqual([{ line: 3, cells: { item: '1', rater: 'r1', label: '1,5' } }])
  })

  test('rows with too few or too many cells are named by their line, the others stay', async () => {
    const rows = await rowsOf(
      await fileOf('ragged.csv', 'item,rater,label\n1,r1,yes\n2,r2\n3,r3,no,more\n4,r4,no\n'),
    )
    expect(rows.map(({ line, fault }) => [line, fault?.code, fault?.params])).toEqual([
      [2, undefined, undefined],
      [3, 'cells-missing', { count: 2, columns: 3 }],
      [4, 'cells-extra', { count: 4, columns: 3 }],
      [5, undefined, undefined],
    ])
  })

  test('columns of one name are told apart, and a file without names gets numbers', async () => {
    expect(
      Object.keys((await rowsOf(await fileOf('twice.csv', 'item,rater,label,label,\n1,r,a,b,\n')))[0]!.cells),
    ).toEqual(['item', 'rater', 'label', 'label (2)', 'column 5'])
    expect((await rowsOf(await fileOf('bare.csv', 't1,w1,cat\nt1,w2,dog\nt2,w1,cat\n')))[0]).toEqual({
      line: 1,
      cells: { 'column 1': 't1', 'column 2': 'w1', 'column 3': 'cat' },
    })
  })

  test('more than 500 columns, or a row longer than 1 MiB, are refused with the limit', async () => {
    const wide = await fileOf(
      'wide.csv',
      `${Array.from({ length: 501 }, (_, n) => `c${n}`).join()}\n`.repeat(3),
    )
    expect(await refusalOf(rowsOf(wide))).toMatchObject({ code: 'columns-too-many', expected: 'at most 500' })
    const long = await fileOf('long.csv', `item,rater,label\n1,r,yes\n2,r,"${'no\n'.repeat(500_000)}"\n`)
    expect(await refusalOf(rowsOf(long))).toMatchObject({
      code: 'record-too-large',
      line: 3,
      found: 'a row longer than 1 MiB',
    })
    const line = await fileOf('long.jsonl', `{"item":1}\n{"item":"${'x'.repeat(1_500_000)}`)
    expect(await refusalOf(rowsOf(line))).toMatchObject({ code: 'record-too-large', line: 2 })
  })

  test('a column called __proto__ is a column like others', async () => {
    const [read] = await rowsOf(await fileOf('proto.csv', 'item,rater,label,__proto__\n1,r,yes,x\n'))
    expect(read!.cells).toEqual({ item: '1', rater: 'r', label: 'yes', 'column 4': 'x' })
  })

  test('a quotation mark left open is refused with the line where it opens, names alone with what is missing', async () => {
    expect(
      await refusalOf(rowsOf(await fileOf('open.csv', 'item,rater,label\n1,r1,yes\n2,r2,"no\n3,r3,yes\n'))),
    ).toMatchObject({ code: 'quote-open', line: 3 })
    expect(await refusalOf(rowsOf(await fileOf('names.csv', 'item,rater,label\n')))).toMatchObject({
      code: 'no-rows',
      line: 1,
    })
  })

  test('each line of JSONL is a row, and a broken one does not stop the others', async () => {
    const rows = await rowsOf(
      await fileOf(
        'v.jsonl',
        '{"item":1,"rater":"r","label":["a","b"]}\r\n\r\n{"item":2,\n[1]\n{"item":3,"rater":"r","label":"c"}',
      ),
    )
    expect(rows.map(({ line, fault }) => [line, fault?.code])).toEqual([
      [1, undefined],
      [3, 'json-broken'],
      [4, 'json-not-object'],
      [5, undefined],
    ])
    expect(rows[0]!.cells).toEqual({ item: 1, rater: 'r', label: ['a', 'b'] })
  })
})

describe('JSON that is not Label Studio’s is refused with where, found, expected and how to mend', () => {
  test.each([
    [
      'flat.json',
      '[\n {"item": 1, "rater": "r", "label": "x"}]',
      'not-label-studio',
      2,
      '{"item", "rater", "label"}',
    ],
    ['object.json', '{\n "rows": [1, 2]\n}', 'not-label-studio', 1, '{"rows"}'],
    ['list.json', '[]', 'not-label-studio', 1, '[]'],
    ['numbers.json', '[1, 2]', 'json-broken', 1, 'broken JSON: 1, 2]'],
    [
      'cut.json',
      '[{"id": 1, "data": {}, "annotations": [',
      'json-broken',
      1,
      'broken JSON: {"id": 1, "data": {}, "annotations": [',
    ],
  ])('%s', async (name, text, code, line, found) => {
    expect(await refusalOf(rowsOf(await fileOf(name, text)))).toMatchObject({ code, line, found })
  })

  test('JSON_MIN is known by name', async () => {
    const path = await fileOf(
      'min.json',
      '[{"text": "a", "id": 1, "sentiment": "pos", "annotator": 1, "annotation_id": 2, "lead_time": 3}]',
    )
    expect((await refusalOf(rowsOf(path))).fix).toContain('Export → JSON (not JSON-MIN)')
  })
})
