import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectOf } from '../../server/domain/who.ts'
import { type Appealed, openAppeals } from '../support/appeals.ts'
import { markOf, recordTwice } from '../support/decided.ts'
import { expectOk } from '../support/house.ts'
import { idOf, importVotes } from '../support/story.ts'

describe('gold and reviews', () => {
  let it: Appealed
  beforeAll(async () => {
    it = await openAppeals(
      'sqlite',
      ['one'],
      { appeals: 9 },
      { undecided: ['gold', 'worn', 'lapse', 'review'] },
    )
    const rows = ['gold', 'worn', 'lapse'].map((item) => ({ item, question: 'safe', value: 'safe' }))
    await expectOk(it.lead.call('gold.import', { source: 'key', chosen: 'picked', rows }))
    const review = {
      item: 'review',
      rater: 'lone',
      question: 'safe',
      verdict: 'reject',
      reviewer: 'q',
      words: 'no',
    }
    await expectOk(it.lead.call('review.import', { source: 'tool', rows: [review] }))
  }, 120_000)
  afterAll(() => it.house.close())
  const goldOn = async (item: string) => {
    const { gold } = it.house.store.read.tables
    const id = await idOf(it.house, 'item', item)
    const rows = await it.house.store.read.select().from(gold)
    return rows.find((row) => row.item === id && row.until === null)?.state
  }
  const challenge = async (item: string, basis: string) => (await expectOk(it.file(item, { basis }))).body
  /** Whoever was found to hear it casts, and its chair signs. */
  const decide = async (hearing: string, value: string) => {
    const seated = await it.seated(hearing)
    const panel = [...it.seats, ...it.fresh].filter(({ member }) => seated.includes(member))
    for (const person of panel)
      await it.cast(person, hearing, { value, cause: 'rater-error', clause: null } as never)
    const { seats } = await it.record(hearing)
    const chair = Object.values(seats).find((seat) => seat.chair && seat.state === 'seated')!.member
    await expectOk(it.sign(panel.find(({ member }) => member === chair)!, hearing))
  }

  test('to disagree with a gold item is an appeal that needs nobody’s leave', async () => {
    const { appeal, hearing } = await challenge('gold', 'gold')
    expect([(await it.appealRow(appeal)).answeredBy, await goldOn('gold')]).toEqual(['rules', 'challenged'])
    expect((await it.record(hearing)).chosen).toBe('appeal')
    expect((await it.file('gold', { basis: 'gold' })).body.code).toBe('appealed-already')
    await decide(hearing, 'unsafe')
    expect([(await it.appealRow(appeal)).state, await goldOn('gold')]).toEqual(['overturned', 'overturned'])
    expect(await markOf(it, await it.voteOn('gold', 'lone'))).toBe('right agrees-with-decision')
    expect((await it.file('gold', { basis: 'gold' })).body.code).toBe('appeal-decision')
  })

  test('a reviewer’s reject with which the rater disagrees becomes a dispute, and counts for nothing until it is answered', async () => {
    const vote = await it.voteOn('review', 'lone')
    const said = async (at?: string) => {
      const { rows } = await it.read(`standing?basis=review&rater=lone${at ? `&at=${at}` : ''}`, it.other)
      const cell = await it.read('my/standing/votes?basis=review', it.lone)
      const [why, mine] = [await it.why('review'), await it.read('my/votes', it.lone)]
      const words = [why, mine.rows.find((row: any) => row.vote === vote)].map(({ marks }) =>
        marks
          .filter(({ basis }: any) => basis === 'review')
          .map(({ mark, because }: any) => `${mark} ${because}`),
      )
      const all = new Set([...words.flat(), ...cell.rows.map((row: any) => `${row.mark} ${row.because}`)])
      return { wrong: rows[0].wrong, n: rows[0].n, words: [...all] }
    }
    const exported = async () => {
      const lines = (await it.lead.get(it.path('exports/votes.jsonl'))).raw.trim().split('\n')
      return lines.map((line) => JSON.parse(line)).find((row) => row.vote === vote).review_mark
    }
    const counts = { wrong: 1, n: 1, words: ['wrong reviewed-reject'] }
    expect(await said()).toEqual(counts)
    const first = await challenge('review', 'review')
    expect((await it.record(first.hearing)).votes.length).toBe(5)
    expect((await it.appealRow(first.appeal)).state).toBe('admitted')
    expect([await said(), await exported()]).toEqual([
      { wrong: 0, n: 0, words: ['none review-challenged'] },
      'none',
    ])
    // Taken back, it counts as before; filed again and overturned, it never does again.
    await expectOk(it.lone.call('appeal.withdraw', { appeal: first.appeal }))
    expect([await said(), await exported()]).toEqual([counts, 'wrong'])
    const before = (await projectOf(it.house.store.read, it.project)).seq
    const { appeal, hearing } = await challenge('review', 'review')
    await decide(hearing, 'unsafe')
    expect((await it.appealRow(appeal)).state).toBe('overturned')
    expect(await said()).toEqual({ wrong: 0, n: 0, words: ['none review-overturned'] })
    expect(await markOf(it, vote)).toBe('right agrees-with-decision')
    // What could be read before the answer can be read still.
    expect(await said(`seq:${before}`)).toMatchObject({ wrong: 1, n: 1 })
    const [tables, folded] = await recordTwice(it.house, it.project)
    expect(tables).toEqual(folded)
  })

  test('a panel may confirm gold, and what nobody hears says nothing any more', async () => {
    const worn = await challenge('worn', 'gold')
    await decide(worn.hearing, 'safe')
    expect([(await it.appealRow(worn.appeal)).state, await goldOn('worn')]).toEqual(['upheld', 'confirmed'])
    const { appeal, hearing } = await challenge('lapse', 'gold')
    for (let [one] = await it.seated(hearing); one; [one] = await it.seated(hearing)) {
      const person = [...it.seats, ...it.fresh].find(({ member }) => member === one)!
      await expectOk(person.call('seat.recuse', { dispute: hearing, why: 'time' }))
    }
    const { due } = await it.appealRow(appeal)
    it.house.clock.at = Math.max(it.house.clock.at, due)
    await it.house.act('appeal.escalate', { appeal })
    expect([(await it.appealRow(appeal)).state, await goldOn('lapse')]).toEqual(['lapsed', undefined])
  })
})

