import { expect, test } from 'vitest'
import { examplesIn } from '#shared/example.ts'

test('examples are the list lines that begin with a sign, in their order, with the item they are', () => {
  const body = [
    'Read the question first.',
    '',
    '- ✓ “Call 119 now.” [med-009](item:abcdefghij)',
    '* ✗ Naming a doctor alone',
    '- ◇ 緊急かどうか分からない場合',
    '- no example',
    '✓ no line of a list',
    '```',
    '- ✓ only shown',
    '```',
    '  + ✓ within another  ',
  ].join('\n')
  expect(examplesIn(body)).toEqual([
    { sign: '✓', words: '“Call 119 now.” [med-009](item:abcdefghij)', item: 'abcdefghij' },
    { sign: '✗', words: 'Naming a doctor alone', item: null },
    { sign: '◇', words: '緊急かどうか分からない場合', item: null },
    { sign: '✓', words: 'within another', item: null },
  ])
  expect(examplesIn('- ✓ [x](item:nobody) [y](https://example.com)')[0]!.item).toBeNull()
})
