import { explainFault } from '#shared/import.ts'
import { TABLE_ROWS, type TablePage } from '#shared/row-file.ts'
import type { Language } from '#shared/text.ts'
import { decode, type Encoding } from './decode.ts'
import { findImporter } from './format.ts'
import type { FilePlan } from './plan.ts'
import { problemOf } from './problem.ts'
import { Unreadable } from './unreadable.ts'

/** A page of a file's rows as they stand there, from row `from` on; whoever asked decides what they mean. */
export async function readTable(
  file: FilePlan,
  { encoding, from }: { encoding: Encoding | null; from: number },
  language: Language,
): Promise<TablePage> {
  const page: TablePage = { rows: [], next: null, format: null, encoding, problem: null }
  try {
    const source = { ...(await decode(file.path, encoding ?? undefined)), name: file.name }
    const importer = findImporter(source)
    Object.assign(page, { format: importer.name, encoding: source.encoding })
    let n = 0
    for await (const rows of importer.rows(source)) {
      for (const { line, cells, fault, skip } of rows) {
        if (skip) continue
        n += 1
        if (n <= from) continue
        if (page.rows.length === TABLE_ROWS) return { ...page, next: n - 1 }
        const wrong = fault ? (explainFault(fault, language)?.found ?? fault.code) : null
        page.rows.push({ line, cells, wrong })
      }
    }
    return page
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...page, rows: [], problem: problemOf(error.fault, language, error.line) }
  }
}
