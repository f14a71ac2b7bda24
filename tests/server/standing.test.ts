import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectOk } from '../support/house.ts'
import { openPanel, type Panel } from '../support/panel.ts'
import { dialects } from '../support/stores.ts'

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
    expect(of('r0').gold).toEqual({ tally: none, rate: null })
  })
})
