import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { earlierCases, pickedCases, sampledCases } from '../../server/demo/cases/earlier.ts'
import { tellDemo } from '../support/demo.ts'

let demo: Awaited<ReturnType<typeof tellDemo>>
beforeAll(async () => {
  demo = await tellDemo()
}, 120_000)
afterAll(() => demo?.told.serving.close())
const ofRater = (rows: any[], external: string) => rows.find((row) => row.external === external)

describe('what happened before anybody visits', () => {
  it('is told in both languages, each case by as many voters as it waits for', () => {
    const japanese = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u
    for (const { item, votes } of earlierCases) {
      expect(votes).toHaveLength(item.expected)
      const [chat, text] = item.content as any[]
      const said = chat.turns.map((turn: { text: string }) => turn.text).join()
      expect([japanese.test(said), japanese.test(text.text)]).toEqual(
        item.language === 'ja' ? [true, false] : [false, true],
      )
    }
    expect([sampledCases.length, pickedCases.length]).toEqual([28, 13])
  })

  it('stands in the record weeks ago, in the order of its days', async () => {
    const lead = await demo.as('lead')
    const { rows } = await lead.get('/disputes?state=decided')
    const days = (external: string) =>
      (Date.now() - rows.find((row: any) => row.external === external).openedAt) / 86_400_000
    expect(Math.round(days('week-01'))).toBe(41)
    expect(Math.round(days('hard-13'))).toBe(9)
    expect(Math.round(days('med-005'))).toBe(0)
  })
})

describe('what the methodologist is told', () => {
  it('of the pharmacist: wrong 18 times by majority, of the 16 decided 11 upheld or excused; in the random batch 18 of 20', async () => {
    const lead = await demo.as('lead')
    const { rows } = await lead.get('/raters?sort=hurt')
    expect(rows[0]).toMatchObject({
      external: 'r17',
      headline: { wrong: 18, upheld: 8, excused: 3, error: 5, undecided: 2 },
    })
    const [row] = (await lead.get('/standing?basis=decision&rater=r17')).rows
    const { right, n, low, high } = row.sampled
    expect([right, n, Math.round(low * 100), Math.round(high * 100)]).toEqual([18, 20, 70, 97])
    expect([row.how, row.state]).toEqual(['random and queue-picked: not a rate', 'too-few'])
  })

  it('six fall by majority, one by what panels decided of the random batch', async () => {
    const lead = await demo.as('lead')
    const fall = (basis: string) => lead.get(`/simulate?basis=${basis}&bar=0.8&minimum=24`)
    const [majority, decision] = [await fall('majority'), await fall('decision')]
    expect(majority.falls).toEqual(['r05', 'r16', 'r17', 'r29', 'r35', 'r44'])
    expect(decision.falls).toEqual(['r29'])
    const work = majority.groups.find(({ name }: any) => name === 'work')
    expect(work.rows[0]).toEqual({ value: 'health care', raters: 6, falls: 5, onlyByMajority: 5 })
    expect(majority.agreement).toMatchObject({ right: 44, n: 46 })
  })

  it('the bar has looked once and proposed one act, which waits for its rater', async () => {
    const lead = await demo.as('lead')
    const bar = await lead.get('/bar')
    expect([bar.reviews.length, bar.missed]).toEqual([1, []])
    expect(Date.parse(bar.next)).toBeGreaterThan(Date.now())
    const { rows } = await lead.get('/sanctions')
    expect(rows.map(({ external, state }: any) => [external, state])).toEqual([['r29', 'proposed']])
  })
})

describe('no screen of it is empty', () => {
  it('for a lead: appeals, reviews, gold, groups and measures', async () => {
    const lead = await demo.as('lead')
    const { rows } = await lead.get('/appeals?state=all')
    expect(rows.map(({ external, state, may }: any) => [external, state, may.admit])).toEqual([
      ['hard-13', 'filed', null],
      ['hard-11', 'refused', 'appeal-settled'],
    ])
    const states = Map.groupBy((await lead.get('/reviews')).rows, ({ state }: any) => state)
    expect(states.get('given')!.length).toBeGreaterThanOrEqual(11)
    expect(states.get('asked')!.length).toBeGreaterThan(3)
    expect((await lead.get('/gold')).rows).toHaveLength(6)
    const { sampled } = await lead.get('/groups?attribute=work')
    const more = sampled.rows.map(({ value, difference }: any) => [value, difference.low > 0])
    expect(more).toEqual([
      ['health care', true],
      ['office work', false],
    ])
    expect((await lead.get('/panel/measures')).agreement).toMatchObject({ alike: 44, n: 46 })
  })

  it('for a panelist and the rater: cases answered twice, practice, a record, an appeal left', async () => {
    const [panelist, rater] = [await demo.as('panelist1'), await demo.as('rater')]
    expect((await panelist.get('/blind')).sets).toMatchObject([{ kind: 'repeat', of: 3, given: 3 }])
    expect((await panelist.get('/reviews/mine')).rows.length).toBeGreaterThan(0)
    expect((await rater.get('/practice')).case).toBeTruthy()
    expect((await rater.get('/my/record.json')).entries.length).toBeGreaterThan(5)
    expect(await rater.get('/my/appeals')).toMatchObject({ quota: 3, left: 1 })
    const { rows } = await rater.get('/my/votes')
    const erred = ofRater(rows, 'answers-004')
    const { appeal } = await rater.get(`/votes/${erred.vote}/why`)
    expect(appeal.bases).toContainEqual(expect.objectContaining({ basis: 'decision', may: true }))
    // The first page of a rater’s votes still holds the one the story begins with.
    expect(ofRater(rows, 'med-001').dispute.state).toBe('voting')
  })

  it('an appeal that is admitted is heard by the two who had no part in anything', async () => {
    const lead = await demo.as('lead')
    const [{ id }] = (await lead.get('/appeals')).rows
    const { hearing } = await lead.ask('appeal.admit', { appeal: id })
    const { dispute } = await lead.get(`/disputes/${hearing}`)
    const fresh = demo.told.players.filter(({ key }) => key === 'panelist3' || key === 'panelist4')
    expect(dispute.state).toBe('voting')
    expect(
      Object.values<any>(dispute.seats)
        .map(({ member }) => member)
        .sort(),
    ).toEqual(fresh.map(({ member }) => member).sort())
  })
})
