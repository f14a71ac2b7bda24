import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Case, type Decided, openDecided } from '../support/decided.ts'
import { expectOk, type Person } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { guideline, idOf, importVotes, oneAgainst } from '../support/story.ts'

const cases: Case[] = [
  { item: 'one', value: 'safe', cause: 'rater-error', clause: '2.1' },
  { item: 'two', value: 'unsafe', cause: 'guideline-gap', clause: '2.1' },
  { item: 'three', value: 'safe', cause: 'edge-case', clause: '2.2' },
]
const nothing = {
  cited: 0,
  signals: { followed: 0, distinguished: 0, questioned: 0, superseded: 0 },
  disputes: 0,
  threads: 0,
  blocking: 0,
  proposals: 0,
}

describe.each(dialects)('what hangs on a clause (%s)', (dialect) => {
  let all: Decided
  let outside: Person, auditor: Person
  let other: string
  const made = new Map<string, { dispute: string; decision: string }>()
  const gutter = async (who: Person = all.lead, number = '2.1') =>
    (await who.get(all.path('guideline/gutter'))).body[all.clause(number)]
  const record = async (who: Person = all.lead, number = '2.1') =>
    (await who.get(all.path(`guideline/clauses/${all.clause(number)}`))).body
  const say = (who: Person, dispute: string, signal: string, of = 'one', reason = '') =>
    who.call('precedent.cite', { dispute, decision: made.get(of)!.decision, signal, reason })

  beforeAll(async () => {
    all = await openDecided(dialect, cases, ['open', 'other'])
    for (const one of cases) made.set(one.item, await all.settle(one))
    auditor = await all.house.person(['auditor'])
  }, 120_000)
  afterAll(() => all.house.close())

  test('the decisions that cite it are its precedents, the newest first', async () => {
    expect(await gutter()).toEqual({ ...nothing, cited: 2 })
    expect(await gutter(all.lead, '1')).toEqual(nothing)
    const { precedents, cited } = await record()
    expect(cited).toBe(2)
    expect(
      precedents.map(({ external, kind, signal, citedBy, version }: any) => [
        external,
        kind,
        signal,
        citedBy,
        version,
      ]),
    ).toEqual([
      ['two', 'minority-upheld', null, 0, 1],
      ['one', 'majority-upheld', null, 0, 1],
    ])
    expect(precedents[0]).toMatchObject({
      snippet: 'text of two',
      values: [{ value: 'unsafe', weight: 100 }],
      ...ids('two'),
    })
    expect((await all.lead.get(all.path('guideline/clauses/c_zzzzzz'))).body.precedents).toEqual([])
  })
  const ids = (item: string) => made.get(item)!

  test('its history says who published it and when; auditors and raters learn no names', async () => {
    const { history, names } = await record()
    expect(history).toEqual([
      {
        version: 1,
        at: expect.any(Number),
        by: 'host',
        change: 'new',
        note: 'First.',
        authors: ['host'],
        proposals: [],
      },
    ])
    expect(names).toEqual({})
    for (const who of [auditor, all.lone])
      expect((await record(who)).history[0]).toMatchObject({ by: '', authors: [], note: 'First.' })
  })

  test('a rater reads how often it is cited and how raters agree, and nothing of other people’s cases', async () => {
    const { precedents, disputes, agreement } = await record(all.lone)
    expect([precedents, disputes]).toEqual([[], []])
    expect(agreement).toHaveLength(1)
    expect(await gutter(all.lone)).toEqual({ ...nothing, cited: 2 })
    expect((await all.lone.get(all.path('guideline/clauses/c_zzzzzz'))).status).toBe(404)
  })

  test('agreement is a reason where there are few items or no variation, and α with its interval where there are enough', async () => {
    expect((await record()).agreement).toEqual([
      { question: 'safe', alpha: null, low: null, high: null, n: 2, raters: 5, why: 'few' },
    ])
    const more = ['a1', 'a2', 'a3', 'a4']
    await importVotes(
      all.house,
      more.flatMap((item, i) =>
        oneAgainst(item, 4).map((vote) => (i === 0 ? { ...vote, label: 'unsafe' } : vote)),
      ),
      'more.csv',
      { partial: true },
    )
    for (const item of more) await all.settle({ item, value: 'safe', cause: 'edge-case', clause: '2.1' })
    const [found] = (await record()).agreement
    expect(found).toMatchObject({ n: 6, raters: 5, why: null })
    // Five items 4 : 1 and one 5 : 0 on the other side; by hand: 1 − (5 · 8/4) / (2 · 20 · 10 / 29).
    expect(found.alpha).toBeCloseTo(1 - 10 / ((2 * 20 * 10) / 29), 9)
    expect(found.low).toBeLessThan(found.alpha)
    expect(found.high).toBeGreaterThan(found.alpha)
    expect((await record()).agreement[0]).toEqual(found)
  })

  describe('a dispute under way', () => {
    let dispute: string
    test('counts for nobody while its ballots are sealed', async () => {
      dispute = await all.open('open')
      other = await all.open('other')
      // Whoever comes to the panel now has a seat in neither.
      outside = await all.house.person(['panelist'], 'Out')
      const sealed = { ...(await gutter()) }
      await all.cast(all.seats[0], dispute, { value: 'safe', cause: 'edge-case', clause: '2.2' })
      for (const who of [all.lead, auditor, all.seats[1], outside, all.seats[0]]) {
        expect((await gutter(who, '2.2')).disputes).toBe(0)
        expect((await record(who, '2.2')).disputes).toEqual([])
      }
      expect(await gutter()).toEqual(sealed)
    })
    test('once they are open, for those who read them, and not for a panelist who has no seat in it', async () => {
      await all.cast(all.seats[1], dispute, { value: 'unsafe', cause: 'edge-case', clause: '2.2' })
      const { state } = await all.record(dispute)
      for (const who of [all.lead, auditor, ...all.seats]) {
        expect((await gutter(who, '2.2')).disputes).toBe(1)
        expect((await record(who, '2.2')).disputes).toEqual([
          {
            dispute,
            item: await idOf(all.house, 'item', 'open'),
            external: 'open',
            snippet: 'text of open',
            state,
          },
        ])
      }
      expect((await gutter(outside, '2.2')).disputes).toBe(0)
      expect((await record(outside, '2.2')).disputes).toEqual([])
    })
  })

  describe('what a panel says of an earlier decision', () => {
    let dispute: string
    const precedent = async (who: Person) =>
      (await record(who)).precedents.find(({ external }: any) => external === 'one')

    test('waits for the reveal, is for seats and leads, and is never said of the item itself or of a draft', async () => {
      dispute = other
      expect((await say(all.seats[0], dispute, 'followed')).body.code).toBe('not-revealed')
      for (const one of all.seats)
        await all.cast(one, dispute, { value: 'safe', cause: 'edge-case', clause: '2.1' })
      expect((await say(outside, dispute, 'followed')).body.code).toBe('not-seated')
      const draft = Object.keys((await all.record(dispute)).decisions)[0]!
      made.set('draft', { dispute, decision: draft })
      expect((await say(all.lead, made.get('one')!.dispute, 'followed', 'draft')).body.code).toBe('not-found')
      expect((await say(all.lead, made.get('one')!.dispute, 'followed')).body.code).toBe('cite-self')
      await expectOk(say(all.seats[0], dispute, 'followed', 'one', 'The same dose.'))
      expect((await say(auditor, dispute, 'followed')).status).toBe(403)
    })

    test('stays in its room until the panel has decided', async () => {
      expect(await precedent(all.lead)).toMatchObject({ signal: 'followed', citedBy: 1 })
      expect(await precedent(outside)).toMatchObject({ signal: null, citedBy: 0 })
      expect((await gutter(outside)).signals.followed).toBe(0)
      const room = (await all.seats[1].get(all.path(`disputes/${dispute}`))).body
      expect(room.citations.says).toEqual([
        {
          decision: made.get('one')!.decision,
          signal: 'followed',
          at: expect.any(Number),
          reason: 'The same dose.',
          of: {
            dispute: made.get('one')!.dispute,
            item: await idOf(all.house, 'item', 'one'),
            external: 'one',
            question: 'safe',
            kind: 'majority-upheld',
            values: [{ value: 'safe', weight: 100 }],
            signal: 'followed',
            citedBy: 1,
          },
        },
      ])
      await expectOk(all.sign(all.lead, dispute))
      expect(await precedent(outside)).toMatchObject({ signal: 'followed', citedBy: 1 })
    })

    test('its last word counts, the gravest of several is shown, and what is taken back is gone', async () => {
      await expectOk(say(all.lead, dispute, 'questioned'))
      expect(await precedent(all.lead)).toMatchObject({ signal: 'questioned', citedBy: 1 })
      await expectOk(say(all.lead, made.get('two')!.dispute, 'distinguished'))
      expect(await precedent(all.lead)).toMatchObject({ signal: 'questioned', citedBy: 2 })
      const own = (await all.lead.get(all.path(`disputes/${made.get('one')!.dispute}`))).body.citations
      expect(own.heard.map(({ signal, external }: any) => [external, signal]).sort()).toEqual([
        ['other', 'questioned'],
        ['two', 'distinguished'],
      ])
      const { rows } = (await outside.get(all.path('precedents?q=one'))).body
      expect(rows[0].decisions[0]).toMatchObject({ signal: 'questioned', citedBy: 2, version: 1 })
      const back = { dispute, decision: made.get('one')!.decision }
      await expectOk(all.lead.call('precedent.uncite', back))
      expect((await all.lead.call('precedent.uncite', back)).body.code).toBe('not-found')
      expect(await precedent(all.lead)).toMatchObject({ signal: 'distinguished', citedBy: 1 })
    })

    test('a superseded decision says so whatever was said of it', async () => {
      const texts = { en: guideline.en.replace('makes an answer safe', 'is not enough') }
      await all.house.act(
        'guideline.publish',
        { texts, authoritative: 'en', note: 'Not enough.' },
        undefined,
        1,
      )
      const { rows } = (await all.lead.get(all.path('rechecks?state=waiting'))).body
      const { id } = rows.find(({ external }: any) => external === 'one')
      await expectOk(all.lead.call('recheck.supersede', { rechecks: [id], reason: 'It holds.' }))
      const { precedents, history } = await record()
      expect(
        precedents.filter(({ external }: any) => external === 'one').map(({ signal }: any) => signal),
      ).toEqual([null, 'superseded'])
      expect((await gutter()).signals).toEqual({ ...nothing.signals, superseded: 1 })
      expect(history.map(({ version, change }: any) => [version, change])).toEqual([
        [2, 'meaning'],
        [1, 'new'],
      ])
    })
  })
})
