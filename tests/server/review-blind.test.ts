import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Decided, openDecided } from '../support/decided.ts'
import { expectOk, type Person } from '../support/house.ts'
import { cookieOf, type Ear, openLive, until } from '../support/live.ts'
import { idOf } from '../support/story.ts'

/**
 * Double-blind: whatever reaches the reviewer, by socket or by reading, names no rater, and whatever reaches the rater
 * names no reviewer; also where a lead is either of them.
 */
let story: Decided
let live: Awaited<ReturnType<typeof openLive>>
let lead: Person, cho: Person, lone: Person
const ears = new Map<Person, Ear>()
let vote: string, review: string, rater: string, standIn: string

beforeAll(async () => {
  story = await openDecided('sqlite', [], ['case-0', 'case-1'])
  live = await openLive(story.house)
  ;({ lone } = story)
  cho = await story.house.person(['rater'], 'Cho Reviewer')
  // A lead who reviews too, and is a rater of the items beside.
  lead = await story.house.person(['lead', 'rater'], 'Lea', await idOf(story.house, 'rater', 'r0'))
  for (const person of [lone, cho, lead])
    ears.set(person, await live.sit(await cookieOf(story.house, person)))
  rater = await idOf(story.house, 'rater', 'lone')
  vote = await story.voteOn('case-0', 'lone')
  await expectOk(
    story.lead.call('review.assign', {
      share: 100,
      stratified: false,
      reviewers: [cho.member],
    }),
  )
  for (const which of [vote, await story.voteOn('case-0', 'r0')]) {
    const id = await askedAbout(which)
    if (which === vote) review = id
    const value = which === vote ? 'safe' : 'unsafe'
    await expectOk(
      cho.call('review.give', { review: id, verdict: 'fix', value, reason: 'slip', words: 'look again' }),
    )
  }
  const { raterLink } = story.house.store.read.tables
  standIn = (await story.house.store.read.select().from(raterLink)).find(
    ({ member }) => member === cho.member,
  )!.rater
  const { seq } = (await expectOk(lone.get(story.path('events?since=0')))).body.envelopes.at(-1)
  for (const ear of ears.values()) await until(() => ear.envelopes.at(-1)?.seq === seq)
}, 60_000)
afterAll(() => live.close())

async function askedAbout(which: string): Promise<string> {
  const table = story.house.store.read.tables.review
  return (await story.house.store.read.select().from(table)).find((one) => one.vote === which)!.id
}

/** Every byte that came by socket, and every read a member of any role may make. */
async function everything(person: Person): Promise<string> {
  const paths = [
    'events?since=0',
    'reviews/mine',
    `reviews/${review}`,
    'reviews/measures',
    'reviews/reasons',
    'my/votes',
    `votes/${vote}/why`,
  ]
  const reads = await Promise.all(paths.map(async (path) => (await person.get(story.path(path))).raw))
  return [...ears.get(person)!.bytes, ...reads].join('\n')
}

test('the rater reads the verdict, the reason and the words, and nothing names the reviewer', async () => {
  const why = (await expectOk(lone.get(story.path(`votes/${vote}/why`)))).body
  expect(why.reviews).toMatchObject([
    {
      id: review,
      verdict: 'fix',
      words: 'look again',
      value: 'safe',
      source: 'gogi',
      reason: { en: 'Looks like a slip' },
    },
  ])
  const told = ears.get(lone)!.envelopes.flatMap(({ events }) => events)
  expect(told.filter(({ kind }) => kind === 'review.given')).toMatchObject([
    { review: { id: review, vote, verdict: 'fix', reviewer: '', batch: null } },
  ])
  const bytes = await everything(lone)
  for (const secret of [cho.member, cho.person, 'Cho Reviewer', standIn]) expect(bytes).not.toContain(secret)
})

test('the reviewer reads the answer and its note, and nothing names the rater', async () => {
  const mine = (await expectOk(cho.get(story.path('reviews/mine')))).body
  expect([mine.left, mine.given, mine.rows.length]).toEqual([8, 2, 8])
  const one = (await expectOk(cho.get(story.path(`reviews/${review}`)))).body
  expect(one).toMatchObject({
    value: 'unsafe',
    note: 'aspirin adds to the bleeding risk',
    given: { verdict: 'fix' },
  })
  const bytes = await everything(cho)
  for (const secret of [rater, lone.member, lone.person, 'Lone', vote, '"lone"'])
    expect(bytes).not.toContain(secret)
})

test('a lead who is rated hears and reads no reviewer of their own votes', async () => {
  const told = ears.get(lead)!.envelopes.flatMap(({ events }) => events)
  expect(JSON.stringify(told)).not.toContain(cho.member)
  const { rows } = (await expectOk(lead.get(story.path('reviews?state=given')))).body
  expect(rows.map((row: any) => [row.rater, row.reviewer]).sort()).toEqual([
    ['lone', 'Cho Reviewer'],
    ['r0', null],
  ])
})

test('nobody reads another’s review, and an auditor no names', async () => {
  expect((await lone.get(story.path(`reviews/${review}`))).status).toBe(404)
  const auditor = await story.house.person(['auditor'])
  const { rows } = (await expectOk(auditor.get(story.path('reviews')))).body
  expect(rows.map((row: any) => [row.rater, row.reviewer])).toEqual(rows.map(() => [null, null]))
  const measures = (await expectOk(auditor.get(story.path('reviews/measures')))).body
  expect(measures.rows.map(({ name }: { name: string }) => name)).toEqual(['A'])
  const batches = (await expectOk(auditor.get(story.path('reviews/batches')))).body
  expect(JSON.stringify(batches)).not.toContain('Cho Reviewer')
})

test('whoever names the rater may not review, and nobody who is no member', async () => {
  const rule = { share: 100, stratified: false, rater: await idOf(story.house, 'rater', 'r1') }
  const code = async (reviewers: string[], more: object = {}) =>
    (await lead.call('review.assign', { ...rule, ...more, reviewers })).body.code
  expect(await code([lead.member])).toBe('review-not-blind')
  expect(await code([(await story.house.person(['auditor'])).member])).toBe('not-reviewer')
  expect(await code([lone.member], { question: 'none' })).toBe('unknown-question')
})
