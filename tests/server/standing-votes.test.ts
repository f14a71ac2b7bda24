import { expect, test } from 'vitest'
import { itemsOfProject, votesByItem } from '../../server/domain/standing/votes.ts'
import { queueProject } from '../support/queue-project.ts'
import { openTestStore, tempFolder } from '../support/stores.ts'
import { question } from '../support/votes.ts'

test('the more vote on an item, the fewer items are read at once; each vote is read once, with its whole item', async () => {
  const store = await openTestStore('sqlite', tempFolder())
  const { project, cast } = await queueProject(store, [question('single', ['A', 'B'])])
  const many = (item: string, n: number) =>
    Array.from({ length: n }, (_, i) => ({ item, rater: `r${i}`, value: i % 3 ? 'A' : 'B' }))
  await cast(Array.from({ length: 60 }, (_, i) => many(`crowded ${i}`, 60)).flat())
  await cast(Array.from({ length: 150 }, (_, i) => many(`plain ${i}`, 2)).flat())
  const sizes: [items: number, votes: number][] = []
  for await (const items of votesByItem(store.read, itemsOfProject(store.read, project), null)) {
    for (const votes of items) expect(new Set(votes.map(({ item }) => item)).size).toBe(1)
    sizes.push([items.length, items.flat().length])
  }
  const sum = (at: 0 | 1) => sizes.reduce((total, size) => total + size[at], 0)
  expect([sum(0), sum(1)]).toEqual([210, 3900])
  expect(Math.max(...sizes.map(([, votes]) => votes))).toBeLessThanOrEqual(600)
  expect(Math.max(...sizes.map(([items]) => items))).toBeGreaterThan(50)
  await store.close()
})
