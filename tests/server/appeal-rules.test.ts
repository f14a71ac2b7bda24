import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY } from '#shared/account.ts'
import { type Appealed, openAppeals } from '../support/appeals.ts'
import { markOf, recordTwice } from '../support/decided.ts'
import { expectOk, type Person } from '../support/house.ts'
import { marksOn } from '../support/panel.ts'
import { idOf } from '../support/story.ts'

const HOUR = 3_600_000
const codeOf = ({ status, body }: { status: number; body: any }) => (status === 200 ? 'ok' : body.code)

describe('who may appeal what', () => {
  let it: Appealed
  let second: Person
  beforeAll(async () => {
    it = await openAppeals(
      'sqlite',
      ['one', 'two', 'three', 'four', 'five'],
      { appeals: 2 },
      {
        undecided: ['open'],
      },
    )
    second = await it.house.person(['rater'], 'Rae', await idOf(it.house, 'rater', 'r0'))
  }, 120_000)
  afterAll(() => it.house.close())

  test('one’s own marks that are not right; a lead appeals for anybody', async () => {
    const reason = 'look again'
    const of = async (person: Person, item: string, rater: string, basis = 'decision') =>
      codeOf(await person.call('appeal.file', { vote: await it.voteOn(item, rater), basis, reason }))
    expect(await of(it.lone, 'one', 'r1')).toBe('not-your-vote')
    expect(await of(second, 'one', 'r0')).toBe('mark-right')
    expect(await of(it.lone, 'open', 'lone')).toBe('no-mark')
    expect(await of(it.lone, 'one', 'lone', 'gold')).toBe('no-mark')
    expect(await of(it.lone, 'one', 'lone', 'review')).toBe('no-mark')
    expect(await of(it.fresh[0], 'one', 'lone')).toBe('not-allowed')
    expect(await of(it.other, 'one', 'lone')).toBe('ok')
    const { rows } = await it.read('appeals', it.other)
    expect(rows.map(({ rater, onBehalf, by, mine }: any) => [rater, onBehalf, by, mine])).toEqual([
      ['lone', true, 'Mori', false],
    ])
    // It stands in the rater's own list without the name of who filed it, and takes from their quota.
    const own = (await it.lone.get(it.path('my/appeals'))).body
    expect(own.rows.map(({ by, mine, rater }: any) => [by, mine, rater])).toEqual([[null, true, '']])
    expect([own.quota, own.left]).toEqual([2, 1])
    await expectOk(it.lone.call('appeal.withdraw', { appeal: own.rows[0].id }))
    expect((await it.lone.get(it.path('my/appeals'))).body.left).toBe(2)
  })

  test('the second against the same decision is told that it is heard already, and loses nothing', async () => {
    const filed = await expectOk(it.file('two'))
    const again = await it.file('two')
    expect([again.status, again.body.code]).toEqual([409, 'appealed-already'])
    expect((await it.lone.get(it.path('my/appeals'))).body.left).toBe(1)
    await expectOk(it.other.call('appeal.refuse', { appeal: filed.body.appeal, words: 'clause 2.1 says so' }))
    expect(codeOf(await it.file('two'))).toBe('appeal-answered')
    expect(await markOf(it, await it.voteOn('two', 'lone'))).toBe('wrong rater-error')
    const page = await it.read(`appeals/${filed.body.appeal}`, it.lone)
    expect(page.steps.map(({ state, by, words }: any) => [state, by, words])).toEqual([
      ['filed', 'person', ''],
      ['refused', 'person', 'clause 2.1 says so'],
    ])
    expect([page.state, page.answeredByName, page.before.length, page.after]).toEqual([
      'refused',
      null,
      1,
      [],
    ])
  })

  test('a refused appeal costs one of the quota; none left, none is filed', async () => {
    await expectOk(it.file('three'))
    const none = await it.file('four')
    expect([none.body.code, none.body.detail]).toEqual([
      'no-appeals-left',
      expect.stringContaining('All 2 appeals'),
    ])
    const { bases } = (await it.why('four')).appeal
    expect(bases).toMatchObject([
      { basis: 'decision', may: false, why: 'no-appeals-left', left: 0, quota: 2 },
    ])
  })

  test('the time to appeal runs from the moment the rater can read the answer', async () => {
    await expectOk(it.lone.call('rater.reads', { languages: ['ja'] }))
    const early = (await it.why('five')).appeal
    expect([early.needsTranslation, early.language, early.bases[0].why, early.bases[0].opens]).toEqual([
      true,
      'en',
      'appeal-early',
      null,
    ])
    const { rows } = await it.read('appeals/awaiting-translation')
    const waits = rows.find(({ external }: any) => external === 'five')
    expect(waits).toMatchObject({ language: 'en', wanted: ['ja'], raters: 1, text: 'so it is' })
    const decision = it.first('five').decision
    const text = 'アスピリンは出血の危険を高めます。'
    const same = await it.lead.call('decision.translate', { decision, language: 'en', text: 'so it is' })
    expect(same.body.code).toBe('translate-same')
    await expectOk(it.fresh[0].call('decision.translate', { decision, language: 'ja', text }))
    const at = it.house.clock.at
    const open = (await it.why('five')).appeal
    expect([open.needsTranslation, open.translations.map(({ text }: any) => text)]).toEqual([false, [text]])
    const [{ opens, closes }] = open.bases
    expect(closes - opens).toBe(14 * DAY)
    // A better translation does not begin it anew.
    await expectOk(it.lead.call('decision.translate', { decision, language: 'ja', text: `${text}以上。` }))
    expect((await it.why('five')).appeal.bases[0].opens).toBe(opens)
    expect(opens).toBeLessThanOrEqual(at)
    await expectOk(it.lone.call('rater.reads', { languages: [] }))
    it.house.clock.at = Math.max(it.house.clock.at, closes)
    const late = await it.house
      .act(
        'appeal.file',
        { vote: await it.voteOn('five', 'lone'), basis: 'decision', reason: 'late' },
        { machine: 'host' },
      )
      .catch(({ code }) => code)
    expect(late).toBe('appeal-late')
    const [tables, folded] = await recordTwice(it.house, it.project)
    expect(tables).toEqual(folded)
  })
})

