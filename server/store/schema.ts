import type * as columns from './columns.sqlite.ts'
import { fairTables, saidTables } from './tables/fair.ts'
import { guidelineTables } from './tables/guideline.ts'
import { installationTables } from './tables/installation.ts'
import { logTables } from './tables/log.ts'
import { panelTables } from './tables/panel.ts'
import { projectTables } from './tables/project.ts'
import { talkTables } from './tables/talk.ts'
import { votesTables } from './tables/votes.ts'

/**
 * Every table, written once; the two column modules give it a dialect. Rows that can change carry `since` and `until`
 * entry numbers: the present is `until` null. Rows that came with an import are seen once the import has its `seq`.
 */
export function defineSchema(dialect: typeof columns) {
  const span = () => ({ since: dialect.number(), until: dialect.maybeNumber() })
  const c = { ...dialect, span }
  return {
    ...installationTables(c),
    ...logTables(c),
    ...projectTables(c),
    ...votesTables(c),
    ...panelTables(c),
    ...talkTables(c),
    ...guidelineTables(c),
    ...fairTables(c),
    ...saidTables(c),
  }
}
export type Schema = ReturnType<typeof defineSchema>
export type TableName = keyof Schema
