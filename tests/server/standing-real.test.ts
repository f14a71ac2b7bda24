import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StandingRow } from '#shared/standing-row.ts'
import { barRates } from '../../server/domain/standing/rates.ts'
import { projectOf } from '../../server/domain/who.ts'
import { type Counts, countBy, noCounts, openReal, type Real } from '../support/real-standing.ts'
import { isThere, type RealVote, rateFrom, wilsonOf } from '../support/real-votes.ts'
import { idOf } from '../support/story.ts'

/** A third of the gold items: every third of a fixed shuffle of the file's own numbers. */
const third = (items: readonly string[]) =>
  [...items]
    .sort((a, b) => ((Number(a) * 7919) % 10_007) - ((Number(b) * 7919) % 10_007))
    .filter((_, i) => i % 3 === 0)

const near = (value: number | null | undefined) =>
  value === null || value === undefined ? null : Math.round(value * 1e9) / 1e9
const rated = (rate: { n: number; share: number; low: number; high: number } | null) =>
  rate && { n: rate.n, share: near(rate.share), low: near(rate.low), high: near(rate.high) }
/** What a row has to say of these counts. */
const expected = ({ right, wrong, excused }: Counts) => {
  const n = right + wrong
  const { low, high } = n === 0 ? { low: null, high: null } : wilsonOf(right / n, n)
  return {
    right,
    wrong,
    excused,
    n,
    accuracy: n === 0 ? null : near(right / n),
    interval: n === 0 ? null : [near(low), near(high)],
  }
}
const said = ({ right, wrong, excused, n, accuracy, interval }: StandingRow) => ({
  right,
  wrong,
  excused,
  n,
  accuracy: near(accuracy),
  interval: interval?.map(near) ?? null,
})

