import { expect, test } from 'vitest'
import { snippetOf } from '#shared/snippet.ts'

const content = [{ kind: 'text' as const, text: 'How much   is too much?' }]

test('a list shows the first words of an item, on one line', () =>
  expect(snippetOf({ content, tags: ['medical'] })).toBe('How much is too much?'))
test('an item that is not shown before somebody asks lends no list its words, however its tag is written', () =>
  expect(snippetOf({ content, tags: ['medical', 'Sensitive'] })).toBe(''))
