import { eq, inArray } from 'drizzle-orm'
import type { StagedCounts } from '#shared/import-run.ts'
import { attributeColumns } from '../../domain/attribute.ts'
import type { Store } from '../../store/store.ts'
import {
  type Batch,
  itemColumns,
  type Plan,
  type Report,
  raterColumns,
  type Settled,
  type Step,
  voteColumns,
} from './plan.ts'
import { sweepImport } from './sweep.ts'
import { startWork, type Working } from './thread.ts'

/** How often a run begins again because an id it drew was there already. */
const TRIES = 3

export interface Run {
  store: Store
  plan: Plan
  settled: Settled
  seed(): string
  step(step: Step): void
  /** Hears of the work under way, to stop it. */
  working(work: Working): void
}

/** Writes a file's rows under an import that no query sees, and leaves it waiting for its entry. */
export async function stageImport(run: Run): Promise<void> {
  const { store, plan } = run
  const staging = store.staging()
  try {
    const report = await stageRows(run, (batch) => staging.write((tx) => writeBatch(tx, batch)))
    const counts: StagedCounts = { ...report.counts, ending: report.ending }
    const { imports } = store.read.tables
    await store.transact(null, async (tx) => {
      await tx
        .update(imports)
        .set({ state: 'staged', counts, root: report.root })
        .where(eq(imports.id, plan.import))
    })
  } finally {
    staging.end()
  }
}

async function stageRows(run: Run, write: (batch: Batch) => Promise<void>): Promise<Report> {
  for (let tried = 1; ; tried++) {
    const plan = { ...run.plan, seed: run.seed(), rejectedFile: null }
    const work = startWork(run.store, { plan, settled: run.settled }, { step: run.step, write })
    run.working(work)
    try {
      const { report, problem } = await work.outcome
      if (report && !problem) return report
      throw new Error(`the file can no longer be read as it was checked: ${problem?.found}`)
    } catch (error) {
      if (tried === TRIES || !isIdTaken(error)) throw error
      await sweepImport(run.store, plan.import)
    }
  }
}

type Tx = Parameters<Parameters<Store['transact']>[1]>[0]

async function writeBatch(tx: Tx, { items, raters, votes, attributes, outdated }: Batch): Promise<void> {
  await tx.bulk('item', itemColumns, items)
  await tx.bulk('rater', raterColumns, raters)
  await tx.bulk('vote', voteColumns, votes)
  await tx.bulk('raterAttribute', attributeColumns, attributes)
  const { vote } = tx.tables
  if (outdated.length > 0) await tx.update(vote).set({ until: 0 }).where(inArray(vote.id, outdated))
}

function isIdTaken(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown }
  return (
    code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505' || (cause !== undefined && isIdTaken(cause))
  )
}
