import { isSign, seenLetters } from '#shared/seen-words.ts'

const NAME = 'spoken'

/** Marks words on the page without touching the page; returns how to take the marks away. */
export function highlight(element: HTMLElement, quotes: readonly string[]): () => void {
  if (typeof Highlight === 'undefined' || quotes.length === 0) return () => {}
  const all = CSS.highlights.get(NAME) ?? new Highlight()
  CSS.highlights.set(NAME, all)
  const ranges = quotes.flatMap((quote) => rangeOf(element, seenLetters(quote)) ?? [])
  for (const range of ranges) all.add(range)
  return () => {
    for (const range of ranges) all.delete(range)
  }
}

/** Where such letters stand, whatever elements and spaces lie between them. */
function rangeOf(element: HTMLElement, letters: string): Range | null {
  if (letters === '') return null
  const places: [node: Text, offset: number][] = []
  let text = ''
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null)
    for (const [offset, letter] of [...node.data.split('').entries()])
      if (!isSign(letter)) {
        text += letter
        places.push([node, offset])
      }
  const at = text.indexOf(letters)
  if (at < 0) return null
  const range = document.createRange()
  const [last, offset] = places[at + letters.length - 1]!
  range.setStart(...places[at]!)
  range.setEnd(last, offset + 1)
  return range
}
