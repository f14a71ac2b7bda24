import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRow, plainCell } from '#shared/csv.ts'

const dangerous = ['=', '+', '-', '@', '\t', '\r', '\n', '\u0000', '＝', '＋', '－', '＠']
const back = (line: string) => (parse(line, { record_delimiter: '\r\n' }) as string[][])[0]!

test.each(dangerous.map((start) => [JSON.stringify(start), start]))(
  'a cell that starts with %s gets a leading quote and comes back as it was',
  (_, start) => {
    for (const cell of [`${start}1+1`, `${start}cmd|'/c calc'!A0`, `${start}SUM("a",\n"b")`, start]) {
      const [read] = back(csvRow([cell, 'end']))
      expect(read).toBe(`'${cell}`)
      expect(plainCell(read!)).toBe(cell)
    }
  },
)

test('numbers stay numbers, nothing stays empty', () => {
  expect(csvRow([-3, '-3', 0.5, '-1.5e3', true, null, undefined, ''])).toBe('-3,-3,0.5,-1.5e3,true,,,\r\n')
  expect(csvRow(['+3', '-3x', "'=1"])).toBe("'+3,'-3x,''=1\r\n")
})

test('any text comes back as it was', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...dangerous, "'", "'=", '"').chain((start) => fc.string().map((rest) => start + rest)),
  )
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
      expect(back(csvRow(cells)).map(plainCell)).toEqual(cells)
    }),
  )
})
