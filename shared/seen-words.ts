/**
 * Signs that Markdown reads and does not show, and whatever stands between words. An address is only so long: thousands of
 * `](` must not each look for their end through the whole text.
 */
const unseen =
  /^[|:\-\t ]+$|\]\([^)]{0,2000}\)|^[^\S\n]*(?:[-*+]|\d+[.)]|#{1,6}|>)\s+(?:[✓✗◇]\s)?|[*_~`[\]|\\\s]/gmu
const sign = /[*_~`[\]|\\\s]/u

/** May this letter of a rendered page be one that Markdown reads as a sign, or a space? Neither side compares those. */
export const isSign = (letter: string): boolean => sign.test(letter)

/** The letters of Markdown as its page shows them, and where each stands in it (UTF-16). */
function seen(markdown: string): { letters: string; at: number[] } {
  const at: number[] = []
  let from = 0
  const take = (to: number) => {
    for (let i = from; i < to; i++) at.push(i)
  }
  for (const { index, 0: signs } of markdown.matchAll(unseen)) {
    take(index)
    from = index + signs.length
  }
  take(markdown.length)
  return { letters: at.map((i) => markdown[i]).join(''), at }
}

/** Markdown without its signs and spaces, as its letters stand on the page. */
export const seenLetters = (markdown: string): string => seen(markdown).letters

/** Where words of a rendered page stand in its Markdown; null where they do not, or more than once. */
export function placeOf(markdown: string, words: string): { from: number; to: number } | null {
  const { letters, at } = seen(markdown)
  const chosen = [...words].filter((letter) => !isSign(letter)).join('')
  const first = letters.indexOf(chosen)
  if (chosen === '' || first < 0 || letters.indexOf(chosen, first + 1) >= 0) return null
  return { from: at[first]!, to: at[first + chosen.length - 1]! + 1 }
}