describe('whether it is heard', () => {
  test('somebody uninvolved says so; where nobody is, whoever is no party may, and it stands there', async () => {
    const it = await openAppeals('sqlite', ['one', 'two'])
    const filed = (await expectOk(it.file('one'))).body.appeal
    // Lena signed the first decision.
    const involved = await it.lead.call('appeal.admit', { appeal: filed })
    expect([involved.status, involved.body.code]).toEqual([403, 'appeal-involved'])
    const may = async (person: Person) => (await it.read(`appeals/${filed}`, person)).may.admit
    expect([await may(it.lead), await may(it.other)]).toEqual(['appeal-involved', null])
    await expectOk(it.other.call('appeal.admit', { appeal: filed, words: 'a doctor should look' }))
    expect((await it.lead.call('appeal.refuse', { appeal: filed, words: 'no' })).body.code).toBe(
      'appeal-settled',
    )
    // The only other lead leaves: everybody left had a part in it.
    const next = (await expectOk(it.file('two'))).body.appeal
    await expectOk(it.lead.call('member.remove', { member: it.other.member }))
    await expectOk(it.lead.call('appeal.admit', { appeal: next }))
    const row = await it.appealRow(next)
    expect([row.state, row.fallback, row.answeredBy]).toEqual(['admitted', 1, it.lead.member])
    await it.house.close()
  }, 120_000)

  test('what nobody answers is heard; what nobody could hear lapses, and its marks are excused', async () => {
    const it = await openAppeals('sqlite', ['one'], { appealHours: 10, unheardDays: 3 })
    const { house } = it
    const { appeal } = (await expectOk(it.file('one'))).body
    const escalate = () =>
      house.act('appeal.escalate', { appeal }).then(
        ({ answer }) => answer.state,
        ({ code }) => code,
      )
    expect(await escalate()).toBe('appeal-not-due')
    house.clock.at += 10 * HOUR
    expect(await escalate()).toBe('admitted')
    const { hearing, answeredBy, due } = await it.appealRow(appeal)
    expect([answeredBy, due - house.clock.at > 2 * DAY]).toEqual(['clock', true])
    for (const person of it.fresh)
      await expectOk(person.call('seat.recuse', { dispute: hearing, why: 'time' }))
    expect(await escalate()).toBe('appeal-not-due')
    expect(await house.act('dispute.unheard', { dispute: hearing! }).catch(({ code }) => code)).toBe(
      'not-unheard',
    )
    house.clock.at += 3 * DAY
    expect(await escalate()).toBe('lapsed')
    expect((await it.record(hearing!)).state).toBe('withdrawn')
    expect(await marksOn(it, it.first('one').dispute)).toEqual([
      'excused unheard',
      ...Array.from({ length: 4 }, () => 'right agrees-with-decision'),
    ])
    const [tables, folded] = await recordTwice(house, it.project)
    expect(tables).toEqual(folded)
    await house.close()
  }, 120_000)
})
