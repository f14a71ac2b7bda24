import type { ColumnGuess } from '#shared/import/guess.ts'
import type { Mapping, RejectedRow } from '#shared/import.ts'
import type { Choices, encodingNames, formatNames } from '#shared/import-choices.ts'
import type { ImportCounts, ImportState } from '#shared/import-run.ts'
import type { Question } from '#shared/question.ts'
import type { FaultWords } from '#shared/words/import.en.ts'

export type Encoding = (typeof encodingNames)[number]
export type Format = (typeof formatNames)[number]

/** One line of the list of imports. */
export type ImportRow = {
  id: string
  source: string
  file: string
  format: Format | null
  state: ImportState
  counts: ImportCounts
  startedAt: number
  endedAt: number | null
  by: string
}
export type Progress = {
  phase: string
  rows: number
  total: number | null
  rowsPerSecond: number
  secondsLeft: number | null
}
export type Changed = {
  item: string
  rater: string
  question: string
  old: string
  new: string
  late: boolean
}
export type Gone = { item: string; rater: string; question: string; value: string }

export type FileProblem = FaultWords & { code: string; line: number | null }

/** Rows that one act mends, the largest group first. */
export type Group = {
  code: string
  column: string | null
  found: string
  n: number
  sample: RejectedRow
  suggestion: string | null
}

/** An import as it stands: what was found in its file, what a run would do or did. While it is looked at, much is empty. */
export type ImportView = {
  id: string
  source: string
  file: string
  state: ImportState
  format: Format | null
  encoding: Encoding | null
  guess: { columns: ColumnGuess[] }
  itemsColumns: (Omit<ColumnGuess, 'column'> & { name: string })[]
  mapping: Mapping | null
  itemsMapping: Mapping | null
  lost: string[]
  /** Those it would make. */
  questions: Question[]
  /** The keys of all that the file may answer. */
  declared: string[]
  problem: FileProblem | null
  choices: Omit<Choices, 'mapping' | 'itemsMapping'> | null
  progress: Progress | null
  counts: ImportCounts | null
  rejected: RejectedRow[]
  rejectedTotal: number
  groups: Group[]
  skipped: { cancelled: number; unanswered: number; blank: number } | null
  /** What the file says of raters, by column. */
  attributes: { column: string; name: string; raters: number; values: number; contradicting: number }[]
  superseding: Changed[]
  withdrawn: Gone[]
  startedAt: number
  endedAt: number | null
}
