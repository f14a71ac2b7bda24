/** So long one sitting is meant to be, ms. */
export const SITTING = 25 * 60_000

/** One sitting over several ballots, as the browser's tab keeps it. Times in ms. */
export type Sitting = {
  project: string
  startedAt: number
  /** The ballots that waited at the start, the nearest deadline first. */
  queue: string[]
  cast: string[]
  skipped: string[]
  endedAt: number | null
}
export type Sum = { cast: number; skipped: number; left: number; minutes: number }

export const begin = (project: string, queue: readonly string[], now: number): Sitting => ({
  project,
  startedAt: now,
  queue: [...queue],
  cast: [],
  skipped: [],
  endedAt: null,
})

/** A ballot that was cast is no longer skipped, whenever its turn came. */
export const withCast = (sitting: Sitting, dispute: string): Sitting =>
  sitting.queue.includes(dispute) && !sitting.cast.includes(dispute)
    ? {
        ...sitting,
        cast: [...sitting.cast, dispute],
        skipped: sitting.skipped.filter((one) => one !== dispute),
      }
    : sitting

export const withSkipped = (sitting: Sitting, dispute: string): Sitting =>
  sitting.queue.includes(dispute) && !sitting.cast.includes(dispute) && !sitting.skipped.includes(dispute)
    ? { ...sitting, skipped: [...sitting.skipped, dispute] }
    : sitting

/** What is still to be opened, of what still waits: others may have settled a dispute meanwhile. */
export const ahead = (sitting: Sitting, waiting?: readonly string[]): string[] =>
  sitting.queue.filter(
    (one) =>
      !sitting.cast.includes(one) &&
      !sitting.skipped.includes(one) &&
      (waiting === undefined || waiting.includes(one)),
  )

export const endsAt = ({ startedAt }: Sitting): number => startedAt + SITTING

export function sumOf(sitting: Sitting, waiting: readonly string[], now: number): Sum {
  return {
    cast: sitting.cast.length,
    skipped: sitting.skipped.filter((one) => waiting.includes(one)).length,
    left: ahead(sitting, waiting).length,
    minutes: Math.max(1, Math.round(((sitting.endedAt ?? now) - sitting.startedAt) / 60_000)),
  }
}
