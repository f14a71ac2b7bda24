import type { Block } from '#shared/content.ts'

/** Graphemes of a snippet. */
const LENGTH = 160
const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/** The first words of an item, on one line, cut between characters as people see them. */
export function snippetOf(content: readonly unknown[]): string {
  const text =
    (content as Block[])
      .map(textOf)
      .find((one) => one.trim() !== '')
      ?.replace(/\s+/g, ' ')
      .trim() ?? ''
  let snippet = ''
  let n = 0
  for (const { segment } of graphemes.segment(text.slice(0, LENGTH * 8))) {
    if (n++ === LENGTH) return `${snippet}…`
    snippet += segment
  }
  return snippet
}

function textOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text
    case 'chat':
      return block.turns[0]?.text ?? ''
    case 'side-by-side':
      return block.prompt || (block.answers[0]?.text ?? '')
    case 'image':
      return block.alt
    case 'json':
      return JSON.stringify(block.value)
  }
}
