import { createHash } from 'node:crypto'

/** A word as somebody might carry it out: plain, escaped, encoded or hashed. */
export function disguises(word: string): string[] {
  const hashes = [word, JSON.stringify(word)].map((text) => createHash('sha256').update(text))
  const sums = hashes.map((sum) => sum.digest())
  return [
    word,
    Buffer.from(word).toString('hex'),
    // Base64 of a word inside a longer text depends on where it stands: without its ends, at each of three offsets.
    ...['', 'x', 'xx'].map((pad) =>
      Buffer.from(pad + word)
        .toString('base64')
        .replace(/=+$/, '')
        .slice(pad ? 4 : 0, -4),
    ),
    encodeURIComponent(word),
    ...sums.flatMap((sum) => [sum.toString('hex'), sum.toString('base64'), sum.toString('base64url')]),
  ].filter((text) => text.length >= 8)
}

/** How often each word occurs, in any disguise. */
export const countOf = (text: string, word: string): number =>
  [...new Set(disguises(word))].reduce((sum, one) => sum + text.split(one).length - 1, 0)

/** What may differ between two answers that say the same: ids, times, entry numbers, hashes and salts, each to one word. */
export const levelled = (text: string): string =>
  text
    .replace(/"[a-z]{10}"/g, '"id"')
    .replace(/\b1[5-9]\d{11}\b/g, 'time')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
    .replace(/\b[0-9a-f]{64}\b/g, 'hash')
    .replace(/"(seq|version|since|after)":\d+/g, '"$1":0')
    .replace(/case-\d\d/g, 'case')

/** JSON in one order: what has ids for keys is a list, and lists are sorted; letters and places of raters are one word. */
export function inOneOrder(text: string): string {
  const ordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(ordered).sort(byText)
    if (!value || typeof value !== 'object') return value
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      key === 'rater' || key === 'voters' ? 'who' : ordered(inner),
    ])
    return entries.every(([key]) => /^[a-z]{10}$/.test(String(key)))
      ? entries.map(([, inner]) => inner).sort(byText)
      : Object.fromEntries(entries)
  }
  return levelled(JSON.stringify(ordered(JSON.parse(text))))
}

const byText = (a: unknown, b: unknown) =>
  levelled(JSON.stringify(a)) < levelled(JSON.stringify(b)) ? -1 : 1
