/** Filters and words kept, each a byte a row. */
const KEPT = 8

/** Takes out of a stretch of rows those it does not let through. */
export type Step = (through: Uint8Array, from: number, to: number) => void

/** Which rows a filter lets through, 1 or 0, and the steps by which it found them, to look at rows again that moved. */
export interface Mask {
  through: Uint8Array
  count: number
  steps: readonly Step[]
}

/** Words looked for in a project's items. */
export interface Search {
  /** The items that can hold the words, 1 or 0; null before the index was asked for all of them. */
  among: Uint8Array | null
  /** Whether all of those do hold them. */
  exact: boolean
  /** Looks at the item's text, once. */
  holds(item: number): boolean
  /** Asks the index where the words can be at all: slow where they are common, so only once it is worth it. */
  narrow(): void
}

/** Keeps what was computed by its name; what was asked for longest ago goes. */
export function keepNewest<T>(kept: Map<string, T>, name: string, one: T): void {
  kept.delete(name)
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
  kept.set(name, one)
}
