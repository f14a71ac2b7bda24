import { and, inArray, isNull } from 'drizzle-orm'
import type { Reader } from '../store/store.ts'

/** Ids in one statement. */
const AT_ONCE = 500
/** By id, the ids their tool gave to items. */
export async function externalsOf(read: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  const { item } = read.tables
  const externals = new Map<string, string>()
  for (let at = 0; at < ids.length; at += AT_ONCE)
    for (const { id, external } of await read
      .select({ id: item.id, external: item.external })
      .from(item)
      .where(and(inArray(item.id, ids.slice(at, at + AT_ONCE)), isNull(item.until))))
      externals.set(id, external)
  return externals
}
