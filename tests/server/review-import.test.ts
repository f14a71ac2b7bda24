import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectOk, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { idOf, importVotes, oneAgainst, projectId } from '../support/story.ts'

const review = (item: string, rater: string, verdict: string, more: object = {}) => ({
  item,
  rater,
  question: 'safe',
  verdict,
  ...more,
})

describe.each(dialects)('reviews of another tool, on %s', (dialect) => {
  let house: TestHouse
  let lead: Person, lone: Person, other: Person
  const bring = (rows: object[], more: object = {}) =>
    lead.call('review.import', { source: 'tool', rows, ...more })
  const reviewsNow = async () => {
    const { review: table } = house.store.read.tables
    const project = await projectId(house)
    return house.store.read
      .select()
      .from(table)
      .where(and(eq(table.project, project), isNull(table.until)))
  }

  beforeAll(async () => {
    house = await openHouse(dialect)
    await importVotes(
      house,
      ['a', 'b'].flatMap((item) => oneAgainst(item, 3)),
    )
    lead = await house.person(['lead'])
    lone = await house.person(['rater'], 'Lou', await idOf(house, 'rater', 'lone'))
    other = await house.person(['rater'], 'Rae', await idOf(house, 'rater', 'r0'))
  })
  afterAll(() => house.close())

  test('a review finds the vote it is about and counts under its source', async () => {
    const rows = [
      review('a', 'lone', 'reject', { reviewer: 'q1', words: 'aspirin is fine here', at: 1_700_000_000_000 }),
      review('a', 'r0', 'accept'),
      review('b', 'lone', 'fix', { value: ' safe', reviewer: 'q1' }),
    ]
    const { body } = await expectOk(bring(rows))
    expect(body).toMatchObject({ added: 3, same: 0, superseding: 0, leftTotal: 0 })
    const now = await reviewsNow()
    const rater = await idOf(house, 'rater', 'lone')
    expect(now.find(({ words }) => words !== '')).toMatchObject({
      rater,
      source: 'tool',
      reviewer: 'q1',
      state: 'given',
      verdict: 'reject',
      batch: null,
      repeats: null,
      words: 'aspirin is fine here',
      at: 1_700_000_000_000,
    })
    expect(now.find(({ verdict }) => verdict === 'fix')?.value).toBe('"safe"')
  })

  test('the rater hears what was said of their vote, and nobody hears by whom', async () => {
    const events = (person: Person) => person.get(`/projects/${house.key}/events?since=0`)
    const heard = (await events(lone)).raw
    expect(heard).toMatch(/reviews\.imported/)
    expect(heard).not.toMatch(/q1|aspirin is fine/)
    const own = (await events(other)).body.envelopes.flatMap(({ events }: { events: object[] }) => events)
    const said = own.filter((event: { kind: string }) => event.kind === 'reviews.imported')
    expect(said).toMatchObject([{ reviews: [{ verdict: 'accept', reviewer: '' }] }])
  })

  test('the same again adds nothing; another verdict of the same reviewer takes its place', async () => {
    const first = (await reviewsNow()).find(({ words }) => words !== '')!
    expect(
      (
        await expectOk(
          bring([review('a', 'lone', 'reject', { reviewer: 'q1', words: 'aspirin is fine here' })]),
        )
      ).body,
    ).toMatchObject({ added: 0, same: 1 })
    expect((await expectOk(bring([review('a', 'lone', 'accept', { reviewer: 'q1' })]))).body).toMatchObject({
      superseding: 1,
    })
    expect((await expectOk(bring([review('a', 'lone', 'reject', { reviewer: 'q2' })]))).body).toMatchObject({
      added: 1,
    })
    // Another source is another word, whoever speaks.
    expect(
      (await expectOk(bring([review('a', 'lone', 'accept', { reviewer: 'q1' })], { source: 'audit' }))).body,
    ).toMatchObject({ added: 1 })
    const now = await reviewsNow()
    expect(now.find(({ id }) => id === first.id)).toMatchObject({ verdict: 'accept', words: '' })
    expect(now.length).toBe(5)
  })

  test('rows of which there is no vote are named, and nothing is written', async () => {
    const rows = [
      review('a', 'r1', 'accept'),
      review('c', 'r1', 'accept'),
      review('a', 'nobody', 'accept'),
      { ...review('a', 'r1', 'accept'), question: 'kind' },
      review('a', 'r1', 'fix'),
      review('a', 'r1', 'reject', { value: 'safe' }),
      review('a', 'r1', 'fix', { value: 'sure' }),
      review('a', 'r1', 'reject'),
    ]
    await importVotes(house, [{ item: 'd', rater: 'late', label: 'safe' }], 'late.csv')
    const { status, body } = await bring([...rows, review('d', 'r1', 'accept')])
    expect(status).toBe(422)
    expect(body.errors.map(({ row, code }: { row: number; code: string }) => [row, code])).toEqual([
      [2, 'item-unknown'],
      [3, 'rater-unknown'],
      [4, 'question-unknown'],
      [5, 'fix-needs-value'],
      [6, 'value-without-fix'],
      [7, 'value-unfit'],
      [8, 'said-otherwise'],
      [9, 'vote-missing'],
    ])
    expect((await reviewsNow()).length).toBe(5)
    expect((await expectOk(bring(rows, { leaveOut: true }))).body).toMatchObject({ added: 1, leftTotal: 7 })
  })

  test('nobody imports reviews as if they had been given here', async () => {
    expect((await bring([review('a', 'r2', 'accept')], { source: 'gogi' })).status).toBe(400)
  })

  test('what reviewers wrote stands beside the facts of the log, not in them', async () => {
    const { payload } = house.store.read.tables
    const project = await projectId(house)
    const rows = await house.store.read.select().from(payload).where(eq(payload.project, project))
    const parts = rows.filter(({ bytes }) => bytes?.includes('aspirin is fine')).map(({ part }) => part)
    expect(parts.length).toBeGreaterThan(0)
    for (const part of parts) expect(part).toMatch(/^text:/)
  })
})
