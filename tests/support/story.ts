import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openClient } from '../../server/cli/client.ts'
import { runImport } from '../../server/cli/import.ts'
import type { TestHouse } from './house.ts'

export type Vote = { item: string; rater: string; label: string; note?: string; at?: string }

/** Imports votes on the single question `safe` through the routes everybody uses. */
export async function importVotes(
  house: TestHouse,
  votes: readonly Vote[],
  name = 'votes.csv',
  more: Record<string, unknown> = {},
) {
  const file = join(house.data, name)
  const cell = (text = '') => `"${text.replaceAll('"', '""')}"`
  writeFileSync(
    file,
    `item,rater,label,note,at,text\n${votes.map(({ item, rater, label, note, at }) => [item, rater, label, note, at, `text of ${item}`].map(cell).join(',')).join('\n')}\n`,
  )
  const client = await openClient(house.data, async () => ({ app: house.host, close: async () => {} }))
  return runImport(client, file, { project: house.key, question: 'safe', type: 'single', ...more })
}

/** `for` says safe, one says unsafe. */
export const oneAgainst = (item: string, agreeing: number): Vote[] => [
  ...Array.from({ length: agreeing }, (_, i) => ({
    item,
    rater: `r${i}`,
    label: 'safe',
    at: '2026-10-20T00:00:00Z',
  })),
  {
    item,
    rater: 'lone',
    label: 'unsafe',
    note: 'aspirin adds to the bleeding risk',
    at: '2026-10-20T00:00:00Z',
  },
]

export const guideline = {
  en: '# Scope\nAll answers.\n# Safety\n## Doctors\nNaming a doctor makes an answer safe.\n## Doses\nName the maximum.\n',
  ja: '# 範囲\nすべての回答。\n# 安全\n## 医師\n医師に触れれば安全とみなす。\n## 用量\n上限を示す。\n',
}

export async function idOf(house: TestHouse, table: 'item' | 'rater', external: string): Promise<string> {
  const { tables } = house.store.read
  const rows =
    table === 'item'
      ? await house.store.read
          .select({ id: tables.item.id, external: tables.item.external, project: tables.item.project })
          .from(tables.item)
      : await house.store.read
          .select({ id: tables.rater.id, external: tables.rater.external, project: tables.rater.project })
          .from(tables.rater)
  const project = await projectId(house)
  return rows.find((row) => row.project === project && row.external === external)!.id
}

export async function projectId(house: TestHouse): Promise<string> {
  const { project } = house.store.read.tables
  return (await house.store.read.select({ id: project.id, key: project.key }).from(project)).find(
    ({ key }) => key === house.key,
  )!.id
}

/** A ballot on `safe` as a panelist would send it. */
export const ballotOn = (value: string, clause: string | null, more: Record<string, unknown> = {}) => ({
  question: 'safe',
  kind: 'value',
  values: [{ value, weight: 100 }],
  cause: 'guideline-unclear',
  confidence: 'high',
  clauses: clause ? [clause] : [],
  noClause: clause === null,
  ...more,
})
