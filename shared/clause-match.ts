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
export function matchClauses(...asked: Parameters<typeof matchSteps>): (string | undefined)[] {
  const steps = matchSteps(...asked)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The same for thousands: it yields where it may be left for a while. */
export function* matchSteps(
  wanted: readonly Named[],
  pools: readonly (readonly Known[])[],
  by: readonly Language[],
): Generator<void, (string | undefined)[]> {
  const found: (string | undefined)[] = wanted.map(() => undefined)
  const used = new Set<string>()
  const said = new Map<string, string>()
  // A title is compared several times, here and below others.
  const plainOf = (title: string) => {
    const known = said.get(title) ?? plain(title)
    said.set(title, known)
    return known
  }
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
      pass(pool, (list) => pathsOf(list, language, plainOf))
      yield
      pass(pool, (list) => list.map(({ titles }) => plainOf(titles[language] ?? '')))
      yield
    }
  return found
}

/** Each clause's heading with those it stands below; '' where it has none in that language. */
function pathsOf(list: readonly Named[], language: Language, plainOf: (title: string) => string): string[] {
  const above: string[] = []
  return list.map(({ level, titles }) => {
    above.length = Math.min(above.length, level - 1)
    const title = plainOf(titles[language] ?? '')
    above.push(title)
    return title && above.join('\n')
  })
}
