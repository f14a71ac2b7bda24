const candidates = [',', '\t', ';', '|'] as const
export type Delimiter = (typeof candidates)[number]

/** The separator that the first line has most of, and that the lines after it have as often. */
export function sniffDelimiter(head: string, name: string): Delimiter | undefined {
  const lines = firstLines(head, 20)
  const named = /\.(tsv|tab)(\.txt)?$/i.test(name) ? '\t' : undefined
  const counted = candidates
    .map((delimiter) => ({ delimiter, counts: lines.map((line) => countOutside(line, delimiter)) }))
    .filter(({ counts }) => (counts[0] ?? 0) > 0)
    .map(({ delimiter, counts }) => ({
      delimiter,
      alike: counts.filter((count) => count === counts[0]).length / counts.length,
      first: counts[0]!,
    }))
  if (named && counted.some(({ delimiter }) => delimiter === named)) return named
  counted.sort((a, b) => Math.round(b.alike * 4) - Math.round(a.alike * 4) || b.first - a.first)
  return counted[0]?.delimiter
}

/** The line with which Excel names the separator: `sep=;`. */
export function declaredDelimiter(head: string): { delimiter: string; length: number } | undefined {
  const found = /^sep=(.)\r?\n/i.exec(head)
  return found ? { delimiter: found[1]!, length: found[0].length } : undefined
}

/** Lines that are whole rows: a line end inside quotes is part of its cell. */
function firstLines(head: string, most: number): string[] {
  const lines: string[] = []
  let quoted = false
  let start = 0
  for (let i = 0; i < head.length && lines.length < most; i++) {
    const character = head[i]
    if (character === '"') quoted = !quoted
    if (quoted || (character !== '\n' && character !== '\r')) continue
    if (i > start) lines.push(head.slice(start, i))
    start = i + 1
  }
  return lines.length > 0 ? lines : [head]
}

function countOutside(line: string, delimiter: string): number {
  let quoted = false
  let count = 0
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === delimiter && !quoted) count += 1
  }
  return count
}
