import { readFile } from 'node:fs/promises'
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { CommandName } from '#shared/commands.ts'
import { type NewImport, noChoices, type SomeChoices } from '#shared/import-choices.ts'
import { type ImportState, noCounts } from '#shared/import-run.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Language } from '#shared/text.ts'
import type { Store } from '../../store/store.ts'
import { type Draft, type Drafts, keepDrafts } from './draft.ts'
import type { Plan, Step } from './plan.ts'
import { type Progress, progressOf } from './progress.ts'
import { Stopped } from './read.ts'
import { stageImport } from './run.ts'
import { sweepImport, sweepImports } from './sweep.ts'
import { startWork, type Working } from './thread.ts'
import { keepUploads, type Uploads } from './uploads.ts'
import { viewOf } from './view.ts'

/** What becomes record goes through commands, asked in the name of whoever started the run. */
export type Ask = (request: {
  name: CommandName
  project: string
  who: never
  input: never
  key: string
}) => Promise<unknown>
export interface House {
  store: Store
  data: string
  now: () => number
  newId: () => string
  salt: () => string
}
interface Job {
  step: Step
  since: number
  work: Working | null
  cancelled: boolean
  done: Promise<void>
}
export interface Jobs {
  uploads: Uploads
  draft(project: string, by: string, given: NewImport, language: Language): Promise<string>
  list(project: string): Promise<object[]>
  view(project: string, id: string): Promise<object>
  choose(project: string, id: string, choices: SomeChoices, language: Language): Promise<void>
  run(project: string, id: string, who: unknown): Promise<void>
  cancel(project: string, id: string): Promise<void>
  rejected(project: string, id: string): Promise<Buffer>
  /** Waits for what is under way; for tests and the command line. */
  settled(id: string): Promise<void>
  close(): Promise<void>
}

type Inside = {
  house: House
  ask: Ask
  jobs: Map<string, Job>
  drafts: Drafts
  uploads: Uploads
  ready: Promise<void>
}

/** All imports of the installation that are not done yet. Sweeps first what a crash has left. */
export function openJobs(house: House, ask: Ask): Jobs {
  const drafts = keepDrafts(house.data)
  const uploads = keepUploads(house.data, house.newId, house.now)
  const ready = sweepImports(house.store, house.data).then(() => uploads.sweep())
  ready.catch(() => {})
  const inside: Inside = { house, ask, jobs: new Map(), drafts, uploads, ready }
  return {
    uploads,
    draft: (project, by, given, language) => begin(inside, project, by, given, language),
    list: (project) => list(house.store, project),
    view: async (project, id) =>
      viewOf(await rowOf(inside, project, id), await drafts.read(id), progress(inside.jobs.get(id))),
    choose: (project, id, choices, language) => choose(inside, project, id, choices, language),
    run: (project, id, who) => run(inside, project, id, who),
    cancel: (project, id) => cancel(inside, project, id),
    async rejected(project, id) {
      await rowOf(inside, project, id)
      return readFile(drafts.rejectedFile(id)).catch(() => {
        throw new Refusal('not-found')
      })
    },
    settled: async (id) => inside.jobs.get(id)?.done,
    async close() {
      await ready.catch(() => {})
      for (const job of inside.jobs.values()) {
        job.cancelled = true
        job.work?.stop()
        await job.done
      }
    },
  }
}

const progress = (job: Job | undefined): Progress | null =>
  job ? progressOf(job.step, performance.now() - job.since) : null

async function rowOf({ house, ready }: Inside, project: string, id: string) {
  await ready
  const { imports } = house.store.read.tables
  const [row] = await house.store.read
    .select()
    .from(imports)
    .where(and(eq(imports.project, project), eq(imports.id, id)))
  if (!row) throw new Refusal('not-found')
  return row
}

