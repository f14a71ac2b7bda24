import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Choices } from '#shared/import-choices.ts'
import type { Language } from '#shared/text.ts'
import type { Plan, Problem, Report, Settled } from './plan.ts'

/** What an import is before it is one: files, choices and the last check. Staging, not the record, so it lies beside the database. */
export interface Draft {
  project: string
  import: string
  source: string
  votes: string
  items: string | null
  file: string
  encoding: Plan['encoding']
  format: Plan['format']
  language: Language
  choices: Choices
  settled: Settled | null
  report: Report | null
  problem: Problem | null
}

export interface Drafts {
  read(id: string): Promise<Draft | null>
  write(draft: Draft): Promise<void>
  rejectedFile(id: string): string
  drop(id: string): Promise<void>
}

export function keepDrafts(data: string): Drafts {
  const folder = join(data, 'imports')
  const fileOf = (id: string) => join(folder, `${id}.json`)
  const rejectedFile = (id: string) => join(folder, `${id}.rejected.csv`)
  return {
    async read(id) {
      const text = await readFile(fileOf(id), 'utf8').catch(() => null)
      return text === null ? null : (JSON.parse(text) as Draft)
    },
    async write(draft) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = fileOf(draft.import)
      await writeFile(`${path}.new`, JSON.stringify(draft), { mode: 0o600 })
      await rename(`${path}.new`, path)
    },
    rejectedFile,
    async drop(id) {
      for (const path of [fileOf(id), rejectedFile(id)]) await rm(path, { force: true })
    },
  }
}
