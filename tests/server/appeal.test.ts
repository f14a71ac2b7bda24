import { describe, expect, test } from 'vitest'
import { openAppeals } from '../support/appeals.ts'
import { markOf, recordTwice } from '../support/decided.ts'
import { expectOk } from '../support/house.ts'
import { dialects } from '../support/stores.ts'

describe.each(dialects)('an appeal, on %s', (dialect) => {
  test('a fresh panel overturns a decision: marks, both rooms, the appeal and the record agree', async () => {
    const it = await openAppeals(dialect, ['one', 'two'])
    const { house, first, fresh, seats, record } = it
    const vote = await it.voteOn('one', 'lone')
    expect(await markOf(it, vote)).toBe('wrong rater-error')
    const filed = await expectOk(it.file('one'))
    expect(filed.body).toMatchObject({ left: 2, hearing: null })
    const { hearing } = (await expectOk(it.other.call('appeal.admit', { appeal: filed.body.appeal }))).body
    const heard = await record(hearing)
    expect([heard.chosen, heard.probability, heard.appeal, heard.state]).toEqual([
      'appeal',
      null,
      filed.body.appeal,
      'voting',
    ])
    expect(heard.barred).toEqual(expect.arrayContaining(seats.map(({ member }) => member)))
    expect((await it.seated(hearing)).sort()).toEqual(fresh.map(({ member }) => member).sort())
    expect(heard.votes).toEqual((await record(first('one').dispute)).votes)
    // Meanwhile what was decided stands.
    expect(await markOf(it, vote)).toBe('wrong rater-error')
    const chair = await it.hear(hearing)
    await expectOk(it.sign(chair, hearing))
    expect(await markOf(it, vote)).toBe('right agrees-with-decision')
    const row = await it.appealRow(filed.body.appeal)
    expect([row.state, row.hearing, row.answeredBy]).toEqual(['overturned', hearing, it.other.member])
    const before = (await record(first('one').dispute)).decisions[first('one').decision]!
    const [after] = Object.values((await record(hearing)).decisions)
    expect([before.state, after!.state, after!.supersedes]).toEqual(['superseded', 'signed', before.id])
    const kinds = house.published.at(-1)!.facts.map(({ kind }) => kind)
    expect(kinds).toEqual(['decision.signed', 'votes.marked', 'appeal.moved'])
    const [tables, folded] = await recordTwice(house, it.project)
    expect(tables).toEqual(folded)
    await house.close()
  }, 120_000)
})
