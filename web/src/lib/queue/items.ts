import { read } from '#lib/api.ts'
import type { ItemView } from '#lib/queue/answers.ts'

/** How many items are kept for a second look. */
const KEPT = 60

export type Items = ReturnType<typeof itemReader>

/** Reads items once each, however often they are looked at, until something happens to them. */
export function itemReader(project: string) {
  const kept = new Map<string, Promise<ItemView>>()
  return {
    get(item: string): Promise<ItemView> {
      const known = kept.get(item)
      if (known) return known
      const asked = read<ItemView>(
        `/projects/${encodeURIComponent(project)}/items/${encodeURIComponent(item)}`,
      )
      kept.set(item, asked)
      asked.catch(() => kept.delete(item))
      for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest)
      return asked
    },
    forget: () => kept.clear(),
  }
}
