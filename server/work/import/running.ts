import { and, eq, inArray } from 'drizzle-orm'
import { Refusal } from '#shared/refusals.ts'
import {
  hear,
  hold,
  type Inside,
  type Job,
  planOf,
  type Release,
  rowOf,
  setRow,
  start,
  stopJob,
} from './job.ts'
import { Stopped } from './read.ts'
import { stageImport } from './run.ts'
import { holdImport, sweepImport } from './sweep.ts'
import type { Working } from './thread.ts'

/** How often, and how long apart, ms, an import is tried that another server is at. */
const TRIES = 50
const TRY_MS = 100

export async function runImport(inside: Inside, project: string, id: string, who: unknown) {
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
  const release = await hold(inside, id, row.state)
  await claim(inside, project, id).catch(async (error) => {
    await release()
    throw error
  })
  start(inside, id, release, async (job) => {
    const plan = await planOf(inside, draft)
    await stageImport({
      store: inside.house.store,
      plan,
      settled,
      seed: inside.house.salt,
      step: hear(job),
      working: (work) => keepWork(job, work),
    })
    if (job.cancelled) throw new Stopped('the import was cancelled')
    job.step = { ...job.step, phase: 'finishing' }
    // Not before the rows are there: a run that is cancelled leaves no question behind either.
    for (const { version: _version, ...question } of settled.added)
      await inside.ask({
        name: 'question.save',
        project,
        who: who as never,
        input: { question } as never,
        key: inside.house.newId(),
      })
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

export async function cancelImport(inside: Inside, project: string, id: string) {
  const row = await rowOf(inside, project, id)
  if (!['checking', 'ready', 'running', 'failed'].includes(row.state))
    throw new Refusal('import-not-ready', { detail: row.state })
  const job = inside.jobs.get(id)
  stopJob(job)
  await job?.done
  const release = await holdSoon(inside, id, row.state)
  try {
    await cancelled(inside, project, id)
  } finally {
    await release()
  }
}

/** Whichever server is at it is told to stop, and is given a while to do so. */
async function holdSoon(inside: Inside, id: string, state: string): Promise<Release> {
  const { store } = inside.house
  for (let tries = 1; ; tries++) {
    const release = await holdImport(store, id)
    if (release) return release
    if (tries === TRIES) throw new Refusal('import-not-ready', { detail: state })
    await store.notes?.send({ kind: 'cancel', import: id })
    await new Promise((resolve) => setTimeout(resolve, TRY_MS))
  }
}

async function cancelled(inside: Inside, project: string, id: string) {
  const after = await rowOf(inside, project, id)
  if (after.seq !== null) return
  await sweepImport(inside.house.store, id)
  await setRow(inside, id, { state: 'cancelled', endedAt: inside.house.now() })
  const draft = await inside.drafts.read(id)
  if (draft) await inside.uploads.drop([draft.votes, draft.items])
}
