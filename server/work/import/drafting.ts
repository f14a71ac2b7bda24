import { type NewImport, noChoices, type SomeChoices } from '#shared/import-choices.ts'
import { noCounts } from '#shared/import-run.ts'
import { Refusal } from '#shared/refusals.ts'
import type { Language } from '#shared/text.ts'
import type { Draft } from './draft.ts'
import { hear, hold, type Inside, planOf, rowOf, setRow, start } from './job.ts'
import { startWork } from './thread.ts'

export async function beginDraft(
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
  const release = await hold(inside, id, 'checking')
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
  start(inside, id, release, () => check(inside, draft))
  return id
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
export async function chooseFor(
  inside: Inside,
  project: string,
  id: string,
  choices: SomeChoices,
  language: Language,
) {
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
  const release = await hold(inside, id, row.state)
  await inside.drafts.write(chosen)
  await setRow(inside, id, { state: 'checking', endedAt: null })
  start(inside, id, release, () => check(inside, chosen))
}