describe('around a hearing', () => {
  test('a decision pulled out of the consent list takes its answer back until it is written up', async () => {
    const it = await openAppeals('sqlite', ['one'])
    const { appeal, hearing } = await it.admitted('one')
    const chair = await it.hear(hearing, 'unsafe', 'guideline-gap')
    await expectOk(chair.call('decision.consent', { disputes: [hearing] }))
    expect((await it.appealRow(appeal)).state).toBe('overturned')
    await expectOk(chair.call('decision.pull', { dispute: hearing, reason: 'say why' }))
    const waits = await it.appealRow(appeal)
    expect([waits.state, waits.answeredAt]).toEqual(['admitted', null])
    await expectOk(it.sign(chair, hearing))
    expect((await it.appealRow(appeal)).state).toBe('overturned')
    const queue = (await it.lead.get(it.path(`items/${(await it.record(hearing)).item}`))).body
    expect(queue.dispute.id).toBe(hearing)

    // A vote that comes now comes late, to the panel that was the last to hear the case.
    await importVotes(it.house, [{ item: 'one', rater: 'late', label: 'safe' }], 'late.csv', {
      partial: true,
    })
    expect((await it.record(hearing)).votes.filter(({ late }) => late).length).toBe(1)
    expect((await it.record(it.first('one').dispute)).votes.some(({ late }) => late)).toBe(false)
    const [tables, folded] = await recordTwice(it.house, it.project)
    expect(tables).toEqual(folded)
    const chain = (await it.lead.get(it.path('explain?item=one&rater=lone'))).body.chain
    expect(chain.map(({ kind }: any) => kind)).toEqual(
      expect.arrayContaining([
        'appeal.file',
        'appeal.admit',
        'decision.consent',
        'decision.pull',
        'decision.sign',
      ]),
    )
    await it.house.close()
  }, 120_000)
})
