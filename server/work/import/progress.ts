import type { Phase, Step } from './plan.ts'

export interface Progress {
  phase: Phase
  rows: number
  /** A guess by bytes until the file has been read to its end; null while nothing is known. */
  total: number | null
  rowsPerSecond: number
  secondsLeft: number | null
}

/** How far a file is read, `elapsed` milliseconds after its first row. */
export function progressOf({ phase, rows, bytes, size }: Step, elapsed: number): Progress {
  const seconds = elapsed / 1000
  const read = size > 0 ? Math.min(1, bytes / size) : 0
  return {
    phase,
    rows,
    total: read > 0 && rows > 0 ? Math.max(rows, Math.round(rows / read)) : null,
    rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : 0,
    secondsLeft: read > 0 && seconds > 0 ? Math.ceil((seconds * (1 - read)) / read) : null,
  }
}
