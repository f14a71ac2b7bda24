import type { Block } from '#shared/content.ts'
import { textsOf } from '#shared/snippet.ts'
import type { Anchor } from '#shared/thread.ts'

type ItemAnchor = Extract<Anchor, { kind: 'item' }>

/** The text of one block, whose places an anchor counts: its texts in the order they are read, a line each. */
export const textOfBlock = (block: Block): string => textsOf(block).join('\n')

/** The stretch that an anchor names, cut short in its middle where it is long. */
export function quoteOf(blocks: readonly Block[], { block, from, to }: ItemAnchor, most = 90): string {
  const found = blocks[block]
  const quote = found ? textOfBlock(found).slice(from, to).replace(/\s+/g, ' ').trim() : ''
  if (quote.length <= most) return quote
  const half = Math.floor(most / 2)
  return `${quote.slice(0, half).trimEnd()} … ${quote.slice(-half).trimStart()}`
}

export const wholeBlock = (blocks: readonly Block[], block: number): Anchor => {
  const to = textOfBlock(blocks[block]!).length
  return to > 0 ? { kind: 'item', block, from: 0, to } : { kind: 'case' }
}

/** The sentences of a block, for whoever names a stretch without dragging over it. */
export function sentencesOf(
  blocks: readonly Block[],
  block: number,
  language: string | null,
): { anchor: ItemAnchor; text: string }[] {
  const text = textOfBlock(blocks[block]!)
  const sentences = new Intl.Segmenter(language ?? undefined, { granularity: 'sentence' })
  return [...sentences.segment(text)].flatMap(({ segment, index }) => {
    const trimmed = segment.trim()
    const from = index + segment.indexOf(trimmed)
    return trimmed === ''
      ? []
      : [{ anchor: { kind: 'item', block, from, to: from + trimmed.length }, text: trimmed }]
  })
}

/** The elements in which a block's texts stand, each with the place where its text begins. */
function partsOf(shown: HTMLElement, block: Block): { element: Element; start: number }[] {
  const texts = textsOf(block)
  const starts = texts.map((_text, i) => texts.slice(0, i).reduce((sum, text) => sum + text.length + 1, 0))
  // A side-by-side without a prompt has no element for it.
  const skipped = block.kind === 'side-by-side' && block.prompt === undefined ? 1 : 0
  return [...shown.querySelectorAll('.text')].flatMap((element, i) => {
    const start = starts[i + skipped]
    return start === undefined ? [] : [{ element, start }]
  })
}

/** The stretch of one block that is selected on the page, if any. */
export function selectedStretch(
  selection: Selection | null,
  root: HTMLElement,
  blocks: readonly Block[],
): { anchor: ItemAnchor; range: Range } | undefined {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return
  const range = selection.getRangeAt(0)
  const shown = elementOf(range.startContainer)?.closest<HTMLElement>('[data-block]')
  if (!shown || !root.contains(shown) || !shown.contains(range.endContainer)) return
  const block = Number(shown.dataset.block)
  const parts = partsOf(shown, blocks[block]!)
  const at = (node: Node, offset: number) => {
    const part = parts.find(({ element }) => element.contains(node))
    if (!part) return
    const before = document.createRange()
    before.setStart(part.element, 0)
    before.setEnd(node, offset)
    return part.start + before.toString().length
  }
  const from = at(range.startContainer, range.startOffset)
  const to = at(range.endContainer, range.endOffset)
  if (from === undefined || to === undefined || from >= to) return
  return { anchor: { kind: 'item', block, from, to }, range }
}

const elementOf = (node: Node) => (node instanceof Element ? node : node.parentElement)

/** Where a stretch stands on the page: one range for each text that it touches. */
export function rangesOf(root: HTMLElement, blocks: readonly Block[], anchor: ItemAnchor): Range[] {
  const shown = root.querySelector<HTMLElement>(`[data-block="${anchor.block}"]`)
  const block = blocks[anchor.block]
  if (!shown || !block) return []
  return partsOf(shown, block).flatMap(({ element, start }) => {
    const node = element.firstChild
    const length = node?.textContent?.length ?? 0
    const [from, to] = [Math.max(0, anchor.from - start), Math.min(length, anchor.to - start)]
    if (!(node instanceof Text) || from >= to) return []
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, to)
    return [range]
  })
}
