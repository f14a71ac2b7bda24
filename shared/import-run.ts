import { utf8ToBytes } from '@noble/hashes/utils.js'
import Type from 'typebox'
import { leafHash } from './merkle.ts'
import { Id } from './text.ts'

/** What a run did, or in a dry run would do. Rows left out are counted in `votes.skipped`. */
export type ImportCounts = {
  rows: number
  items: { added: number; known: number }
  raters: { added: number; known: number }
  votes: {
    added: number
    same: number
    superseding: number
    skipped: number
    withdrawn: number
    late: number
  }
}
export const noCounts = (): ImportCounts => ({
  rows: 0,
  items: { added: 0, known: 0 },
  raters: { added: 0, known: 0 },
  votes: { added: 0, same: 0, superseding: 0, skipped: 0, withdrawn: 0, late: 0 },
})

/** `staged`: all its rows are written and it only waits for its entry. */
export type ImportState =
  | 'checking'
  | 'ready'
  | 'running'
  | 'staged'
  | 'done'
  | 'cancelled'
  | 'failed'
  | 'withdrawn'
/** What ends when an import is done: votes its file no longer has, votes and items in whose place it puts others. */
export type Ending = { gone: string[]; votes: string[]; items: string[] }
/** What an import not yet done keeps beside its counts. */
export type StagedCounts = ImportCounts & { ending?: Ending }
export type ImportRecord = {
  id: string
  source: string
  sha256: string
  counts: ImportCounts
  root: string
  state: 'done' | 'withdrawn'
}
export type ImportFact =
  | { kind: 'import.done'; import: ImportRecord }
  | { kind: 'import.withdrawn'; import: string }
  | { kind: 'mapping.saved'; name: string; mapping: unknown }

/** A vote as the log commits to it, `value` being the JSON that is stored. */
export type VoteLeaf = {
  id: string
  item: string
  question: string
  rater: string
  ref: string
  value: string
  note: string | null
  confidence: number | null
  at: number | null
  seconds: number | null
  version: number | null
  /** 16 bytes, hex; null once it was erased. */
  salt: string | null
}
/** What is hashed of a vote. The salt (16 bytes, hex) keeps a short answer from being guessed out of its hash. */
export const voteBytes = (vote: VoteLeaf): string =>
  JSON.stringify([
    'gogi/vote/v1',
    vote.salt,
    vote.id,
    vote.item,
    vote.question,
    vote.rater,
    vote.ref,
    vote.value,
    vote.note,
    vote.confidence,
    vote.at,
    vote.seconds,
    vote.version,
  ])
/** A vote's leaf; the root in an import's entry is RFC 6962's over the leaves in the order of their bytes. */
export const voteLeaf = (vote: VoteLeaf): string => leafHash(utf8ToBytes(voteBytes(vote)))

/** Largest file taken, bytes: 1,000,000 long rows are about 30 MB. */
export const IMPORT_BYTES = 128 * 1024 * 1024
/** A part of a resumable upload, bytes. */
export const UPLOAD_PART = 4 * 1024 * 1024
/** Largest picture taken, bytes. */
export const IMAGE_BYTES = 10 * 1024 * 1024
/** Rows that a report shows of each kind. */
export const REPORT_ROWS = 200

export const importCommands = {
  /** The last short step of a run: what its batches wrote becomes visible, with one entry. */
  'import.finish': { input: Type.Object({ import: Id }, { additionalProperties: false }), may: ['lead'] },
  'import.withdraw': {
    input: Type.Object(
      { import: Id, reason: Type.String({ minLength: 1, maxLength: 2000 }) },
      { additionalProperties: false },
    ),
    may: ['lead'],
  },
  'mapping.save': {
    input: Type.Object(
      { name: Type.String({ minLength: 1, maxLength: 200 }), mapping: Type.Unknown() },
      { additionalProperties: false },
    ),
    may: ['lead'],
  },
} as const
