import type { Block } from './content.ts'
import { isSensitive } from './tag.ts'

/** Longest snippet, in graphemes. */
export const SNIPPET_LENGTH = 160

/** Characters that are each a grapheme of their own, so that they can be counted without a segmenter. */
const alone =
  /^[\u0020-\u02ff\u2010-\u2027\u2030-\u205e\u3000-\u3029\u3030-\u3098\u309b-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uff9d]*$/
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The first words of an item, on one line; none of one that is not shown before somebody asks to see it. */
export function snippetOf({ content, tags }: { content: readonly Block[]; tags: readonly string[] }): string {
  if (isSensitive(tags)) return ''
  for (const block of content) {
    const text = oneLine(
      textsOf(block)
        .join(' ')
        .slice(0, SNIPPET_LENGTH * 20),
    )
    if (text !== '') return cut(text, SNIPPET_LENGTH)
  }
  return ''
}

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The texts of a block, in the order they are read. */
export function textsOf(block: Block): string[] {
  if (block.kind === 'text') return [block.text]
  if (block.kind === 'chat') return block.turns.map(({ text }) => text)
  if (block.kind === 'side-by-side') return [block.prompt ?? '', ...block.answers.map(({ text }) => text)]
  if (block.kind === 'image') return [block.alt]
  return [JSON.stringify(block.value) ?? '']
}

function cut(text: string, most: number): string {
  const head = text.slice(0, most)
  if (alone.test(head)) return text.length <= most ? text : cutAlone(text, head, most)
  return cutBySegments(text, most)
}

/** The last character counted may still be joined by what follows it. */
const cutAlone = (text: string, head: string, most: number) =>
  alone.test(text[most]!) ? head : cutBySegments(text, most)

function cutBySegments(text: string, most: number): string {
  let n = 0
  for (const { index } of graphemes.segment(text)) if (n++ === most) return text.slice(0, index)
  return text
}
