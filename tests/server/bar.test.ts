import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordTwice } from '../support/decided.ts'
import { type Judged, openJudged, rulesOf } from '../support/judged.ts'
import { dialects } from '../support/stores.ts'
import { importVotes } from '../support/story.ts'

describe.each(dialects)('a bar on gold that was drawn at random (%s)', (dialect) => {
  let all: Judged
  let first: string, second: string

  beforeAll(async () => {
    all = await openJudged(dialect)
    await all.gild()
    first = all.today(3)
    second = all.today(10)
  }, 120_000)
  afterAll(() => all.house.close())
  const set = (more: object, ifMatch = 0) =>
    all.ask('bar.set', rulesOf([first, second], more), undefined, ifMatch)

  test('its review dates are fixed beforehand, and stand in the calendar', async () => {
    expect(await set({ reviews: [all.today(), '2020-01-01'] })).toBe('reviews-past')
    expect(await set({ reviews: [first, '2027-02-30'] })).toBe('day-unknown')
    expect(await set({ question: 'nothing' })).toBe('unknown-question')
    expect(await set({}, 1)).toBe('stale')
    expect(await all.get('bar')).toMatchObject({ bar: null, history: [], agreement: null, next: null })
  })

  test('it has versions; whoever changes it names the one they read', async () => {
    expect(await set({ reviews: [all.today(1)] })).toMatchObject({ version: 1 })
    expect(await set({}, 0)).toBe('stale')
    expect(await set({ reviews: [second, '2020-01-01', first] }, 1)).toMatchObject({ version: 2 })
    const { bar, history, next, missed, reviews } = await all.get('bar')
    expect(bar).toEqual({ version: 2, ...rulesOf(['2020-01-01', first, second]) })
    expect(history.map(({ version }: { version: number }) => version)).toEqual([2, 1])
    expect({ next, missed, reviews }).toEqual({ next: first, missed: [], reviews: [] })
  })

  test('nobody is looked at before the day, on another day, or twice on the same', async () => {
    expect(await all.ask('bar.review', { date: first })).toBe('review-not-due')
    expect(await all.ask('bar.review', { date: all.today(4) })).toBe('review-not-fixed')
    expect(await all.ask('bar.review', { date: '2020-01-01' })).toBe('review-not-fixed')
    const simulated = await all.get('simulate?basis=gold&bar=0.6&minimum=20')
    expect(simulated).toMatchObject({ falls: ['poor'], looked: 5, enough: 5, onlyByMajority: ['poor'] })
    all.pass(3.5)
    await all.tick()
    await all.tick()
    const { reviews, next } = await all.get('bar')
    expect({ reviews, next }).toEqual({
      reviews: [{ date: first, bar: 2, looked: 5, proposed: 1 }],
      next: second,
    })
    expect(await all.ask('bar.review', { date: first })).toBe('reviewed-already')
    const { rows, open } = await all.get('sanctions')
    expect(open).toBe(1)
    // What was simulated before it was set is what the review found.
    expect(rows.map(({ external }: { external: string }) => external)).toEqual(simulated.falls)
    expect(rows[0]).toMatchObject({
      state: 'proposed',
      review: first,
      bar: 2,
      value: 0.6,
      follows: 'pause',
      rate: { right: 3, n: 24, effective: 24 },
      answer: '',
      version: 0,
      appeals: 0,
    })
    expect(rows[0].rate).toEqual(simulated.rows.find((row: any) => row.external === 'poor').rate)
  })

  test('of fifty who ask for a review at once one is heard, and whoever has a proposal open gets no second', async () => {
    all.pass(7)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => all.ask('bar.review', { date: second })),
    )
    const codes = answers.map((answer) => (typeof answer === 'string' ? answer : 'done'))
    expect(codes.filter((code) => code === 'done')).toHaveLength(1)
    expect(new Set(codes)).toEqual(new Set(['done', 'reviewed-already']))
    expect((await all.get('sanctions')).rows).toHaveLength(1)
  })

  const gild = (items: readonly string[], value: string) =>
    all.house.act('gold.import', {
      source: 'script',
      chosen: 'random',
      probability: 1,
      rows: items.map((item) => ({ item, question: 'safe', value })),
    })
  /** A new version with one date, and its review; the ids of what is open then. */
  const lookAgain = async () => {
    const { bar } = await all.get('bar')
    await set({ reviews: [all.today(2)] }, bar.version)
    all.pass(2.5)
    await all.tick()
    return (await all.get('sanctions?state=open')).rows.map(({ id }: { id: string }) => id) as string[]
  }

  test('gold that turns out otherwise takes the ground of a proposal with it, in the same entry', async () => {
    const [{ id }] = (await all.get('sanctions?state=open')).rows
    await gild(all.items.slice(0, 14), 'unsafe')
    const { facts } = all.house.published.at(-1)!
    expect(facts).toContainEqual({ kind: 'sanctions.withdrawn', sanctions: [id] })
    expect((await all.get('sanctions')).open).toBe(0)
    await gild(all.items, 'safe')
  })

  test('where votes changed meanwhile nobody can sign: the proposal goes instead, and that is remembered', async () => {
    const lead = await all.house.person(['lead'], 'Lena')
    const [id] = await lookAgain()
    const changed = all.items.slice(0, 14).map((item) => ({ item, rater: 'poor', label: 'safe' }))
    await importVotes(all.house, changed, 'changed.csv', { partial: true })
    const before = all.house.published.length
    all.pass(7)
    const sign = () =>
      all.ask('sanction.sign', { sanction: id!, verdict: 'impose', words: 'Read.' }, all.as(lead), 0)
    expect(await sign()).toBe('ground-gone')
    expect(all.house.published.slice(before).flatMap(({ facts }) => facts)).toEqual([
      { kind: 'sanctions.withdrawn', sanctions: [id] },
    ])
    expect(await sign()).toBe('sanction-settled')
  })

  test('ended, it withdraws what is open, and a new one goes on counting', async () => {
    await gild(all.items, 'unsafe')
    expect(await lookAgain()).toHaveLength(5)
    const texts = { reason: 'The gold was bought from somebody we do not trust.' }
    expect(await all.ask('bar.end', texts)).toBeTypeOf('object')
    const { rows, open } = await all.get('sanctions')
    expect([new Set(rows.map(({ state }: any) => state)), open]).toEqual([new Set(['withdrawn']), 0])
    expect(await all.ask('bar.end', texts)).toBe('no-bar')
    expect(await all.ask('bar.review', { date: all.today() })).toBe('no-bar')
    const { bar, history } = await all.get('bar')
    expect(bar).toBeNull()
    expect(history.map(({ version }: { version: number | null }) => version)).toEqual([null, 4, 3, 2, 1])
    expect(await set({ reviews: [all.today(5)] }, 0)).toMatchObject({ version: 5 })
  })

  test('the tables equal the fold of the entries', async () => {
    const [tables, folded] = await recordTwice(all.house, all.project)
    // What was drawn stands in no order.
    expect({ ...(tables as object), samples: {} }).toEqual({ ...(folded as object), samples: {} })
  })
})
