import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openClient } from '../../server/cli/client.ts'
import { runImport } from '../../server/cli/import.ts'
import { fairState } from '../../server/domain/fair-state.ts'
import { expectOk, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { idOf, importVotes, oneAgainst, projectId } from '../support/story.ts'

describe.each(dialects)('what is known of raters, on %s', (dialect) => {
  let house: TestHouse
  let lead: Person, rater: Person
  const at = (path: string) => `/projects/${house.key}${path}`
  /** By rater and name, as it is known now. */
  const known = async () => {
    const { attributes } = await fairState(house.store.read, await projectId(house))
    const externals = new Map<string, string>()
    const { rater: table } = house.store.read.tables
    for (const { id, external } of await house.store.read.select().from(table)) externals.set(id, external)
    return Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => {
        const [id, name] = key.split('/')
        return [`${externals.get(id!)} ${name}`, value]
      }),
    )
  }
  /** A file of votes with a region for each rater, some in rows that contradict each other. */
  const importFile = async (name: string, rows: string[], more: object = {}) => {
    const file = join(house.data, name)
    writeFileSync(file, `item,rater,label,region\n${rows.join('\n')}\n`)
    const client = await openClient(house.data, async () => ({ app: house.host, close: async () => {} }))
    return runImport(client, file, { project: house.key, question: 'safe', type: 'single', ...more })
  }
  const lastImport = async () => (await lead.get(at('/imports'))).body[0].id as string

  beforeAll(async () => {
    house = await openHouse(dialect)
    await importVotes(
      house,
      ['a', 'b'].flatMap((item) => oneAgainst(item, 6)),
    )
    lead = await house.person(['lead'])
    rater = await house.person(['rater'], 'Rae', await idOf(house, 'rater', 'r0'))
  })
  afterAll(() => house.close())

  test('a lead describes raters by the ids their tool gave them; an empty value takes one away', async () => {
    const rows = [
      { rater: 'r0', attributes: { region: 'North', age: '30s' } },
      { rater: 'r1', attributes: { region: ' South ' } },
      { rater: 'nobody', attributes: { region: 'North' } },
    ]
    const refused = await lead.call('rater.describe', { rows })
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [{ row: 3, code: 'rater-unknown', found: 'nobody', expected: expect.any(String), meant: null }],
    ])
    expect(await known()).toEqual({})
    house.published.length = 0
    const { body } = await expectOk(lead.call('rater.describe', { rows, leaveOut: true }))
    expect(body).toMatchObject({ added: 3, same: 0, superseding: 0, leftTotal: 1 })
    // Nobody but those allowed hears what is known of whom, not even the rater.
    expect(house.published.flatMap(({ told }) => told).map(({ to }) => to)).toEqual([
      { roles: ['lead', 'auditor'] },
    ])
    expect((await rater.get(at('/attributes'))).status).toBe(403)
    expect(await known()).toEqual({ 'r0 region': 'North', 'r0 age': '30s', 'r1 region': 'South' })
    const again = await expectOk(
      lead.call('rater.describe', {
        rows: [
          { rater: 'r0', attributes: { region: 'North', age: '' } },
          { rater: 'r1', attributes: { region: 'West' } },
        ],
      }),
    )
    expect(again.body).toMatchObject({ added: 0, same: 1, superseding: 2 })
    expect(await known()).toEqual({ 'r0 region': 'North', 'r1 region': 'West' })
  })

  test('a project has a limited number of them', async () => {
    const attributes = Object.fromEntries(Array.from({ length: 45 }, (_, i) => [`trait ${i}`, 'x']))
    const { body } = await lead.call('rater.describe', { rows: [{ rater: 'r0', attributes }] })
    expect(body.errors.map(({ code }: { code: string }) => code)).toEqual(Array(6).fill('attributes-many'))
  })

  test('a column that follows the rater comes with the votes, the last word counting where rows contradict', async () => {
    const rows = [
      ...Array.from({ length: 6 }, (_, i) => [
        `c,r${i},safe,${i < 3 ? 'North' : 'South'}`,
        `d,r${i},safe,${i < 3 ? 'North' : 'South'}`,
      ]).flat(),
      'c,lone,unsafe,',
      'e,r5,safe,North',
    ]
    const map = { map: 'item=item,rater=rater,value:safe=label,attribute:Region=region' }
    const before = await known()
    const dry = await importFile('regions.csv', rows, { ...map, dryRun: true })
    expect(dry.attributes).toEqual([
      { column: 'region', name: 'Region', raters: 6, values: 2, contradicting: 1 },
    ])
    expect(dry.lost).toEqual([])
    expect(await known()).toEqual(before)
    await importFile('regions.csv', rows, map)
    const said = {
      'r0 Region': 'North',
      'r1 Region': 'North',
      'r2 Region': 'North',
      'r3 Region': 'South',
      'r4 Region': 'South',
      'r5 Region': 'North',
    }
    expect(await known()).toEqual({ ...before, ...said })
    // The same file again says nothing new.
    const seq = async () => (await projectRows()).length
    const projectRows = async () => house.store.read.select().from(house.store.read.tables.raterAttribute)
    const rowsNow = await seq()
    await importFile('regions.csv', rows, map)
    expect(await seq()).toBe(rowsNow)
  })

  test('an import withdrawn takes back what it said, and what it had put an end to comes back', async () => {
    const before = await known()
    await importFile('more.csv', ['f,r0,safe,East', 'f,r6,safe,East'], {
      map: 'item=item,rater=rater,value:safe=label,attribute:Region=region',
    })
    expect(await known()).toEqual({ ...before, 'r0 Region': 'East', 'r6 Region': 'East' })
    await expectOk(lead.call('import.withdraw', { import: await lastImport(), reason: 'the wrong file' }))
    expect(await known()).toEqual(before)
  })

  test('a run that is cut short leaves nothing known', async () => {
    const before = await known()
    const { raterAttribute } = house.store.read.tables
    const project = await projectId(house)
    const staged = {
      project,
      rater: await idOf(house, 'rater', 'r2'),
      name: 'Region',
      value: 'Moon',
      import: 'aaaaaaaaaa',
      since: 0,
      until: 0,
    }
    await house.store.transact(null, async (tx) => {
      await tx.insert(raterAttribute).values(staged)
    })
    expect(await known()).toEqual(before)
  })

  test('groups small enough to know somebody by are put away', async () => {
    await expectOk(
      lead.call('rater.describe', {
        rows: [...Array.from({ length: 6 }, (_, i) => `r${i}`), 'lone'].map((external, i) => ({
          rater: external,
          attributes: { group: i < 5 ? 'large' : 'small', pair: i < 2 ? 'x' : '' },
        })),
      }),
    )
    const { attributes } = (await lead.get(at('/attributes'))).body
    const of = (name: string) => attributes.find((one: { name: string }) => one.name === name)
    // Two in one hidden group could be counted from the rest, so the rest is put away with them.
    expect(of('group')).toEqual({ name: 'group', raters: 7, values: [], hidden: { values: 2, raters: 7 } })
    expect(of('pair')).toEqual({
      name: 'pair',
      raters: null,
      values: [],
      hidden: { values: 1, raters: null },
    })
  })
})
