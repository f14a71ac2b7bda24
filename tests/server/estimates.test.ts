import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QueueRow } from '#shared/queue.ts'
import type { Store } from '../../server/store/store.ts'
import { openQueues, type Queues } from '../../server/work/queue.ts'
import { queueProject } from '../support/queue-project.ts'
import { dialects, openTestStore, tempFolder } from '../support/stores.ts'
import { question } from '../support/votes.ts'

const read = (file: string) =>
  parse(readFileSync(file, 'utf8'), { columns: true, bom: true }) as Record<string, string>[]

describe.each(dialects)('estimates learned from a %s store', (dialect) => {
  let store: Store
  let queues: Queues
  const broken: unknown[] = []
  const data = tempFolder()
  beforeAll(async () => {
    store = await openTestStore(dialect, data)
    queues = openQueues(store, data, { now: () => 1_000, failed: (error) => broken.push(error) })
  })
  afterAll(async () => {
    await queues.close()
    await store.close()
    expect(broken).toEqual([])
  })

  async function everyRow(project: string, query = {}): Promise<QueueRow[]> {
    const rows: QueueRow[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await queues.page(project, { ...query, limit: 200, ...(after ? { after } : {}) })
      rows.push(...page.rows)
      after = page.next
    }
    return rows
  }

  test.each([
    ['snow-rte', 0.7],
    ['weather-sentiment', 0.6],
  ] as const)('%s: the first fifth of the page holds %f of the wrong majorities', async (set, bar) => {
    const folder = `../shared/data/${set}`
    if (!existsSync(folder)) return
    const votes = read(`${folder}/votes.csv`)
    const gold = new Map(read(`${folder}/gold.csv`).map((row) => [row.item!, row.gold!]))
    const asked = question('single', [...new Set(votes.map((row) => row.label!))].sort())
    const { project, cast } = await queueProject(store, [asked])
    await cast(votes.map(({ item, rater, label }) => ({ item: item!, rater: rater!, value: label! })))
    const rows = await everyRow(project, { least: 2 })
    const listed = rows.filter((row) => row.majority !== null && gold.has(row.external))
    const isWrong = (row: QueueRow) => row.majority !== gold.get(row.external)
    const wrong = listed.filter(isWrong).length
    const first = listed.slice(0, Math.floor(listed.length / 5)).filter(isWrong).length
    expect(first / wrong).toBeGreaterThanOrEqual(bar)
    const ranked = rows.filter(({ majority }) => majority !== null)
    expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, at) => at + 1))
    expect(rows.slice(0, ranked.length)).toEqual(ranked)
    expect(
      rows
        .slice(ranked.length)
        .every(({ lane, pMajorityWrong }) => lane === 'tie' && pMajorityWrong === null),
    ).toBe(true)
  })
})
