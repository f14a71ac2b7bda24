import type { Language } from './text.ts'

/** A clause as far as it can be met again: where it stands below which, and what it is called. */
export type Named = { level: number; titles: Partial<Record<Language, string>> }
export type Known = Named & { id: string }

/** Width, case and spaces make no other heading, nor does a number typed before it. */
const plain = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\d+(\.\d+)*\.?\s+/, '')

/**
 * The ids of clauses that are met again by their heading, wherever they moved. Pools are asked in turn; in each, first by
 * the headings above as well, so that one heading used twice is told apart, then by the heading alone, in order.
 */
export function matchClauses(
  wanted: readonly Named[],
  pools: readonly (readonly Known[])[],
  by: readonly Language[],
): (string | undefined)[] {
  const found: (string | undefined)[] = wanted.map(() => undefined)
  const used = new Set<string>()
  const pass = (pool: readonly Known[], keys: (list: readonly Named[]) => string[]) => {
    const ids = new Map<string, string[]>()
    const known = keys(pool)
    pool.forEach(({ id }, i) => {
      if (!used.has(id) && known[i]) ids.set(known[i], [...(ids.get(known[i]) ?? []), id])
    })
    keys(wanted).forEach((key, i) => {
      const id = found[i] === undefined && key ? ids.get(key)?.shift() : undefined
      if (id === undefined) return
      found[i] = id
      used.add(id)
    })
  }
  for (const pool of pools)
    for (const language of by) {
      pass(pool, (list) => pathsOf(list, language))
      pass(pool, (list) => list.map(({ titles }) => plain(titles[language] ?? '')))
    }
  return found
}

/** Each clause's heading with those it stands below; '' where it has none in that language. */
function pathsOf(list: readonly Named[], language: Language): string[] {
  const above: string[] = []
  return list.map(({ level, titles }) => {
    above.length = Math.min(above.length, level - 1)
    const title = plain(titles[language] ?? '')
    above.push(title)
    return title && above.join('\n')
  })
}
