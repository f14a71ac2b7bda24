import { inArray } from 'drizzle-orm'
import type { Reader } from '../../store/store.ts'

/** What the tool that brought them calls these raters. */
export async function externalsIn(read: Reader, raters: readonly string[]): Promise<Map<string, string>> {
  const { rater } = read.tables
  if (raters.length === 0) return new Map()
  const rows = await read
    .select({ id: rater.id, external: rater.external })
    .from(rater)
    .where(inArray(rater.id, [...new Set(raters)]))
  return new Map(rows.map(({ id, external }) => [id, external]))
}