async function list(store: Store, project: string): Promise<object[]> {
  const { imports } = store.read.tables
  const rows = await store.read
    .select()
    .from(imports)
    .where(eq(imports.project, project))
    .orderBy(desc(imports.startedAt), desc(imports.id))
    .limit(500)
  return rows.map(({ project: _own, counts, root: _root, ...row }) => ({
    ...row,
    state: row.until === null ? row.state : 'withdrawn',
    counts: { ...counts, ending: undefined },
  }))
}

async function setRow(
  { house }: Inside,
  id: string,
  change: { state: ImportState; sha256?: string; format?: string; endedAt?: number | null },
) {
  const { imports } = house.store.read.tables
  await house.store.transact(null, async (tx) => {
    await tx.update(imports).set(change).where(eq(imports.id, id))
  })
}

async function begin(
  inside: Inside,
  project: string,
  by: string,
  given: NewImport,
  language: Language,
): Promise<string> {
  const { house, drafts, uploads } = inside
  await inside.ready
  const { votes, items = null, encoding = null, format = null } = given
  const { name } = await uploads.whole(project, votes)
  if (items) await uploads.whole(project, items)
  const id = house.newId()
  const source = given.source ?? name
  const draft: Draft = {
    project,
    import: id,
    source,
    votes,
    items,
    file: name,
    encoding,
    format,
    language,
    choices: { ...noChoices, ...given.choices },
    settled: null,
    report: null,
    problem: null,
  }
  await drafts.write(draft)
  await house.store.transact(null, async (tx) => {
    await tx.insert(tx.tables.imports).values({
      project,
      id,
      source,
      file: name,
      format: format ?? '',
      sha256: '',
      state: 'checking',
      counts: noCounts(),
      root: null,
      startedAt: house.now(),
      endedAt: null,
      by,
      seq: null,
      until: null,
    })
  })
  start(inside, id, () => check(inside, draft))
  return id
}

/** Puts work under way that nobody waits for; what goes wrong in it leaves the import failed. */
function start(inside: Inside, id: string, work: (job: Job) => Promise<void>) {
  const step: Step = { phase: 'looking', rows: 0, bytes: 0, size: 0 }
  const job: Job = { step, since: performance.now(), work: null, cancelled: false, done: Promise.resolve() }
  inside.jobs.set(id, job)
  job.done = work(job)
    .catch((error) => fail(inside, id, job, error))
    .finally(() => inside.jobs.delete(id))
}

async function fail(inside: Inside, id: string, job: Job, error: unknown) {
  await sweepImport(inside.house.store, id)
  await setRow(inside, id, { state: job.cancelled ? 'cancelled' : 'failed', endedAt: inside.house.now() })
  const draft = await inside.drafts.read(id)
  if (!draft || error instanceof Stopped) return
  const found = error instanceof Error ? error.message.split('\n')[0]! : String(error)
  await inside.drafts.write({
    ...draft,
    problem: { code: 'broken', params: {}, found, expected: '', fix: '', line: null },
  })
}

function hear(job: Job) {
  return (step: Step) => {
    // The clock starts with the rows, so that looking at the file does not slow the guess down.
    if (step.rows === 0 || job.step.rows === 0) job.since = performance.now()
    job.step = step
  }
}

async function planOf({ house, drafts, uploads }: Inside, draft: Draft): Promise<Plan> {
  const { project, import: id, source, encoding, format, choices, language } = draft
  return {
    project,
    import: id,
    source,
    encoding,
    format,
    choices,
    language,
    votes: await uploads.whole(project, draft.votes),
    items: draft.items === null ? null : await uploads.whole(project, draft.items),
    images: await uploads.images(project),
    seed: house.salt(),
    rejectedFile: drafts.rejectedFile(id),
  }
}

