import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openClient } from '../../server/cli/client.ts'
import { standingCommand } from '../../server/cli/standing.ts'
import { expectOk, openHouse, type TestHouse } from '../support/house.ts'
import { openPanel, type Panel } from '../support/panel.ts'
import { dialects } from '../support/stores.ts'
import { idOf, importVotes, oneAgainst } from '../support/story.ts'

const none = { right: 0, wrong: 0, excused: 0, none: 0 }

describe.each(dialects)('what the raters page says of a rater (%s)', (dialect) => {
  let panel: Panel
  let rows: { external: string; majority: unknown; gold: unknown; decision: Record<string, unknown> }[]

  beforeAll(async () => {
    panel = await openPanel(dialect, ['a', 'b', 'c'])
    const { house } = panel
    const seats = [await house.person(['panelist']), await house.person(['panelist'])]
    for (const one of seats) await expectOk(one.call('panelist.declare', { raters: [] }))
    await house.installation.queues.freshen(panel.project)
    await house.act('sample.draw', { size: 1 })
    const ids = [await panel.open('a'), await panel.open('b'), await panel.open('c')]
    const chosen = await Promise.all(ids.map(async (id) => (await panel.record(id)).chosen))
    // A lead who knows the split joins the panel of one that the queue picked.
    const sitter = await house.person(['lead', 'panelist'])
    await expectOk(sitter.call('panelist.declare', { raters: [] }))
    const seen =
      ids[chosen.indexOf('queue') === -1 ? chosen.indexOf('lone-dissent') : chosen.indexOf('queue')]!
    await expectOk(house.hostCall('dispute.seat', { dispute: seen, member: sitter.member }))
    for (const id of ids) {
      for (const one of id === seen ? [...seats, sitter] : seats) await expectOk(panel.cast(one, id))
      await expectOk(panel.sign(panel.lead, id))
    }
    rows = (await panel.lead.get(`/projects/${house.key}/raters`)).body.rows
  }, 60_000)
  afterAll(() => panel.house.close())
  const of = (external: string) => rows.find((row) => row.external === external)!

  test('the majority is measured from whole splits, with its n and what the others think', () => {
    expect(of('lone').majority).toEqual({
      tally: { ...none, wrong: 3 },
      rate: { right: 0, n: 3, effective: 3, share: 0, low: 0, high: expect.closeTo(0.5615, 4) },
      others: 0,
    })
    expect(of('r0').majority).toMatchObject({ tally: { ...none, right: 3 }, others: 0.75 })
  })

  test('decisions stand apart by how their cases were chosen, and those of a panel that was not blind by themselves', () => {
    const right = { ...none, right: 1 }
    expect(of('lone').decision).toEqual({
      sampled: {
        tally: right,
        rate: { right: 1, n: 1, effective: 1, share: 1, low: expect.closeTo(0.2065, 4), high: 1 },
      },
      picked: right,
      notBlind: right,
      unheard: 0,
    })
  })

  test('whom a panel excused is in no denominator', () => {
    const excused = { ...none, excused: 1 }
    expect(of('r0').decision).toEqual({
      sampled: { tally: excused, rate: null },
      picked: excused,
      notBlind: excused,
      unheard: 0,
    })
    const nothing = { tally: none, rate: null }
    expect(of('r0').gold).toEqual({ ...nothing, sampled: nothing, picked: none })
  })

  test('“wrong 3 times by majority; 3 of them the panel upheld” is the headline, and sorts who was hurt first', async () => {
    const headline = { wrong: 3, upheld: 3, excused: 0, error: 0, undecided: 0 }
    const rate = { share: 1, low: expect.closeTo(0.4385, 4), high: 1 }
    expect(of('lone')).toMatchObject({ headline, dissents: { n: 3, upheld: 3, undecided: 0, rate } })
    expect(of('r0')).toMatchObject({ headline: { wrong: 0 }, dissents: { n: 0, rate: null } })
    const { body } = await panel.lead.get(`/projects/${panel.house.key}/raters?sort=hurt`)
    expect(body.rows.map((row: { external: string }) => row.external)).toEqual([
      'lone',
      'r0',
      'r1',
      'r2',
      'r3',
    ])
  })

  test('a rater reads their own standing and votes, without anybody’s name, and nobody else’s', async () => {
    const { house } = panel
    const me = await house.person(['rater'], 'Lone', await idOf(house, 'rater', 'lone'))
    const at = (rest: string) => `/projects/${house.key}/${rest}`
    const { body, headers } = await me.get(at('my/standing'))
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toMatchObject({
      external: 'lone',
      member: null,
      headline: { wrong: 3, upheld: 3 },
      bar: null,
    })
    expect(body.raters).toEqual([{ rater: body.rater, external: 'lone', votes: 3 }])
    const votes = (await me.get(at('my/standing/votes?basis=decision&mark=right'))).body
    expect(votes.rows.map((row: any) => [row.external, row.value, row.should, row.because])).toEqual(
      expect.arrayContaining([['a', 'unsafe', 'unsafe', 'agrees-with-decision']]),
    )
    expect(JSON.stringify([body, votes])).not.toMatch(/Lone|Lena/)
    const other = await idOf(house, 'rater', 'r0')
    expect((await me.get(at(`my/standing?rater=${other}`))).status).toBe(404)
    expect((await me.get(at(`my/standing/votes?basis=majority&rater=${other}`))).status).toBe(404)
    expect((await me.get(at(`raters/${other}`))).status).toBe(403)
    const unclaimed = await house.person(['rater'])
    expect((await unclaimed.get(at('my/standing'))).body).toMatchObject({
      rater: '',
      raters: [],
      headline: { wrong: 0 },
    })
    expect((await unclaimed.get(at('my/standing/votes?basis=gold'))).body).toEqual({ rows: [], next: null })
  })

  test('an auditor reads the figures under letters; the lead reads ids, and of no other project’s raters', async () => {
    const { house, lead } = panel
    const at = (rest: string) => `/projects/${house.key}/${rest}`
    const auditor = await house.person(['auditor'])
    const seen = (await auditor.get(at('standing?basis=majority'))).body.rows
    expect(seen.map((row: any) => row.rater).sort()).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect((await auditor.get(at('standing?rater=lone'))).status).toBe(404)
    const rows = (await lead.get(at('standing?rater=lone'))).body.rows
    expect(rows.map((row: any) => [row.rater, row.basis, row.n])).toEqual([
      ['lone', 'majority', 3],
      ['lone', 'review', 0],
      ['lone', 'gold', 0],
      ['lone', 'decision', 3],
    ])
    expect((await lead.get(at('standing?rater=nobody'))).status).toBe(404)
    expect((await lead.get(at('standing?at=yesterday'))).body.code).toBe('malformed')
    const elsewhere = await openHouse(dialect)
    await importVotes(elsewhere, oneAgainst('x', 2))
    const stranger = await idOf(elsewhere, 'rater', 'lone')
    expect((await lead.get(at(`raters/${stranger}`))).status).toBe(404)
    expect((await lead.get(at(`raters/${stranger}/votes?basis=majority`))).status).toBe(404)
    await elsewhere.close()
  })

  test('the command line and the files say the same', async () => {
    const { house, lead } = panel
    const printed = await standingPrinted(house, ['--project', house.key, '--basis', 'majority', '--json'])
    const { rows: answered } = (await lead.get(`/projects/${house.key}/standing?basis=majority`)).body
    expect(JSON.parse(printed)).toEqual({ rows: answered })
    const table = await standingPrinted(house, ['--project', house.key, '--rater', 'lone'])
    expect(table.split('\n')[1]).toMatch(
      /^lone\tmajority\t0\t3\t0\t3\t0\.0%\t0\.0% – 56\.1%\t–\tno-bar\tall\t/,
    )
    await expect(standingPrinted(house, ['--project', house.key, '--basis', 'fate'])).rejects.toMatchObject({
      code: 2,
    })
    const csv = (await lead.get(`/projects/${house.key}/exports/standing.csv`)).raw.split('\r\n')
    expect(csv[0]).toMatch(
      /^\ufeffrater,basis,right,wrong,excused,n,accuracy,bar,state,others,how,why,low,high/,
    )
    const lines = (await lead.get(`/projects/${house.key}/exports/votes.jsonl`)).raw.trim().split('\n')
    const marks = lines.map((line) => JSON.parse(line)).filter((row) => row.item === 'a')
    expect(
      marks.map((row) => [row.rater, row.gold_mark, row.review_mark, row.decision_mark, row.final]).sort(),
    ).toEqual(
      ['lone', 'r0', 'r1', 'r2', 'r3'].map((one) => [
        one,
        'none',
        'none',
        one === 'lone' ? 'right' : 'excused',
        0,
      ]),
    )
  })
})

async function standingPrinted(house: TestHouse, args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const program = new Command()
    standingCommand(program, () =>
      openClient(house.data, async () => ({ app: house.host, close: async () => {} })),
    )
    await program.parseAsync(['standing', ...args], { from: 'user' })
    return write.mock.calls.map(([text]) => text).join('')
  } finally {
    write.mockRestore()
  }
}
