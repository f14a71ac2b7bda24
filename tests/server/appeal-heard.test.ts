import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Appealed, openAppeals } from '../support/appeals.ts'
import { markOf, recordTwice } from '../support/decided.ts'
import { expectOk, type Person } from '../support/house.ts'

const codeOf = ({ status, body }: { status: number; body: any }) => (status === 200 ? 'ok' : body.code)

describe('the fresh panel', () => {
  let it: Appealed
  beforeAll(async () => {
    it = await openAppeals('sqlite', ['one', 'two', 'three', 'four'], { appeals: 9 })
  }, 120_000)
  afterAll(() => it.house.close())

  test('upholds: the superseding decision says the same of the vote, and it is told as plainly', async () => {
    const { appeal, hearing } = await it.admitted('one')
    const during = await it.why('one')
    expect([during.dispute.id, during.dispute.decision.kind, during.hearing]).toMatchObject([
      it.first('one').dispute,
      'majority-upheld',
      { dispute: hearing, state: 'voting', round: 1 },
    ])
    const chair = await it.hear(hearing, 'safe')
    await expectOk(it.sign(chair, hearing))
    expect((await it.appealRow(appeal)).state).toBe('upheld')
    const after = await it.why('one')
    expect([after.dispute.id, after.dispute.chosen, after.hearing]).toEqual([hearing, 'appeal', null])
    expect(after.earlier.map(({ id, decision }: any) => [id, decision.state])).toEqual([
      [it.first('one').dispute, 'superseded'],
    ])
    expect(after.history.map(({ mark, until }: any) => [mark, until === null])).toEqual([
      ['wrong', false],
      ['wrong', true],
    ])
    expect(
      after.appeal.own.map(({ state, votes }: any) => [state, votes[0].was.mark, votes[0].now.mark]),
    ).toEqual([['upheld', 'wrong', 'wrong']])
    expect(after.appeal.bases[0]).toMatchObject({ may: false, why: 'appeal-answered' })
    // The first panel cannot take up again what another has heard since.
    const reopen = await it.lead.call('dispute.reopen', { dispute: it.first('one').dispute, reason: 'again' })
    expect(reopen.body.code).toBe('heard-since')
    const lines = (await it.lead.get(it.path('exports/appeals.jsonl'))).raw.trim().split('\n')
    expect(JSON.parse(lines[0]!)).toMatchObject({
      appeal,
      item: 'one',
      rater: 'lone',
      state: 'upheld',
      hearing,
    })
    const decisions = (await it.lead.get(it.path('exports/decisions.jsonl'))).raw.trim().split('\n')
    expect(decisions.map((line) => JSON.parse(line)).find((row) => row.dispute === hearing)).toMatchObject({
      chosen: 'appeal',
      appeal,
      answered: 'upheld',
    })
  })

  test('sends it back: the first panel hears it again, with the words before it', async () => {
    const { appeal, hearing } = await it.admitted('two')
    const early = await it.other.call('appeal.return', { appeal, words: 'ask a doctor' })
    expect(codeOf(early)).toBe('not-revealed')
    const chair = await it.hear(hearing)
    expect(codeOf(await it.lone.call('appeal.withdraw', { appeal }))).toBe('appeal-revealed')
    expect(codeOf(await it.lead.call('dispute.withdraw', { dispute: hearing, reason: 'no' }))).toBe(
      'hears-appeal',
    )
    await expectOk(chair.call('appeal.return', { appeal, words: 'ask a doctor' }))
    const first = await it.record(it.first('two').dispute)
    expect([first.state, first.round, (await it.record(hearing)).state]).toEqual(['voting', 2, 'withdrawn'])
    expect((await it.appealRow(appeal)).state).toBe('sent-back')
    const room = await it.read(`disputes/${first.id}`, it.seats[1])
    expect(room.turns).toEqual([
      { kind: 'appeal.return', at: expect.any(Number), by: chair.member, words: 'ask a doctor' },
    ])
    expect(room.names[chair.member]).toBeTruthy()
    expect(codeOf(await it.file('two'))).toBe('heard-again')
  })

  test('a rater takes it back before the reveal, and it costs nothing', async () => {
    const { appeal, hearing } = await it.admitted('three')
    const before = (await it.read('my/appeals', it.lone)).left
    await expectOk(it.lone.call('appeal.withdraw', { appeal }))
    expect([(await it.record(hearing)).state, (await it.read('my/appeals', it.lone)).left]).toEqual([
      'withdrawn',
      before + 1,
    ])
    expect(codeOf(await it.file('three'))).toBe('ok')
  })

  test('nobody who had a part in it sits or signs', async () => {
    const { hearing } = await it.admitted('four')
    const seat = async (person: Person) =>
      codeOf(await it.lead.call('dispute.seat', { dispute: hearing, member: person.member }))
    expect(await seat(it.seats[0])).toBe('barred')
    const { rows } = await it.read(`disputes/${hearing}/candidates`)
    expect(new Set(rows.map(({ fits }: any) => fits))).toEqual(new Set(['sat-before', 'barred']))
    const chair = await it.hear(hearing, 'unsafe')
    expect(codeOf(await it.sign(it.lead, hearing))).toBe('barred')
    await expectOk(it.sign(chair, hearing))
    const [tables, folded] = await recordTwice(it.house, it.project)
    expect(tables).toEqual(folded)
    expect(await markOf(it, await it.voteOn('four', 'r0'))).toBe('wrong rater-error')
  })
})