async function check(inside: Inside, draft: Draft) {
  const id = draft.import
  const job = inside.jobs.get(id)
  const plan = await planOf(inside, draft)
  const work = startWork(
    inside.house.store,
    { plan, settled: null },
    { step: job ? hear(job) : () => {}, write: async () => {} },
  )
  if (job) job.work = work
  const { settled, report, problem } = await work.outcome
  await inside.drafts.write({ ...draft, settled, report, problem })
  await setRow(
    inside,
    id,
    settled ? { state: 'ready', sha256: settled.sha256, format: settled.format } : { state: 'failed' },
  )
}

/** What is not said anew stays as it was said. */
async function choose(inside: Inside, project: string, id: string, choices: SomeChoices, language: Language) {
  const row = await rowOf(inside, project, id)
  const draft = await inside.drafts.read(id)
  if (!draft || inside.jobs.has(id) || !['ready', 'failed'].includes(row.state))
    throw new Refusal('import-not-ready', { detail: row.state })
  const chosen: Draft = {
    ...draft,
    choices: { ...draft.choices, ...choices },
    language,
    settled: null,
    report: null,
    problem: null,
  }
  await inside.drafts.write(chosen)
  await setRow(inside, id, { state: 'checking', endedAt: null })
  start(inside, id, () => check(inside, chosen))
}

async function run(inside: Inside, project: string, id: string, who: unknown) {
  const row = await rowOf(inside, project, id)
  const draft = await inside.drafts.read(id)
  if (!draft || row.state !== 'ready' || inside.jobs.has(id))
    throw new Refusal('import-not-ready', { detail: row.state })
  const { settled, report, problem, choices } = draft
  if (problem || !settled || !report)
    throw new Refusal('import-not-ready', {
      detail: problem ? `${problem.found}. ${problem.fix}` : row.state,
    })
  if (report.rejectedTotal > 0 && !choices.leaveOut)
    throw new Refusal('import-rejects', { rejected: report.rejectedTotal })
  await claim(inside, project, id)
  start(inside, id, async (job) => {
    for (const { version: _version, ...question } of settled.added)
      await inside.ask({
        name: 'question.save',
        project,
        who: who as never,
        input: { question } as never,
        key: inside.house.newId(),
      })
    const plan = await planOf(inside, draft)
    await stageImport({
      store: inside.house.store,
      plan,
      settled,
      seed: inside.house.salt,
      step: hear(job),
      working: (work) => keepWork(job, work),
    })
    job.step = { ...job.step, phase: 'finishing' }
    await inside.ask({
      name: 'import.finish',
      project,
      who: who as never,
      input: { import: id } as never,
      key: inside.house.newId(),
    })
    await inside.uploads.drop([draft.votes, draft.items])
  })
}

/** A cancel that came between two pieces of work stops the second. */
function keepWork(job: Job, work: Working) {
  job.work = work
  if (job.cancelled) work.stop()
}

/** One import a project at a time; the row says so to every server. */
async function claim({ house }: Inside, project: string, id: string) {
  await house.store.transact(project, async (tx) => {
    const { imports } = tx.tables
    const busy = await tx
      .select({ id: imports.id })
      .from(imports)
      .where(and(eq(imports.project, project), inArray(imports.state, ['running', 'staged'])))
    if (busy.length > 0) throw new Refusal('import-running')
    await tx.update(imports).set({ state: 'running' }).where(eq(imports.id, id))
  })
}

async function cancel(inside: Inside, project: string, id: string) {
  const row = await rowOf(inside, project, id)
  if (!['checking', 'ready', 'running', 'failed'].includes(row.state))
    throw new Refusal('import-not-ready', { detail: row.state })
  const job = inside.jobs.get(id)
  if (job) {
    job.cancelled = true
    job.work?.stop()
    await job.done
  }
  const after = await rowOf(inside, project, id)
  if (after.seq !== null) return
  if (!job) await sweepImport(inside.house.store, id)
  await setRow(inside, id, { state: 'cancelled', endedAt: inside.house.now() })
  const draft = await inside.drafts.read(id)
  if (draft) await inside.uploads.drop([draft.votes, draft.items])
}
