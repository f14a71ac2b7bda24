import { and, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FIX_SOURCE } from '#shared/review.ts'
import { type Decided, openDecided } from '../support/decided.ts'
import { expectOk, type Person } from '../support/house.ts'
import { type Dialect, dialects } from '../support/stores.ts'
import { idOf, projectId } from '../support/story.ts'

const items = Array.from({ length: 10 }, (_, i) => `case-${i}`)

let story: Decided
let cho: Person
function onOne(dialect: Dialect) {
  beforeEach(async () => {
    story = await openDecided(dialect, [], items)
    cho = await story.house.person(['rater'], 'Cho')
  }, 60_000)
  afterEach(() => story.house.close())
}

const get = async (person: Person, path: string) => (await expectOk(person.get(story.path(path)))).body
const assign = async (reviewers: readonly Person[], more: object = {}) =>
  (
    await expectOk(
      story.lead.call('review.assign', {
        share: 100,
        stratified: false,
        reviewers: reviewers.map(({ member }) => member),
        ...more,
      }),
    )
  ).body
const rows = async () => {
  const { review } = story.house.store.read.tables
  const project = await projectId(story.house)
  return story.house.store.read.select().from(review).where(eq(review.project, project))
}
/** What a person was asked about one vote. */
const askedOf = async (person: Person, vote: string) =>
  (await rows()).find((row) => row.vote === vote && row.reviewer === person.member && row.until === null)!

describe('peer review', () => {
  onOne('sqlite')

  test('votes are shared out evenly, never one’s own, linked or declared', async () => {
    const [ana, ben] = story.seats
    await expectOk(ana.call('panelist.declare', { raters: ['r0'] }))
    const { lone } = story
    const { n, of } = await assign([ana, ben, lone])
    expect([of, n]).toEqual([50, 50])
    const given = await rows()
    const by = ({ member }: Person) => given.filter(({ reviewer }) => reviewer === member)
    const r0 = await idOf(story.house, 'rater', 'r0')
    const lones = await idOf(story.house, 'rater', 'lone')
    expect(by(ana).some(({ rater }) => rater === r0)).toBe(false)
    expect(by(lone).some(({ rater }) => rater === lones)).toBe(false)
    expect([by(ana), by(ben), by(lone)].map((own) => own.length).sort()).toEqual([16, 17, 17])
  })

  test('a second assignment asks nobody about a vote again, but for the repeats', async () => {
    const [ana] = story.seats
    await assign([ana])
    const first = await rows()
    const again = { share: 100, stratified: false, reviewers: [ana.member] }
    expect((await story.lead.call('review.assign', again)).body.code).toBe('nothing-to-review')
    for (const { id } of first.slice(0, 20))
      await expectOk(ana.call('review.give', { review: id, verdict: 'accept' }))
    const { n, repeated } = await assign([ana], { repeats: 20 })
    expect([n, repeated]).toEqual([0, 4])
    const asked = (await rows()).filter(({ repeats }) => repeats !== null)
    expect(asked.map(({ repeats }) => first.some(({ id }) => id === repeats))).toEqual([
      true,
      true,
      true,
      true,
    ])
    // One of the four is answered otherwise than before.
    for (const [i, { id }] of asked.entries())
      await expectOk(
        ana.call('review.give', { review: id, verdict: i ? 'accept' : 'reject', words: i ? '' : 'no' }),
      )
    const { rows: measured } = await get(story.lead, 'reviews/measures')
    expect(measured).toMatchObject([
      { name: 'Ana', given: { accept: 20, fix: 0, reject: 0 }, repeats: { right: 3, n: 4 } },
    ])
    // A repeat is not the rater's to read: the vote has one review.
    const why = await get(story.lead, `votes/${asked[0]!.vote}/why`)
    expect(why.reviews.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['accept'])
  })

  test('a fix is a vote of its own, and its reviewer never sits on the item', async () => {
    const [ana, ben] = story.seats
    await assign([ana])
    const vote = await story.voteOn('case-1', 'r0')
    const { id } = await askedOf(ana, vote)
    const fix = { review: id, verdict: 'fix', value: 'unsafe' }
    expect((await ana.call('review.give', fix)).body.code).toBe('review-reason')
    expect((await ana.call('review.give', { ...fix, value: 'safe', words: 'x' })).body.code).toBe('fix-same')
    expect((await ana.call('review.give', { ...fix, value: 'perhaps', words: 'x' })).body.code).toBe(
      'value-off-scale',
    )
    await expectOk(ana.call('review.give', { ...fix, reason: 'overlooked', words: 'the dose' }))
    expect((await ana.call('review.give', { ...fix, words: 'x' })).body.code).toBe('review-given')
    const why = await get(story.lead, `votes/${vote}/why`)
    expect(why.split.n).toBe(6)
    expect(why.reviews).toEqual([
      {
        id,
        verdict: 'fix',
        reason: { en: 'Part of the item was overlooked', ja: '項目の一部を見落としている' },
        words: 'the dose',
        value: 'unsafe',
        source: 'gogi',
        at: expect.any(Number),
      },
    ])
    const dispute = await story.open('case-1')
    const seated = Object.values((await story.record(dispute)).seats).map(({ member }) => member)
    expect(seated.includes(ana.member)).toBe(false)
    expect(seated.includes(ben.member)).toBe(true)
    // Fixing another vote on the item the same way is the same vote; another answer would take its place.
    const other = await askedOf(ana, await story.voteOn('case-1', 'r1'))
    await expectOk(ana.call('review.give', { ...fix, review: other.id, words: 'as before' }))
    expect((await get(story.lead, `votes/${vote}/why`)).split.n).toBe(6)
  })

  test('declined, it goes to another who may; a vote on the way to one’s own panel is not shown', async () => {
    const [ana, ben] = story.seats
    await assign([ana, ben])
    const mine = (await rows()).filter(({ reviewer }) => reviewer === ana.member)[0]!
    expect((await ben.call('review.decline', { review: mine.id })).body.code).toBe('not-found')
    const { body } = await expectOk(ana.call('review.decline', { review: mine.id }))
    expect([body.passedOn, (await askedOf(ben, mine.vote)).state]).toEqual([true, 'asked'])
    const next = await askedOf(ben, mine.vote)
    expect((await expectOk(ben.call('review.decline', { review: next.id }))).body.passedOn).toBe(false)
    const dispute = await story.open('case-3')
    const sits = Object.values((await story.record(dispute)).seats).map(({ member }) => member)
    const seat = [ana, ben].find(({ member }) => sits.includes(member))!
    const item = await idOf(story.house, 'item', 'case-3')
    // The one that was declined may be of this item too, and is given back already.
    const own = (await rows()).filter(
      (row) =>
        row.reviewer === seat.member && row.item === item && row.state === 'asked' && row.until === null,
    )
    for (const { id } of own) {
      expect((await seat.get(story.path(`reviews/${id}`))).status).toBe(404)
      expect((await seat.call('review.give', { review: id, verdict: 'accept' })).body.code).toBe(
        'review-unfit',
      )
    }
  })
})

