import { readFile } from 'node:fs/promises'
import { and, desc, eq, ne } from 'drizzle-orm'
import type { NewImport, SomeChoices } from '#shared/import-choices.ts'
import { Refusal } from '#shared/refusals.ts'
import { FIX_SOURCE } from '#shared/review.ts'
import type { TableAsk, TablePage } from '#shared/row-file.ts'
import type { Language } from '#shared/text.ts'
import type { Store } from '../../store/store.ts'
import { keepDrafts } from './draft.ts'
import { beginDraft, chooseFor } from './drafting.ts'
import { type Ask, type House, type Inside, type Job, rowOf, stopJob } from './job.ts'
import { type Progress, progressOf } from './progress.ts'
import { cancelImport, runImport } from './running.ts'
import { sweepImports } from './sweep.ts'
import { readTable } from './table.ts'
import { keepUploads, type Uploads } from './uploads.ts'
import { viewOf } from './view.ts'

export interface Jobs {
  uploads: Uploads
  draft(project: string, by: string, given: NewImport, language: Language): Promise<string>
  list(project: string): Promise<object[]>
  view(project: string, id: string): Promise<object>
  choose(project: string, id: string, choices: SomeChoices, language: Language): Promise<void>
  run(project: string, id: string, who: unknown): Promise<void>
  cancel(project: string, id: string): Promise<void>
  rejected(project: string, id: string): Promise<Buffer>
  table(project: string, ask: TableAsk, language: Language): Promise<TablePage>
  /** Another server was told to cancel an import that may be under way here. */
  stop(id: string): void
  /** Waits for what is under way; for tests and the command line. */
  settled(id: string): Promise<void>
  close(): Promise<void>
}

/** All imports of the installation that are not done yet. Sweeps first what a crash has left. */
export function openJobs(house: House, ask: Ask): Jobs {
  const drafts = keepDrafts(house.data)
  const uploads = keepUploads(house.data, house.newId, house.now)
  const ready = sweepImports(house.store).then(() => uploads.sweep())
  ready.catch(() => {})
  const inside: Inside = { house, ask, jobs: new Map(), drafts, uploads, ready }
  return {
    uploads,
    draft: (project, by, given, language) => beginDraft(inside, project, by, given, language),
    list: (project) => list(house.store, project),
    view: async (project, id) =>
      viewOf(await rowOf(inside, project, id), await drafts.read(id), progress(inside.jobs.get(id))),
    choose: (project, id, choices, language) => chooseFor(inside, project, id, choices, language),
    run: (project, id, who) => runImport(inside, project, id, who),
    cancel: (project, id) => cancelImport(inside, project, id),
    async rejected(project, id) {
      await rowOf(inside, project, id)
      return readFile(drafts.rejectedFile(id)).catch(() => {
        throw new Refusal('not-found')
      })
    },
    async table(project, { upload, encoding = null, from = 0 }, language) {
      await ready
      return readTable(await uploads.whole(project, upload), { encoding, from }, language)
    },
    stop: (id) => stopJob(inside.jobs.get(id)),
    settled: async (id) => inside.jobs.get(id)?.done,
    async close() {
      await ready.catch(() => {})
      for (const job of inside.jobs.values()) {
        stopJob(job)
        await job.done
      }
    },
  }
}

const progress = (job: Job | undefined): Progress | null =>
  job ? progressOf(job.step, performance.now() - job.since) : null

async function list(store: Store, project: string): Promise<object[]> {
  const { imports } = store.read.tables
  const rows = await store.read
    .select()
    .from(imports)
    // What a peer's review fixed was brought by no file.
    .where(and(eq(imports.project, project), ne(imports.source, FIX_SOURCE)))
    .orderBy(desc(imports.startedAt), desc(imports.id))
    .limit(500)
  return rows.map(({ project: _own, counts, root: _root, ...row }) => ({
    ...row,
    state: row.until === null ? row.state : 'withdrawn',
    counts: { ...counts, ending: undefined },
  }))
}
