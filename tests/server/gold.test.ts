import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectOk, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { idOf, importVotes, oneAgainst } from '../support/story.ts'

const safe = (item: string, value: unknown = 'safe') => ({ item, question: 'safe', value })
const picked = (rows: object[], more: object = {}) => ({ source: 'key', chosen: 'picked', rows, ...more })

describe.each(dialects)('gold, on %s', (dialect) => {
  let house: TestHouse
  let lead: Person, auditor: Person, panelist: Person, rater: Person
  const at = (path: string) => `/projects/${house.key}${path}`
  const goldOf = async (item: string) =>
    (await lead.get(at('/gold'))).body.rows.find((row: { external: string }) => row.external === item)

  beforeAll(async () => {
    house = await openHouse(dialect)
    await importVotes(
      house,
      ['a', 'b', 'c', 'が'].flatMap((item) => oneAgainst(item, 3)),
    )
    lead = await house.person(['lead'])
    auditor = await house.person(['auditor'])
    panelist = await house.person(['panelist'])
    rater = await house.person(['rater'])
  })
  afterAll(() => house.close())

  test('an answer is read as a vote is, and says whose votes it is against', async () => {
    const { body } = await expectOk(
      lead.call('gold.import', picked([safe('a', ' unsafe '), safe('が'.normalize('NFD'))])),
    )
    expect(body).toMatchObject({ added: 2, same: 0, superseding: 0, left: [], leftTotal: 0 })
    expect(await goldOf('a')).toMatchObject({
      question: 'safe',
      value: 'unsafe',
      source: 'key',
      chosen: 'picked',
      probability: null,
      state: 'stands',
      right: 1,
      wrong: 3,
      against: ['r0', 'r1', 'r2'].map((external) => ({ external, value: 'safe' })),
      appeal: null,
    })
  })

  test('a rater reads what it says of their vote, with the answer it goes by', async () => {
    const mia = await house.person(['rater'], 'Mia', await idOf(house, 'rater', 'r0'))
    const { rows: votes } = (await mia.get(at('/my/votes'))).body
    const vote = votes.find((one: { external: string }) => one.external === 'a')
    const gold = { basis: 'gold', mark: 'wrong', because: 'against-gold' }
    expect(vote.marks).toContainEqual(expect.objectContaining(gold))
    const why = (await mia.get(at(`/votes/${vote.vote}/why`))).body
    expect(why.marks).toContainEqual(expect.objectContaining(gold))
    expect(why.gold).toEqual({ value: 'unsafe', source: 'key', state: 'stands' })
  })

  test('the same list again adds nothing; another answer takes the place of the first under its id', async () => {
    const before = await goldOf('a')
    const again = await expectOk(lead.call('gold.import', picked([safe('a', 'unsafe'), safe('a', 'unsafe')])))
    expect(again.body).toMatchObject({ added: 0, same: 1, superseding: 0 })
    const other = await expectOk(lead.call('gold.import', picked([safe('a', 'safe')], { source: 'new key' })))
    expect(other.body).toMatchObject({ added: 0, same: 0, superseding: 1 })
    expect(await goldOf('a')).toMatchObject({
      gold: before.gold,
      value: 'safe',
      source: 'new key',
      right: 3,
      wrong: 1,
    })
  })

  test('rows that cannot be read stop it all and are named, unless they are left out', async () => {
    const rows = [
      safe('b'),
      safe('nowhere'),
      { item: 'b', question: 'kind', value: 'safe' },
      safe('c', 'Safe'),
      safe('c', 'perhaps'),
      safe('b', 'unsafe'),
    ]
    const errors = [
      {
        row: 2,
        code: 'item-unknown',
        found: 'nowhere',
        expected: expect.stringMatching(/^[abcが]$/),
        meant: null,
      },
      { row: 3, code: 'question-unknown', found: 'kind', expected: 'safe', meant: null },
      { row: 4, code: 'value-unfit', found: 'Safe', expected: 'safe, unsafe', meant: 'safe' },
      { row: 5, code: 'value-unfit', found: 'perhaps', expected: 'safe, unsafe', meant: null },
      { row: 6, code: 'said-otherwise', found: '1', expected: '', meant: null },
    ]
    const checked = await lead.call('gold.import', picked(rows), { key: 'stopped' })
    expect(checked.status).toBe(422)
    expect(checked.body).toMatchObject({ code: 'rows-left', params: { left: 5, rows: 6 }, errors })
    // The same asking hears the same, row by row.
    expect((await lead.call('gold.import', picked(rows), { key: 'stopped' })).body).toEqual(checked.body)
    expect(await goldOf('b')).toBeUndefined()
    const { body } = await expectOk(lead.call('gold.import', picked(rows, { leaveOut: true })))
    expect(body).toMatchObject({ added: 1, left: errors, leftTotal: 5 })
    expect((await lead.call('gold.import', picked([safe('nowhere')], { leaveOut: true }))).status).toBe(422)
  })

  test('a look beforehand says the same and writes nothing', async () => {
    const seq = (await lead.get(at(''))).body.project.seq
    const cookieless = await house.host.inject({
      method: 'POST',
      url: `/api/v1${at('/gold/check')}`,
      payload: picked([safe('c'), safe('nowhere')]),
    })
    expect(cookieless.json()).toMatchObject({ added: 1, same: 0, superseding: 0, leftTotal: 1 })
    expect((await lead.get(at(''))).body.project.seq).toBe(seq)
    expect(await goldOf('c')).toBeUndefined()
  })

  test('a random draw says with what probability, and only it has one', async () => {
    const rows = [safe('c')]
    expect((await lead.call('gold.import', { source: 'k', chosen: 'random', rows })).body.code).toBe(
      'probability-needed',
    )
    await expectOk(lead.call('gold.import', { source: 'k', chosen: 'random', probability: 0.25, rows }))
    expect(await goldOf('c')).toMatchObject({ chosen: 'random', probability: 0.25 })
  })

  test('gold that a panel is hearing is neither replaced nor taken back', async () => {
    const { gold } = await goldOf('c')
    const { gold: table } = house.store.read.tables
    await house.store.transact(null, async (tx) => {
      await tx.update(table).set({ state: 'challenged' }).where(eq(table.id, gold))
    })
    const { body } = await lead.call('gold.import', picked([safe('c', 'unsafe')]))
    expect(body.errors).toMatchObject([{ row: 1, code: 'gold-heard', found: 'c' }])
    expect((await lead.call('gold.withdraw', { gold: [gold] })).body.code).toBe('gold-heard')
    await house.store.transact(null, async (tx) => {
      await tx.update(table).set({ state: 'stands' }).where(eq(table.id, gold))
    })
  })

  test('nobody who could be judged by gold learns which items have it', async () => {
    house.published.length = 0
    await expectOk(lead.call('gold.import', picked([safe('b', 'unsafe')])))
    const heard = house.published.flatMap(({ told }) => told)
    expect(heard.map(({ to }) => to)).toEqual([{ roles: ['lead', 'auditor'] }])
    for (const person of [panelist, rater]) {
      expect((await person.get(at('/gold'))).status).toBe(403)
      expect((await person.get(at('/events?since=0'))).raw).not.toMatch(/gold/)
    }
  })

  test('auditors read which votes it is against, and not whose they are', async () => {
    const { rows, states } = (await auditor.get(at('/gold'))).body
    expect(states).toEqual({ stands: 4, challenged: 0, confirmed: 0, overturned: 0 })
    for (const { against } of rows) for (const { external } of against) expect(external).toBe('')
  })

  test('it is listed by state and in pages that follow each other, and withdrawn it is gone', async () => {
    const { rows } = (await lead.get(at('/gold?state=stands'))).body
    expect(rows.map(({ external }: { external: string }) => external)).toEqual(['a', 'b', 'c', 'が'])
    const rest = (await lead.get(at(`/gold?after=${rows[1].gold}`))).body
    expect(rest.rows.map(({ external }: { external: string }) => external)).toEqual(['c', 'が'])
    expect((await lead.get(at('/gold?state=overturned'))).body.rows).toEqual([])
    const { body } = await expectOk(lead.call('gold.withdraw', { gold: [rows[0].gold, rows[1].gold] }))
    expect(body.withdrawn).toBe(2)
    expect(await goldOf('a')).toBeUndefined()
    expect((await lead.call('gold.withdraw', { gold: [rows[0].gold] })).status).toBe(404)
  })
})
