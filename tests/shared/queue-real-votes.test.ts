import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { Value } from '#shared/question.ts'
import { orderQueue } from '#shared/queue-order.ts'
import { split } from '#shared/split.ts'
import { question, votesOf } from '../support/votes.ts'

describe('real votes', () => {
  const read = (file: string) =>
    parse(readFileSync(file, 'utf8'), { columns: true, bom: true }) as Record<string, string>[]

  /** Share of the wrong majorities in the first fifth of the items that have one, by each order. */
  function shares(set: string) {
    const rows = read(`../shared/data/${set}/votes.csv`)
    const gold = new Map(read(`../shared/data/${set}/gold.csv`).map((row) => [row.item!, row.gold!]))
    const asked = question('single', [...new Set(rows.map((row) => row.label!))].sort())
    const { votes, items } = votesOf(rows.map((row) => [row.item!, row.rater!, row.label!]))
    const queue = orderQueue(asked, votes)
    const latest = items.map(() => new Map<number, Value>())
    votes.item.forEach((item, at) => {
      latest[item]!.set(votes.rater[at]!, votes.values[votes.label[at]!]!)
    })
    const splits = latest.map((cast) => split(asked, [...cast.values()]))
    const listed = items
      .map((_, item) => item)
      .filter((item) => splits[item]!.majority !== null && gold.has(items[item]!))
    const wrong = new Set(listed.filter((item) => splits[item]!.majority !== gold.get(items[item]!)))
    const first = (order: number[]) =>
      order.slice(0, Math.floor(order.length / 5)).filter((item) => wrong.has(item)).length / wrong.size
    return {
      wrong: wrong.size,
      of: listed.length,
      ours: first([...queue.order].filter((item) => listed.includes(item))),
      entropy: first([...listed].sort((a, b) => splits[b]!.entropy - splits[a]!.entropy)),
      margin: first([...listed].sort((a, b) => splits[a]!.margin - splits[b]!.margin)),
    }
  }

  for (const [set, bar] of [
    ['snow-rte', 0.7],
    ['weather-sentiment', 0.6],
  ] as const) {
    test.skipIf(!existsSync(`../shared/data/${set}`))(
      `${set}: the first fifth of the queue holds ${bar} of the wrong majorities`,
      () => {
        const found = shares(set)
        console.log(set, found)
        expect(found.ours).toBeGreaterThanOrEqual(bar)
        expect(found.ours).toBeGreaterThan(Math.max(found.entropy, found.margin))
      },
    )
  }
})