describe('a reviewer on a panel', () => {
  onOne('sqlite')

  test('whoever could read a vote of the case as a reviewer is asked after the others, and sits not blind', async () => {
    const [ana, ben] = story.seats
    await assign([ana])
    const { id } = await askedOf(ana, await story.voteOn('case-2', 'lone'))
    await expectOk(ana.call('review.give', { review: id, verdict: 'accept' }))
    const seatsOf = async (dispute: string) =>
      Object.values((await story.record(dispute)).seats).map(({ member, notBlind }) => [member, notBlind])
    // With nobody else to ask, the case is heard all the same.
    const short = await story.open('case-2')
    expect((await seatsOf(short)).sort()).toEqual(
      [
        [ana.member, true],
        [ben.member, false],
      ].sort(),
    )
    const dee = await story.house.person(['panelist'], 'Dee')
    const next = await story.open('case-3')
    expect((await seatsOf(next)).sort()).toEqual(
      [
        [ben.member, false],
        [dee.member, false],
      ].sort(),
    )
    // So does whoever reads the queue by another role.
    const gil = await story.house.person(['panelist', 'auditor'], 'Gil')
    const watched = await story.open('case-5')
    expect((await seatsOf(watched)).map(([, notBlind]) => notBlind)).toEqual([false, false])
    await expectOk(story.house.hostCall('dispute.seat', { dispute: watched, member: gil.member }))
    expect(await seatsOf(watched)).toContainEqual([gil.member, true])
    // What the panel of the first decides is reported apart; of the other it counts as any other does.
    const how = { value: 'safe', cause: 'rater-error', clause: null } as const
    await story.decide(short, how)
    for (const one of [ben, dee]) await story.cast(one, next, how)
    await expectOk(story.sign(story.lead, next))
    const { rows: raters } = await get(story.lead, 'raters')
    const { decision } = raters.find(({ external }: { external: string }) => external === 'lone')
    expect([decision.notBlind.wrong, decision.picked.wrong]).toEqual([1, 1])
  })

  test('a fresh panel takes nobody who became a reviewer since the appeal was filed', async () => {
    const [ana, ben] = story.seats
    const how = { value: 'safe', cause: 'rater-error', clause: null } as const
    await story.settle({ item: 'case-4', ...how })
    const late = await story.house.person(['panelist'], 'Eve', undefined, false)
    const vote = await story.voteOn('case-4', 'lone')
    const { appeal } = (
      await expectOk(story.lone.call('appeal.file', { vote, basis: 'decision', reason: 'look again' }))
    ).body
    const other = await story.house.person(['lead'], 'Mori')
    const { hearing } = (await expectOk(other.call('appeal.admit', { appeal }))).body
    await assign([late])
    await expectOk(late.call('panelist.declare', { raters: [] }))
    expect(Object.values((await story.record(hearing)).seats)).toEqual([])
    const { rows: able } = await get(story.lead, `disputes/${hearing}/candidates`)
    const of = ({ member }: Person) => able.find((one: { member: string }) => one.member === member).fits
    expect([ana, ben, late].map(of)).toEqual(['barred', 'barred', 'barred'])
    const named = await story.lead.call('dispute.seat', { dispute: hearing, member: late.member })
    expect(named.body.code).toBe('barred')
    const fit = await story.house.person(['panelist'], 'Fay')
    expect(Object.values((await story.record(hearing)).seats)).toMatchObject([
      { member: fit.member, notBlind: false },
    ])
  })
})

