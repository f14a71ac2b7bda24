import { and, eq } from 'drizzle-orm'
import type { CommandName } from '#shared/commands.ts'
import type { ImportState } from '#shared/import-run.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Store } from '../../store/store.ts'
import type { Draft, Drafts } from './draft.ts'
import type { Plan, Step } from './plan.ts'
import { Stopped } from './read.ts'
import { holdImport, sweepImport } from './sweep.ts'
import type { Working } from './thread.ts'
import type { Uploads } from './uploads.ts'

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
export type Release = () => Promise<void>
export interface Job {
  step: Step
  since: number
  work: Working | null
  cancelled: boolean
  done: Promise<void>
}
export type Inside = {
  house: House
  ask: Ask
  jobs: Map<string, Job>
  drafts: Drafts
  uploads: Uploads
  ready: Promise<void>
}

export async function rowOf({ house, ready }: Inside, project: string, id: string) {
  await ready
  const { imports } = house.store.read.tables
  const [row] = await house.store.read
    .select()
    .from(imports)
    .where(and(eq(imports.project, project), eq(imports.id, id)))
  if (!row) throw new Refusal('not-found')
  return row
}

export async function setRow(
  { house }: Inside,
  id: string,
  change: { state: ImportState; sha256?: string; format?: string; endedAt?: number | null },
) {
  const { imports } = house.store.read.tables
  await house.store.transact(null, async (tx) => {
    await tx.update(imports).set(change).where(eq(imports.id, id))
  })
}

/** Only one server works on an import at a time; refused where another one does. */
export async function hold({ house }: Inside, id: string, state: string): Promise<Release> {
  const release = await holdImport(house.store, id)
  if (!release) throw new Refusal('import-not-ready', { detail: state })
  return release
}

/**
 * Puts work under way on a held import that nobody waits for; what goes wrong in it leaves the import failed. It is let go
 * in the end.
 */
export function start(inside: Inside, id: string, release: Release, work: (job: Job) => Promise<void>) {
  const step: Step = { phase: 'looking', rows: 0, bytes: 0, size: 0 }
  const job: Job = { step, since: performance.now(), work: null, cancelled: false, done: Promise.resolve() }
  inside.jobs.set(id, job)
  job.done = work(job)
    .catch((error) => fail(inside, id, job, error))
    .finally(() => inside.jobs.delete(id))
    .finally(release)
}

export function stopJob(job: Job | undefined) {
  if (!job) return
  job.cancelled = true
  job.work?.stop()
}

async function fail(inside: Inside, id: string, job: Job, error: unknown) {
  // What has its entry stays; only a file that was read is left, and swept later.
  if (await isRecorded(inside, id)) return
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

async function isRecorded({ house }: Inside, id: string): Promise<boolean> {
  const { imports } = house.store.read.tables
  const [row] = await house.store.read.select({ seq: imports.seq }).from(imports).where(eq(imports.id, id))
  return row !== undefined && row.seq !== null
}

export function hear(job: Job) {
  return (step: Step) => {
    // The clock starts with the rows, so that looking at the file does not slow the guess down.
    if (step.rows === 0 || job.step.rows === 0) job.since = performance.now()
    job.step = step
  }
}

export async function planOf({ house, drafts, uploads }: Inside, draft: Draft): Promise<Plan> {
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
