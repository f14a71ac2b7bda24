import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Schema } from '../../store/schema.ts'
import type { Reader } from '../../store/store.ts'

/** Things kept of one store; the one asked for longest ago goes. */
const KEPT = 60
type Keeping = { stamp: string; made?: unknown; making: Promise<unknown> }
const stores = new WeakMap<Schema, Map<string, Keeping>>()

/** Inside a transaction the loop may not turn, and what is read there may be rolled back. */
const inTransaction = (read: Reader): boolean => 'insert' in read
/** A whole project is much to read: others get a turn of the loop between two batches. */
export const giveTurn = async (read: Reader): Promise<void> => {
  if (!inTransaction(read)) await nextTurn()
}

/** What was made under this name from the record as the stamp describes it, or made now. */
export async function keptOrMade<T>(
  read: Reader,
  name: string,
  stamp: string,
  make: () => Promise<T>,
): Promise<T> {
  const kept = stores.get(read.tables) ?? new Map<string, Keeping>()
  stores.set(read.tables, kept)
  const before = kept.get(name)
  const known = before?.stamp === stamp ? before : undefined
  if (inTransaction(read)) return known && 'made' in known ? (known.made as T) : make()
  if (known) {
    kept.delete(name)
    kept.set(name, known)
    return known.making as Promise<T>
  }
  const keeping: Keeping = { stamp, making: make() }
  kept.delete(name)
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
  kept.set(name, keeping)
  try {
    keeping.made = await keeping.making
    return keeping.made as T
  } catch (error) {
    // What failed is tried again by whoever asks next.
    if (kept.get(name) === keeping) kept.delete(name)
    throw error
  }
}
