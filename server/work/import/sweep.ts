import { and, eq, inArray, isNull } from 'drizzle-orm'
import { type ImportState, noCounts } from '#shared/import-run.ts'
import type { Store } from '../../store/store.ts'

/** Rows taken away in one transaction. */
const AT_ONCE = 500

/** Whoever works on an import holds it, so that no other server does, nor sweeps it; null where another does. */
export const holdImport = (store: Store, id: string) => store.hold(`import/${id}`)

/** Takes away what an import that is not done has written, in small transactions. */
export async function sweepImport(store: Store, id: string): Promise<void> {
  await sweepAttributes(store, id)
  for (const name of ['vote', 'item', 'rater'] as const) {
    const table = store.read.tables[name] as typeof store.read.tables.vote
    for (;;) {
      const left = await store.transact(null, async (tx) => {
        const rows = await tx.select({ id: table.id }).from(table).where(eq(table.import, id)).limit(AT_ONCE)
        if (rows.length > 0)
          await tx.delete(table).where(
            and(
              eq(table.import, id),
              inArray(
                table.id,
                rows.map((row) => row.id),
              ),
            ),
          )
        return rows.length
      })
      if (left === 0) break
    }
  }
}

/** What it said of raters stands under no entry yet. */
async function sweepAttributes(store: Store, id: string): Promise<void> {
  const { raterAttribute } = store.read.tables
  await store.transact(null, async (tx) => {
    await tx.delete(raterAttribute).where(and(eq(raterAttribute.import, id), eq(raterAttribute.since, 0)))
  })
}

/** What a crash left half done; what another server is at, it holds. */
export async function sweepImports(store: Store): Promise<void> {
  const { imports } = store.read.tables
  const states: ImportState[] = ['checking', 'running', 'staged']
  const rows = await store.read
    .select({ id: imports.id })
    .from(imports)
    .where(and(isNull(imports.seq), inArray(imports.state, states)))
  for (const { id } of rows) {
    const release = await holdImport(store, id)
    if (!release) continue
    await sweepImport(store, id)
    await store.transact(null, async (tx) => {
      await tx
        .update(imports)
        .set({ state: 'failed', counts: noCounts() })
        .where(and(eq(imports.id, id), isNull(imports.seq), inArray(imports.state, states)))
    })
    await release()
  }
}
