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

  /** Share of the wrong majorities, and of the right dissents, in the first fifth of the items that have one, by each order. */
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
    const dissented = listed.filter((item) => queue.dissent(item) !== null)
    const upheld = (item: number) =>
      wrong.has(item) && [...latest[item]!.values()].includes(gold.get(items[item]!)!)
    const dissents = (order: number[]) =>
      order.slice(0, Math.floor(order.length / 5)).filter(upheld).length / dissented.filter(upheld).length
    return {
      wrong: wrong.size,
      of: listed.length,
      dissented: dissented.length,
      upheld: dissented.filter(upheld).length,
      dissents: dissents([...dissented].sort((a, b) => queue.dissent(b)! - queue.dissent(a)!)),
      dissentsByWrong: dissents([...queue.order].filter((item) => dissented.includes(item))),
      ours: first([...queue.order].filter((item) => listed.includes(item))),
      entropy: first([...listed].sort((a, b) => splits[b]!.entropy - splits[a]!.entropy)),
      margin: first([...listed].sort((a, b) => splits[a]!.margin - splits[b]!.margin)),
    }
  }

  for (const [set, bar, dissents] of [
    ['snow-rte', 0.7, 0.7],
    ['weather-sentiment', 0.6, 0.55],
  ] as const) {
    test.skipIf(!existsSync(`../shared/data/${set}`))(
      `${set}: the first fifth of the queue holds ${bar} of the wrong majorities, and of the dissents ${dissents} of those that were right`,
      () => {
        const found = shares(set)
        console.log(set, found)
        expect(found.ours).toBeGreaterThanOrEqual(bar)
        expect(found.ours).toBeGreaterThan(Math.max(found.entropy, found.margin))
        // By chance a fifth of the items would hold a fifth of the dissents that were right.
        expect(found.dissents).toBeGreaterThanOrEqual(Math.max(dissents, found.dissentsByWrong))
      },
    )
  }
})
