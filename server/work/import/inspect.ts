import { keyFrom } from '#shared/import/names.ts'
import type { Mapping } from '#shared/import.ts'
import type { Source } from './decode.ts'
import type { Importer } from './row.ts'

/** Rows whose values are looked at to guess what a column is. */
const SAMPLE_ROWS = 1_000
/** Different answers remembered for one question; past that it is no choice. */
const MOST_ANSWERS = 2_000

export interface Inspection {
  columns: string[]
  samples: Record<string, unknown[]>
}

/** The columns of a file and the values of its first rows. Formats whose rows differ are read to their end. */
export async function inspectFile(source: Source, importer: Importer): Promise<Inspection> {
  const samples = new Map<string, unknown[]>()
  let seen = 0
  for await (const rows of importer.rows(source)) {
    for (const row of rows) {
      if (row.fault) continue
      seen += 1
      for (const column in row.cells) {
        const values = samples.get(column) ?? []
        if (values.length === 0) samples.set(column, values)
        if (seen <= SAMPLE_ROWS || values.length < 20) values.push(row.cells[column])
      }
    }
    if (importer.regular && seen >= SAMPLE_ROWS) break
  }
  return { columns: [...samples.keys()], samples: Object.fromEntries(samples) }
}

/**
 * The different answers in the whole file and how often each comes, for each question of the mapping: what a question
 * that does not exist yet is guessed from, and what questions the naming column names.
 */
export async function surveyAnswers(
  source: Source,
  importer: Importer,
  mapping: Mapping,
): Promise<Map<string, Map<string, number>>> {
  const answers = new Map<string, Map<string, number>>()
  for await (const rows of importer.rows(source)) {
    for (const { cells, fault, skip } of rows) {
      if (fault || skip) continue
      for (const { column, question } of mapping.values) {
        const value = cells[column]
        if (value === undefined || value === null || value === '') continue
        const name = question ?? (mapping.question ? String(cells[mapping.question] ?? '').trim() : column)
        const counts = answers.get(name) ?? new Map<string, number>()
        if (counts.size === 0) answers.set(name, counts)
        // A list of one is how tools with check boxes write a single choice.
        const bare: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
        const text = typeof bare === 'string' ? bare.trim() : JSON.stringify(bare)
        const before = counts.get(text)
        if (before !== undefined || counts.size < MOST_ANSWERS) counts.set(text, (before ?? 0) + 1)
      }
    }
  }
  return new Map([...answers].map(([name, counts], n) => [keyFrom(name, n + 1), counts]))
}