/** A third by gold and a fifth of the queue everywhere; by a panel too where it is cheap, elsewhere of fewer items. */
const runs = [
  ['sqlite', 'snow-rte', 60, 40],
  ['sqlite', 'weather-sentiment', 100, 60],
  ['postgres', 'weather-sentiment', 25, 15],
] as const
describe.each(runs)(
  'standing on real votes (%s, %s, %i drawn and %i picked for a panel)',
  (dialect, set, sampled, picked) => {
    if (!isThere(set)) return test.skip('the data set is not here', () => {})
    let real: Real
    let before: number
    let drawn: Set<string>
    let first: string[]
    const rows = async (query: string): Promise<Map<string, StandingRow>> => {
      const found = await real.get(`standing?${query}`)
      return new Map(found.rows.map((row: StandingRow) => [row.rater, row]))
    }
    const agreeing = (counts: Map<string, Counts>, found: Map<string, StandingRow>) => {
      for (const [rater, row] of found)
        expect([rater, said(row)]).toEqual([rater, expected(counts.get(rater) ?? noCounts())])
      expect(found.size).toBe(new Set(real.votes.map((vote) => vote.rater)).size)
    }
    const byGold = (vote: RealVote) => ({
      mark: real.gold.get(vote.item) === vote.label ? ('right' as const) : ('wrong' as const),
    })
    const byDecision = (vote: RealVote) => {
      const on = real.decided.get(vote.item)
      if (!on) return { mark: 'none' as const }
      if (real.gold.get(vote.item) === vote.label) return { mark: 'right' as const, weight: on.weight }
      return { mark: real.blames(vote.item) ? ('wrong' as const) : ('excused' as const), weight: on.weight }
    }

    beforeAll(async () => {
      real = await openReal(dialect, set)
      drawn = new Set(third([...real.gold.keys()]))
      first = (await real.firstOfQueue())
        .filter((item) => !drawn.has(item))
        .slice(0, Math.floor(real.gold.size / 5))
      await real.bring([...drawn], { chosen: 'random', probability: 1 / 3 })
      await real.bring(first, { chosen: 'picked' })
      before = (await projectOf(real.house.store.read, real.project)).seq
      await real.decideSample(sampled)
      await real.decideFirst(picked)
    }, 300_000)
    afterAll(() => real?.house.close())

    test('the majority: marks from the whole split, the rate as the share of the others, no rate that feeds a bar', async () => {
      const counts = countBy(real.votes, ({ item, label }) => {
        const { majority } = real.majority.get(item)!
        return { mark: majority === null ? 'none' : majority === label ? 'right' : 'wrong' }
      })
      const found = await rows('basis=majority')
      agreeing(counts, found)
      for (const [rater, own] of Map.groupBy(real.votes, (vote) => vote.rater)) {
        const shares = own.map(({ item, label }) => real.majority.get(item)!.others(label))
        const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length
        expect([rater, near(found.get(rater)!.others)]).toEqual([rater, near(mean)])
        expect([found.get(rater)!.sampled, found.get(rater)!.how, found.get(rater)!.state]).toEqual([
          null,
          'all',
          'no-bar',
        ])
      }
    })

    test('gold: what was drawn at random may feed a bar, what was picked is in the counts and says that it is no rate', async () => {
      const on = (vote: RealVote) => drawn.has(vote.item) || first.includes(vote.item)
      const counts = countBy(real.votes, (vote) => (on(vote) ? byGold(vote) : { mark: 'none' }))
      const found = await rows('basis=gold')
      agreeing(counts, found)
      const fit = countBy(real.votes, (vote) =>
        drawn.has(vote.item) ? { ...byGold(vote), weight: 3 } : { mark: 'none' },
      )
      for (const [rater, row] of found) {
        expect([rater, rated(row.sampled)]).toEqual([
          rater,
          rated(rateFrom((fit.get(rater) ?? noCounts()).told)),
        ])
        const [all, random] = [row.n, row.sampled?.n ?? 0]
        expect(row.how).toBe(
          all === 0
            ? 'all'
            : random === all
              ? 'random'
              : random === 0
                ? 'queue-picked: not a rate'
                : 'random and queue-picked: not a rate',
        )
      }
    })

    test('decisions: only rater-error counts against, and nothing feeds a bar before its mark is final', async () => {
      agreeing(countBy(real.votes, byDecision), await rows('basis=decision'))
      expect([...(await rows('basis=decision')).values()].every(({ sampled }) => sampled === null)).toBe(true)
      await real.waitOut()
      const found = await rows('basis=decision')
      agreeing(countBy(real.votes, byDecision), found)
      const fit = countBy(real.votes, (vote) =>
        real.decided.get(vote.item)?.drawn ? byDecision(vote) : { mark: 'none' },
      )
      for (const [rater, row] of found)
        expect([rater, rated(row.sampled)]).toEqual([
          rater,
          rated(rateFrom((fit.get(rater) ?? noCounts()).told)),
        ])
      const rates = await barRates(real.house.store.read, real.project, {
        basis: 'decision',
        question: 'safe',
        now: real.house.clock.at,
      })
      for (const [external, row] of [...found].slice(0, 5)) {
        const rate = rates.get(await idOf(real.house, 'rater', external))
        expect([external, rated(rate?.fits ?? null)]).toEqual([external, rated(row.sampled)])
      }
    })

    test('undefined figures are sentences, and as of an entry before them nothing had been decided', async () => {
      const found = await rows(`basis=decision&at=seq:${before}`)
      expect(found.size).toBeGreaterThan(0)
      for (const row of found.values())
        expect(row).toMatchObject({
          n: 0,
          accuracy: null,
          interval: null,
          why: 'No accuracy: a decision calls none of this rater’s votes right or wrong (n = 0).',
        })
      const reviews = await rows('basis=review')
      expect([...reviews.values()].every(({ why }) => why?.includes('n = 0'))).toBe(true)
      expect(await rows(`basis=gold&at=seq:${before}`)).toEqual(await rows('basis=gold'))
    })

    test('where the bases disagree is the headline, and every cell opens its votes', async () => {
      const wrong = (vote: RealVote) => {
        const { majority } = real.majority.get(vote.item)!
        return majority !== null && majority !== vote.label
      }
      const ruled = countBy(real.votes.filter(wrong), byDecision)
      const hurt = (rater: string) => (ruled.get(rater)?.right ?? 0) + (ruled.get(rater)?.excused ?? 0)
      const body = await real.get('raters?sort=hurt')
      const order: string[] = body.rows.map((row: { external: string }) => row.external)
      expect(order.map(hurt)).toEqual([...order.map(hurt)].sort((a, b) => b - a))
      const { rater, external } = body.rows[0]
      const view = await real.get(`raters/${rater}`)
      const own = real.votes.filter((vote) => vote.rater === external)
      const against = own.filter(wrong)
      const of = ruled.get(external)!
      const decided = of.right + of.wrong + of.excused
      expect(view.headline).toEqual({
        wrong: against.length,
        upheld: of.right,
        excused: of.excused,
        error: of.wrong,
        undecided: against.length - decided,
      })
      expect(view.dissents).toMatchObject({
        n: decided,
        upheld: of.right,
        rate: { share: of.right / decided },
      })
      const [{ confusion, trend }] = view.bases.majority.questions
      expect(trend).toEqual([
        { version: null, tally: view.bases.majority.tally, rate: view.bases.majority.rate },
      ])
      const cells = confusion.values.flatMap((saidOf: string, i: number) =>
        confusion.values.map((should: string, j: number) => ({ saidOf, should, n: confusion.rows[i][j] })),
      )
      const total = view.bases.majority.tally
      expect(cells.reduce((sum: number, { n }: { n: number }) => sum + n, 0)).toBe(total.right + total.wrong)
      for (const { saidOf, should, n } of cells.sort((x: any, y: any) => y.n - x.n).slice(0, 5)) {
        const query = `basis=majority&question=safe&said=${saidOf}&should=${should}`
        const votes: string[] = []
        for (let after = ''; ; ) {
          const page = await real.get(`raters/${rater}/votes?${query}${after}`)
          votes.push(...page.rows.map((row: { external: string }) => row.external))
          if (page.next === null) break
          after = `&after=${page.next}`
        }
        const inCell = own.filter(
          ({ item, label }) => label === saidOf && real.majority.get(item)!.majority === should,
        )
        expect([saidOf, should, votes.sort()]).toEqual([
          saidOf,
          should,
          inCell.map(({ item }) => item).sort(),
        ])
        expect(n).toBe(inCell.length)
      }
    })
  },
)
