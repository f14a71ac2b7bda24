import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { idOf } from '../support/queue-project.ts'
import { question } from '../support/votes.ts'

let house: TestHouse
let project: string
const raters = ['r1', 'r2', 'r3'].map((name, n) => ({
  id: idOf(26 ** 8 + n),
  external: `${name}@agency.example`,
}))
beforeAll(async () => {
  house = await openHouse('sqlite')
  const { tables } = house.store.read
  const [row] = (await house.store.read.select().from(tables.project)).filter(({ key }) => key === house.key)
  project = row!.id
  await house.store.transact(null, async (tx) => {
    const known = { project, import: 'importaaaa' }
    await tx.insert(tables.imports).values({
      project,
      id: 'importaaaa',
      source: '',
      file: '',
      format: '',
      sha256: '',
      state: 'done',
      counts: {} as never,
      root: null,
      startedAt: 0,
      endedAt: 0,
      by: '',
      seq: 2,
      until: null,
    } as never)
    await tx
      .insert(tables.question)
      .values({ project, key: 'q', body: question('single', ['A', 'B']), since: 2, until: null })
    await tx.insert(tables.item).values({
      ...known,
      id: 'itemaaaaaa',
      external: 'one',
      language: 'ja',
      tags: [],
      expected: 3,
      content: [{ kind: 'text', text: '猫' }],
      until: null,
    })
    await tx.insert(tables.rater).values(raters.map((rater) => ({ ...known, ...rater, kind: 'human' })))
    await tx.insert(tables.vote).values(
      raters.map(({ id }, n) => ({
        ...known,
        id: idOf(26 ** 7 + n),
        item: 'itemaaaaaa',
        question: 'q',
        rater: id,
        ref: '',
        value: n === 0 ? '"B"' : '"A"',
        note: null,
        confidence: null,
        at: null,
        seconds: null,
        version: null,
        salt: null,
        supersedes: null,
        follows: null,
        late: 0,
        until: null,
      })),
    )
  })
})
afterAll(() => house.close())

test('leads and auditors read the queue and an item, raters by letters; panelists and raters do not', async () => {
  const [lead, auditor, panelist, rater] = [
    await house.person(['lead']),
    await house.person(['auditor']),
    await house.person(['panelist']),
    await house.person(['rater']),
  ]
  const at = (path: string) => `/projects/${house.key}/${path}`
  for (const { get } of [lead, auditor]) {
    const page = await get(at('queue?lane=majority&q=%E7%8C%AB&limit=5'))
    expect(page).toMatchObject({
      status: 200,
      body: {
        total: 1,
        next: null,
        rows: [
          {
            external: 'one',
            camps: [
              { value: 'A', votes: 2 },
              { value: 'B', votes: 1 },
            ],
            majority: 'A',
            reasons: [{ code: 'split', counts: [2, 1] }, { code: expect.any(String) }],
          },
        ],
      },
    })
    expect((await get(at('queue/lanes'))).body).toEqual({ majority: 1, lone: 0, tie: 0, sample: 0, all: 1 })
    expect((await get(at('queue/pairs'))).body).toEqual([{ question: 'q', a: 'A', b: 'B', n: 1 }])
    const item = await get(at('items/itemaaaaaa'))
    expect(item.body.splits[0].votes.map((vote: { rater: string }) => vote.rater).sort()).toEqual([
      'A',
      'B',
      'C',
    ])
    expect(item.body).toMatchObject({
      item: { external: 'one' },
      splits: [{ question: 'q', majority: 'A', n: 3 }],
      dispute: null,
    })
    for (const { raw } of [page, item])
      for (const { id, external } of raters) expect(raw.includes(external) || raw.includes(id)).toBe(false)
  }
  for (const { get } of [panelist, rater]) {
    for (const path of ['queue', 'queue/lanes', 'queue/pairs', 'items/itemaaaaaa'])
      expect((await get(at(path))).status).toBe(403)
  }
  expect((await lead.get(at('queue?sort=alphabet'))).body).toMatchObject({ status: 400, code: 'malformed' })
  expect((await lead.get(at('queue?after=nonsense'))).body).toMatchObject({ status: 400, code: 'malformed' })
  expect((await lead.get(at('items/nobodyhere'))).status).toBe(404)
})
