import type { Fault } from '#shared/import.ts'
import type { Source } from './decode.ts'

export const BATCH_ROWS = 1_000
/** Longest row of a table, longest task of Label Studio. */
export const ROW_CHARACTERS = 1024 * 1024
export const TASK_CHARACTERS = 16 * 1024 * 1024

export type Cells = Record<string, unknown>

/** Why a row makes no vote without being wrong; each is counted and reported. */
export type SkipReason = 'cancelled' | 'unanswered' | 'blank'
export type Skipped = Record<SkipReason, number>
export const noneSkipped = (): Skipped => ({ cancelled: 0, unanswered: 0, blank: 0 })

/** A row as the file has it, under its columns' names. One with a fault or a reason to skip has no meaning beyond that. */
export interface RawRow {
  /** The line where it begins, the first line of the file being 1. */
  line: number
  cells: Cells
  fault?: Fault
  skip?: SkipReason
}

/** What one format needs; everything else about importing is written once. */
export interface Importer {
  name: 'long-csv' | 'long-jsonl' | 'label-studio'
  /** Whether each row has all the columns, so that a few rows tell them. */
  regular: boolean
  /** How likely a file with this beginning and name is of the format, from 0 to 1. */
  sniff(head: string, name: string): number
  /** The rows in batches of at most `BATCH_ROWS`; throws `Unreadable` where the whole file is at fault. */
  rows(source: Source): AsyncIterable<RawRow[]>
}
