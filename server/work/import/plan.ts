import type { RejectedGroup } from '#shared/import/groups.ts'
import type { ColumnGuess } from '#shared/import/guess.ts'
import type { Mapping, RejectedRow } from '#shared/import.ts'
import type { Choices } from '#shared/import-choices.ts'
import type { Ending, ImportCounts } from '#shared/import-run.ts'
import type { Question } from '#shared/question.ts'
import type { Language } from '#shared/text.ts'
import type { Encoding } from './decode.ts'
import type { Importer } from './row.ts'

export interface FilePlan {
  path: string
  name: string
  /** Bytes. */
  size: number
}

/** All that a thread needs to look at a file, check it or read it in; plain data. */
export interface Plan {
  project: string
  import: string
  source: string
  votes: FilePlan
  items: FilePlan | null
  encoding: Encoding | null
  format: Importer['name'] | null
  choices: Choices
  language: Language
  /** Uploaded pictures, by the name of their file. */
  images: Record<string, string>
  /** 32 bytes, hex: ids and salts depend on nothing else. */
  seed: string
  /** Where rejected rows are written as they are met; null in a run. */
  rejectedFile: string | null
}

/** Why nothing can be imported: of the whole file, of the mapping, or of a question. */
export interface Problem {
  code: string
  params: Readonly<Record<string, string | number>>
  found: string
  expected: string
  fix: string
  line: number | null
}

/** What a look at the file shows and what was settled from it and the lead's choices. */
export interface Settled {
  format: Importer['name']
  encoding: Encoding
  sha256: string
  columns: ColumnGuess[]
  allColumns: string[]
  mapping: Mapping
  itemsMapping: Mapping | null
  itemsColumns: ColumnGuess[]
  lost: string[]
  /** The questions the file answers, with those to be made. */
  questions: Question[]
  added: Question[]
  problem: Problem | null
}

export interface Changed {
  item: string
  rater: string
  question: string
  old: string
  new: string
  late: boolean
}
export interface Withdrawn {
  vote: string
  item: string
  rater: string
  question: string
  value: string
}

export interface Report {
  counts: ImportCounts
  rejected: RejectedRow[]
  rejectedTotal: number
  groups: RejectedGroup[]
  skipped: { cancelled: number; unanswered: number; blank: number }
  superseding: Changed[]
  withdrawn: Withdrawn[]
  attributes: AttributeReport[]
  ending: Ending
  /** The Merkle root over the new votes. */
  root: string
  /** How many votes of the source count before this import. */
  sourceVotes: number
}

export const voteColumns = [
  'project',
  'id',
  'item',
  'question',
  'rater',
  'ref',
  'value',
  'note',
  'confidence',
  'at',
  'seconds',
  'version',
  'salt',
  'import',
  'supersedes',
  'late',
  'until',
] as const
export const itemColumns = [
  'project',
  'id',
  'external',
  'language',
  'tags',
  'expected',
  'content',
  'import',
  'until',
] as const
export const raterColumns = ['project', 'id', 'external', 'kind', 'import'] as const
export type Row = (string | number | null)[]

/** What a file says of raters under one name. `contradicting`: raters whose rows do not all say the same; the last one counts. */
export interface AttributeReport {
  column: string
  name: string
  raters: number
  values: number
  contradicting: number
}

/** `outdated`: votes of this same import, written before, that a later one supersedes. */
export interface Batch {
  items: Row[]
  raters: Row[]
  votes: Row[]
  attributes: Row[]
  outdated: string[]
}
export type Phase = 'looking' | 'checking' | 'writing' | 'finishing'
export interface Step {
  phase: Phase
  rows: number
  bytes: number
  size: number
}
