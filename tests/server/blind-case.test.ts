import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY } from '#shared/account.ts'
import { FIRST_CASES } from '#shared/blind-case.ts'
import { blindItems } from '../../server/domain/blind-case/blind-case.ts'
import { externalsOf } from '../../server/domain/external.ts'
import { type Decided, openDecided } from '../support/decided.ts'
import { expectOk, type Person } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { ballotOn } from '../support/story.ts'

const names = Array.from({ length: 12 }, (_, i) => `case-${i}`)
/** The lone dissenter was right about the first three. */
const decisionOf = (item: string) => (Number(item.split('-')[1]) < 3 ? 'unsafe' : 'safe')

describe.each(dialects)('settled cases put to a panelist unseen, on %s', (dialect) => {
  let world: Decided
  let nova: Person
  const blind = async (person: Person) => (await expectOk(person.get(world.path('blind')))).body
  const give = (person: Person, id: string, value: string) =>
    person.call('blind.answer', { blind: id, answers: [ballotOn(value, null)] })

  beforeAll(async () => {
    const cases = names.map((item) => ({
      item,
      value: decisionOf(item) as 'safe' | 'unsafe',
      cause: 'rater-error' as const,
      clause: '2.1',
    }))
    world = await openDecided(dialect, cases, ['waiting'])
    for (const one of cases.slice(0, 9)) await world.settle(one)
    // Nine are too few: whoever declares now is not asked, then or later.
    const early = await world.house.person(['panelist'], 'Early')
    expect((await blind(early)).sets).toEqual([])
    await expectOk(world.house.hostCall('member.remove', { member: early.member }))
    for (const one of cases.slice(9)) await world.settle(one)
    nova = await world.house.person(['panelist'], 'Nova')
  }, 240_000)
  afterAll(() => world.house.close())

  test('a newcomer is asked for ten, and sees of each the item, its questions and the clauses, nothing else', async () => {
    const { sets, next, result } = await blind(nova)
    expect(sets).toEqual([{ kind: 'first', askedAt: expect.any(Number), of: FIRST_CASES, given: 0 }])
    expect(result).toBeNull()
    expect(Object.keys(next).sort()).toEqual(
      ['blind', 'clauses', 'content', 'kind', 'language', 'questions', 'tags', 'version'].sort(),
    )
    const { raw } = await nova.get(world.path('blind'))
    for (const hidden of ['rationale', 'so it is', 'upheld', 'aspirin', 'dispute', 'case-'])
      expect([hidden, raw.replaceAll('text of case-', '').includes(hidden)]).toEqual([hidden, false])
    // Nor does the news of it say which disputes they are.
    const told = world.house.published.flatMap(({ told }) => told.map(({ event }) => event))
    const drawn = told.find((event) => event.kind === 'blind.drawn')!
    expect(JSON.stringify(drawn)).toContain('"dispute":""')
  })

  test('nobody else is new: those who sat, who declared before, a lead', async () => {
    for (const person of world.seats) {
      await expectOk(person.call('panelist.declare', { raters: [] }))
      expect((await blind(person)).sets).toEqual([])
    }
    const both = await world.house.person(['lead', 'panelist'], 'Both')
    expect((await blind(both)).sets).toEqual([])
  })

  test('before the last is given they are not seated, and said why', async () => {
    const dispute = await world.open('waiting')
    expect(await world.seated(dispute)).not.toContain(nova.member)
    const refused = await world.lead.call('dispute.seat', { dispute, member: nova.member })
    expect([refused.status, refused.body.code]).toEqual([409, 'new-panelist'])
    expect(refused.body.detail).toContain('Nova')
    const { rows } = (await world.lead.get(world.path(`disputes/${dispute}/candidates`))).body
    expect(rows.find((one: any) => one.member === nova.member).fits).toBe('new-panelist')
    // Items put to them are sealed to them, and to nobody else.
    const { store } = world.house
    expect((await blindItems(store.read, world.project, nova.member)).size).toBe(FIRST_CASES)
    expect((await blindItems(store.read, world.project, world.seats[0].member)).size).toBe(0)
    const { rows: all } = (await nova.get(world.path('precedents'))).body
    expect(all.length).toBeLessThanOrEqual(names.length - FIRST_CASES)
  })

  test('an answer is as whole as a ballot, is given once, and is one’s own to give', async () => {
    const { next } = await blind(nova)
    const wrong = { blind: next.blind, answers: [ballotOn('maybe', null)] }
    expect((await nova.call('blind.answer', wrong)).body.code).toBe('value-off-scale')
    const unsaid = { blind: next.blind, answers: [ballotOn('safe', null, { noClause: false })] }
    expect((await nova.call('blind.answer', unsaid)).body.code).toBe('clause-or-none')
    expect((await give(world.seats[0], next.blind, 'safe')).body.code).toBe('not-found')
    await expectOk(give(nova, next.blind, 'safe'))
    expect((await give(nova, next.blind, 'unsafe')).body.code).toBe('blind-given')
  })

  test('the outcome is told after the last, case by case, and then they may sit', async () => {
    for (let given = 1; given < FIRST_CASES; given++) {
      const { next, result, sets } = await blind(nova)
      expect([sets[0].given, result]).toEqual([given, null])
      expect((await world.lead.get(world.path('panel/measures'))).body.first.n).toBe(0)
      await expectOk(give(nova, next.blind, 'safe'))
    }
    const { next, result } = await blind(nova)
    expect([next, result.rows.length]).toEqual([null, FIRST_CASES])
    for (const { answers, dispute } of result.rows) {
      const { item } = await world.record(dispute)
      const external = (await externalsOf(world.house.store.read, [item])).get(item)!
      const outcome = decisionOf(external)
      expect(answers).toMatchObject([
        { question: 'safe', same: outcome === 'safe', mine: { values: [{ value: 'safe' }] } },
      ])
      expect(answers[0].decision.values).toEqual([{ value: outcome, weight: 100 }])
      expect(JSON.stringify(answers)).not.toContain('camp')
    }
    const open = (await world.lead.get(world.path('disputes?state=open,voting'))).body.rows[0].dispute
    await expectOk(world.lead.call('dispute.seat', { dispute: open, member: nova.member }))
  })

  test('what they decided a fortnight ago is put to them again, and once', async () => {
    const [ana] = world.seats
    const soon = await world.lead.call('blind.draw', { members: [ana.member], each: 3 })
    expect([soon.status, soon.body.code]).toEqual([409, 'no-repeats'])
    world.house.clock.at += 15 * DAY
    const lead = await world.house.person(['lead'], 'Later')
    const { body } = await expectOk(lead.call('blind.draw', { members: [ana.member], each: 3 }))
    expect(body.drawn).toEqual([{ member: ana.member, cases: 3 }])
    for (let i = 0; i < 3; i++) {
      const { next } = await blind(ana)
      await expectOk(give(ana, next.blind, 'safe'))
    }
    const { result } = await blind(ana)
    for (const { answers } of result.rows)
      expect(answers[0].same).toBe(answers[0].before.values[0].value === 'safe')
    const measures = (await lead.get(world.path('panel/measures'))).body
    const same = result.rows.filter((row: any) => row.answers[0].same).length
    expect(measures.repeats).toEqual({ alike: same, n: 3, share: null, interval: null, why: 'too-few' })
    const { body: more } = await expectOk(lead.call('blind.draw', { members: [ana.member], each: 50 }))
    expect(more.drawn[0].cases).toBe(names.length - 3)
  })
})
