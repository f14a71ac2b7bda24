import { and, eq, inArray } from 'drizzle-orm'
import { Refusal } from '#shared/refusals.ts'
import { hear, type Inside, type Job, planOf, rowOf, setRow, start } from './job.ts'
import { Stopped } from './read.ts'
import { stageImport } from './run.ts'
import { sweepImport } from './sweep.ts'
import type { Working } from './thread.ts'

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
  await claim(inside, project, id)
  start(inside, id, async (job) => {
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
