import { and, eq, inArray } from 'drizzle-orm'
import type { Reader } from '../store/store.ts'

/** Numbers in one statement; databases count their parameters. */
const AT_ONCE = 500

/** When these entries were written. */
export async function momentsOf(
  read: Reader,
  project: string,
  entries: readonly number[],
): Promise<Map<number, number>> {
  const { logEntry } = read.tables
  const wanted = [...new Set(entries)]
  const moments = new Map<number, number>()
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = inArray(logEntry.seq, wanted.slice(from, from + AT_ONCE))
    const rows = await read
      .select({ seq: logEntry.seq, body: logEntry.body })
      .from(logEntry)
      .where(and(eq(logEntry.project, project), some))
    for (const { seq, body } of rows) moments.set(seq, (JSON.parse(body) as { at: number }).at)
  }
  return moments
}
