import { hash } from './merkle.ts'

/** Pseudonyms are redrawn for every item (law 10): A, B, C… in an order that only the item's id and the rater's give. */
export function pseudonyms(item: string, raters: readonly string[]): Map<string, string> {
  const order = [...new Set(raters)]
    .map((rater) => ({ rater, place: hash(`${item}/${rater}`) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
  return new Map(order.map(({ rater }, i) => [rater, letters(i)]))
}

/** A … Z, AA, AB … as spreadsheets count. */
export function letters(n: number): string {
  return n < 26 ? String.fromCharCode(65 + n) : letters(Math.floor(n / 26) - 1) + letters(n % 26)
}
