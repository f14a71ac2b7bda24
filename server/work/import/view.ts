import type { ImportCounts } from '#shared/import-run.ts'
import type { Draft } from './draft.ts'
import type { Progress } from './progress.ts'

interface ImportRow {
  id: string
  source: string
  file: string
  sha256: string
  state: string
  counts: ImportCounts
  startedAt: number
  endedAt: number | null
  seq: number | null
  until: number | null
}

/** An import as its page shows it. Of a draft that is gone only the record is left. */
export function viewOf(row: ImportRow, draft: Draft | null, progress: Progress | null): object {
  const { settled, report, problem } = draft ?? { settled: null, report: null, problem: null }
  const { id, source, file, sha256, startedAt, endedAt, seq } = row
  const counts = row.seq === null ? (report?.counts ?? null) : row.counts
  return {
    id,
    source,
    file,
    sha256,
    startedAt,
    endedAt,
    seq,
    state: row.until === null ? row.state : 'withdrawn',
    format: settled?.format ?? draft?.format ?? null,
    encoding: settled?.encoding ?? draft?.encoding ?? null,
    columns: (settled?.columns ?? []).map(({ column, samples }) => ({ name: column, samples })),
    guess: { columns: settled?.columns ?? [] },
    mapping: settled?.mapping ?? draft?.choices.mapping ?? null,
    itemsMapping: settled?.itemsMapping ?? null,
    itemsColumns: (settled?.itemsColumns ?? []).map(({ column, samples, role, tier }) => ({
      name: column,
      samples,
      role,
      tier,
    })),
    choices: draft && {
      leaveOut: draft.choices.leaveOut,
      valueMap: draft.choices.valueMap,
      complete: draft.choices.complete,
      questions: draft.choices.questions,
    },
    progress,
    problem,
    counts,
    rejected: report?.rejected ?? [],
    rejectedTotal: report?.rejectedTotal ?? 0,
    groups: (report?.groups ?? []).map(({ code, column, first, count, suggestion }) => ({
      code,
      column,
      found: first.found,
      n: count,
      sample: first,
      suggestion,
    })),
    skipped: report?.skipped ?? null,
    lost: settled?.lost ?? [],
    superseding: report?.superseding ?? [],
    withdrawn: report?.withdrawn ?? [],
    attributes: report?.attributes ?? [],
    late: counts?.votes.late ?? 0,
    questions: settled?.added ?? [],
    declared: (settled?.questions ?? []).map(({ key }) => key),
  }
}