describe.each(dialects)('peer review, on %s', (dialect) => {
  onOne(dialect)

  test('anybody can make the draw again from the batch, also after the record has gone on', async () => {
    const [ana, ben] = story.seats
    const { batch } = await assign([ana, ben, cho], { share: 30, stratified: true, perRater: 4 })
    const drawn = await rows()
    await assign([ana, ben, cho], { share: 50 })
    const lone = await idOf(story.house, 'rater', 'lone')
    const mine = drawn.find(({ reviewer, rater }) => reviewer === ben.member && rater !== lone)!
    await expectOk(ben.call('review.give', { review: mine.id, verdict: 'fix', value: 'unsafe', words: 'no' }))
    await expectOk(ana.call('panelist.declare', { raters: ['r1'] }))
    const auditor = await story.house.person(['auditor'])
    for (const person of [auditor, story.lead])
      expect(await get(person, `reviews/batches/${batch}/again`)).toMatchObject({
        same: true,
        n: drawn.length,
      })
  })

  test('a fix on a decided item comes late; what the decision says overturns or bears out the review', async () => {
    await assign([cho])
    const [wrong, right] = [await story.voteOn('case-2', 'r0'), await story.voteOn('case-2', 'lone')]
    const give = async (vote: string, said: object) =>
      expectOk(cho.call('review.give', { review: (await askedOf(cho, vote)).id, ...said }))
    await give(wrong, { verdict: 'accept' })
    await give(right, { verdict: 'accept' })
    await story.settle({ item: 'case-2', value: 'unsafe', cause: 'rater-error', clause: '2.1' })
    await give(await story.voteOn('case-2', 'r1'), { verdict: 'fix', value: 'unsafe', words: 'as decided' })
    const { vote, imports } = story.house.store.read.tables
    const made = await story.house.store.read
      .select({ late: vote.late, vote: vote.id })
      .from(vote)
      .innerJoin(imports, eq(imports.id, vote.import))
      .where(and(eq(imports.source, FIX_SOURCE), eq(vote.project, await projectId(story.house))))
    expect(made.map(({ late }) => late)).toEqual([1])
    // What was said after the decision is not measured by it.
    const { rows: measured } = await get(story.lead, 'reviews/measures')
    expect(measured).toMatchObject([
      { name: 'Cho', given: { accept: 2, fix: 1, reject: 0 }, overturned: { right: 1, n: 2, effective: 1 } },
    ])
    expect((await get(cho, 'reviews/measures')).rows.length).toBe(1)
    expect((await get(story.seats[0], 'reviews/measures')).rows).toEqual([])
  })
})
