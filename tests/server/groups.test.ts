import { existsSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { BarBasis } from '#shared/bar.ts'
import { RATE_FROM } from '#shared/standing.ts'
import { openClient } from '../../server/cli/client.ts'
import { simulateCommand } from '../../server/cli/simulate.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { DAY, rulesOf } from '../support/judged.ts'
import { settleByScript } from '../support/settled.ts'
import { importVotes, projectId } from '../support/story.ts'

const SET = '../shared/data/snow-rte'
const read = (file: string) =>
  parse(readFileSync(`${SET}/${file}.csv`, 'utf8'), { columns: true, bom: true }) as Record<string, string>[]

/** Votes of 164 people on 800 pairs of sentences; an expert's answer for a random third, and for some that were picked. */
describe.skipIf(!existsSync(SET))('bars, groups and drift on snow-rte, against figures of our own', () => {
  let house: TestHouse
  const votes = existsSync(SET)
    ? read('votes').map((row) => ({ item: row.item!, rater: row.rater!, label: row.label! }))
    : []
  const gold = new Map(existsSync(SET) ? read('gold').map((row) => [row.item!, row.gold!]) : [])
  const items = [...gold.keys()].sort()
  const drawn = new Set(items.filter((_item, at) => at % 3 === 0))
  const picked = new Set(items.filter((_item, at) => at % 3 === 1 && at % 5 === 0))
  const raters = [...new Set(votes.map(({ rater }) => rater))].sort()
  /** Two people stand alone, and six beside them. */
  const regionOf = (rater: string) => {
    const at = raters.indexOf(rater)
    return at < 2 ? 'islands' : at < 8 ? 'coast' : ['north', 'south', 'west'][at % 3]!
  }
  const get = async (path: string) => {
    const answer = await house.host.inject(`/api/v1/projects/${house.key}/${path}`)
    if (answer.statusCode !== 200) throw new Error(answer.body)
    return answer.json()
  }
  const on = new Map<string, typeof votes>()
  const leanTo = async (cautious: string | null) => {
    const { question } = house.store.read.tables
    const project = await projectId(house)
    const rows = await house.store.read.select().from(question)
    const { version: _version, ...asked } = rows.find(
      (row) => row.project === project && row.until === null,
    )!.body
    await house.act('question.save', { question: { ...asked, cautious } })
  }

  beforeAll(async () => {
    house = await openHouse('sqlite')
    await importVotes(house, votes)
    for (const [item, own] of Map.groupBy(votes, ({ item }) => item)) on.set(item, own)
    await leanTo('1')
    await house.act('gold.import', {
      source: 'expert',
      chosen: 'random',
      probability: 1 / 3,
      rows: [...drawn].map((item) => ({ item, question: 'safe', value: gold.get(item)! })),
    })
    await house.act('rater.describe', {
      rows: raters.map((rater) => ({ rater, attributes: { region: regionOf(rater) } })),
    })
    await settleByScript(
      house,
      [...drawn].map((item) => ({ item, value: gold.get(item)!, chance: 1 / 3 })),
    )
    await settleByScript(
      house,
      [...picked].map((item) => ({ item, value: gold.get(item)!, chance: null })),
    )
    house.clock.at += 15 * DAY
  }, 120_000)
  afterAll(() => house.close())

  /** Everybody whose interval on the drawn items lies wholly below, by Wilson's formula written out. */
  const below = (bar: number) =>
    raters.filter((rater) => {
      const own = votes.filter((vote) => vote.rater === rater && drawn.has(vote.item))
      const [n, right] = [own.length, own.filter(({ item, label }) => label === gold.get(item)).length]
      const z = 1.959963984540054
      const middle = (right + z ** 2 / 2) / (n + z ** 2)
      const half = (z / (n + z ** 2)) * Math.sqrt((right * (n - right)) / n + z ** 2 / 4)
      return n >= RATE_FROM && middle + half < bar
    })
  const majorityOn = (item: string) => {
    const ones = on.get(item)!.filter(({ label }) => label === '1').length
    const zeros = on.get(item)!.length - ones
    return ones === zeros ? null : ones > zeros ? '1' : '0'
  }

  test.each(['gold', 'decision'] as BarBasis[])(
    'on %s the simulator says whom a review then finds, and so again when the bar is changed',
    async (basis) => {
      const known = new Set<string>()
      for (const bar of [0.8, 0.9]) {
        const { falls, onlyByMajority, agreement } = await get(
          `simulate?basis=${basis}&bar=${bar}&minimum=20`,
        )
        expect(falls).toEqual(below(bar))
        expect(falls.length).toBeGreaterThan(0)
        expect(agreement).toBeNull()
        const byMajority = (await get(`simulate?basis=majority&bar=${bar}&minimum=20`)).falls
        const byDecision = (await get(`simulate?basis=decision&bar=${bar}&minimum=20`)).falls
        expect(onlyByMajority).toEqual(byMajority.filter((one: string) => !byDecision.includes(one)))
        const version = (await get('bar')).bar?.version ?? 0
        const date = new Date(house.clock.at + DAY).toISOString().slice(0, 10)
        await house.act('bar.set', rulesOf([date], { basis, bar }), undefined, version)
        house.clock.at += DAY
        const { answer } = await house.act('bar.review', { date })
        const { rows } = await get('sanctions?state=open')
        const found = rows.filter(({ id }: any) => (answer.proposed as string[]).includes(id))
        expect(found.map(({ external }: any) => external).sort()).toEqual(
          falls.filter((one: string) => !known.has(one)),
        )
        for (const one of falls) known.add(one)
      }
      await house.act('bar.end', { reason: 'Only to see.' })
    },
    60_000,
  )

  test('the command line says the same, and refuses a bar that is no share', async () => {
    const gogi = async (...args: string[]) => {
      let out = ''
      const spy = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
        out += String(part)
        return true
      })
      const program = new Command('gogi').exitOverride().configureOutput({ writeErr: () => {} })
      simulateCommand(program, () =>
        openClient(house.data, async () => ({ app: house.host, close: async () => {} })),
      )
      const asked = ['node', 'gogi', 'simulate', '--project', house.key, '--basis', 'decision', ...args]
      await program.parseAsync(asked).finally(() => spy.mockRestore())
      return out
    }
    const found = JSON.parse(await gogi('--bar', '0.9', '--min', '20', '--json'))
    expect(found).toMatchObject({ falls: below(0.9), onlyByMajority: expect.any(Array) })
    expect(await gogi('--bar', '0.01', '--min', '20', '--question', 'safe')).toContain('would fall: nobody\n')
    await expect(gogi('--bar', '70', '--min', '20')).rejects.toMatchObject({
      code: 'commander.invalidArgument',
    })
    await expect(gogi('--bar', '0.7', '--min', '0')).rejects.toThrow('whole number')
  })

  test('the majority against panels on the same votes, by group, and nobody can be found in a small one', async () => {
    const { sampled, picked: queued, attribute } = await get('groups?attribute=region')
    expect(attribute).toBe('region')
    for (const [table, of] of [
      [sampled, drawn],
      [queued, picked],
    ] as const) {
      expect(table.hidden).toEqual({ values: 2, raters: 8 })
      expect(table.rows.map(({ value }: any) => value).sort()).toEqual(['north', 'south', 'west'])
      for (const row of [...table.rows, table.whole]) {
        const own = votes.filter(
          ({ item, rater }) => of.has(item) && (row.value === null || regionOf(rater) === row.value),
        )
        const wrong = own.filter(({ item, label }) => label !== gold.get(item)).length
        const outvoted = own.filter(({ item, label }) => ![null, label].includes(majorityOn(item))).length
        const tied = own.filter(({ item }) => majorityOn(item) === null).length
        expect(row).toMatchObject({
          votes: own.length,
          tied,
          excused: 0,
          raters: new Set(own.map(({ rater }) => rater)).size,
        })
        expect([row.majority.wrong, row.decision.wrong]).toEqual([outvoted, wrong])
        expect(row.majority.share).toBeCloseTo(outvoted / own.length, 10)
        expect(row.difference.mean).toBeCloseTo((outvoted - wrong) / own.length, 10)
        expect(row.difference.low).toBeLessThanOrEqual(row.difference.mean)
        expect(row.difference.high).toBeGreaterThanOrEqual(row.difference.mean)
      }
    }
    expect(await get('groups')).toMatchObject({
      attribute: 'region',
      attributes: [{ values: 5, raters: 164 }],
    })
  })

  test('drift is the majority at the cautious pole less the panel, over the items that have a majority', async () => {
    const leanOf = (of: Set<string>) => {
      const own = [...of].filter((item) => majorityOn(item) !== null)
      const sum = own.reduce(
        (total, item) => total + Number(majorityOn(item) === '1') - Number(gold.get(item) === '1'),
        0,
      )
      return { n: own.length, mean: sum / own.length }
    }
    const { rows, whole } = (await get('drift')).sampled
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ key: 'safe', n: leanOf(drawn).n, raters: null, unsaid: null })
    expect(rows[0].drift.mean).toBeCloseTo(leanOf(drawn).mean, 10)
    expect(whole.drift).toEqual(rows[0].drift)
    expect((await get('drift')).picked.whole.drift.mean).toBeCloseTo(leanOf(picked).mean, 10)
    expect((await get('drift?by=month')).sampled.rows).toMatchObject([{ key: '2026-11' }])
    const grouped = await get('drift?by=group&attribute=region')
    expect(grouped.sampled.hidden).toEqual({ values: 2, raters: 8 })
    const north = votes.filter(({ item, rater }) => drawn.has(item) && regionOf(rater) === 'north')
    const leans = north.map(({ item, label }) => Number(label === '1') - Number(gold.get(item) === '1'))
    const row = grouped.sampled.rows.find(({ key }: any) => key === 'north')
    expect(row.n).toBe(north.length)
    expect(row.drift.mean).toBeCloseTo(leans.reduce((a, b) => a + b, 0) / north.length, 10)
  })

  test('where there is nothing to say, a sentence says so', async () => {
    await leanTo(null)
    const { unsaid, questions, sampled } = await get('drift')
    expect({ unsaid, questions }).toEqual({ unsaid: { code: 'no-cautious', n: 0, of: 0 }, questions: [] })
    expect(sampled.whole).toMatchObject({ drift: null, unsaid: { code: 'none-decided' } })
    expect((await get('drift?by=group&attribute=nothing')).sampled.rows).toEqual([])
    expect((await get('groups?question=other')).sampled.whole).toMatchObject({
      majority: null,
      unsaid: { code: 'none-decided' },
    })
  })
})
