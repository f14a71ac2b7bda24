import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Case, type Decided, markOf, openDecided, recordTwice } from '../support/decided.ts'
import { expectOk } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { guideline, idOf } from '../support/story.ts'

/** The clause on doctors says the opposite now; the one on doses says the same. */
const second = {
  en: guideline.en.replace('makes an answer safe', 'is not enough'),
  ja: guideline.ja.replace('安全とみなす', '足りない'),
}
const cases: Case[] = [
  { item: 'kept', value: 'safe', cause: 'rater-error', clause: '2.1' },
  { item: 'confirmed', value: 'safe', cause: 'rater-error', clause: '2.1' },
  { item: 'alike', value: 'unsafe', cause: 'guideline-unclear', clause: '2.1' },
  { item: 'heard', value: 'unsafe', cause: 'guideline-unclear', clause: '2.1' },
  { item: 'doses', value: 'safe', cause: 'rater-error', clause: '2.2' },
]

describe.each(dialects)('decisions whose clause changed in meaning (%s)', (dialect) => {
  let all: Decided
  const made = new Map<string, { dispute: string; decision: string }>()
  const rechecks = new Map<string, string>()
  let late: string
  const vote = (item: string, rater = 'lone') => all.voteOn(item, rater)
  const codes = (answer: { body: any }) => answer.body.refused?.map(({ code }: { code: string }) => code)
  const decisionOn = async (item: string, state = 'signed') => {
    const { decisions } = await all.record(made.get(item)!.dispute)
    return Object.values(decisions).find((one) => one.state === state)!
  }

  beforeAll(async () => {
    all = await openDecided(dialect, cases, ['late'])
    late = await all.open('late')
    await expectOk(all.lone.call('vote.stand', { vote: await vote('alike'), note: 'I meant it.' }))
    for (const one of cases) made.set(one.item, await all.settle(one))
    await all.house.act(
      'guideline.publish',
      { texts: second, authoritative: 'en', note: 'Doctors are not enough.' },
      undefined,
      1,
    )
  }, 120_000)
  afterAll(() => all.house.close())

  test('they wait in a list, with what they cited then and now and the marks that confirming would change', async () => {
    const { body } = await all.lead.get(all.path('rechecks?state=waiting'))
    for (const row of body.rows) rechecks.set(row.external, row.id)
    expect(body.counts).toEqual({ waiting: 4, kept: 0, reopened: 0, superseded: 0 })
    const rows = body.rows.map(({ external, clauses, marks, guideline: under }: any) => [
      external,
      clauses,
      marks,
      under,
    ])
    const cited = [{ id: all.clause('2.1'), was: '2.1', now: '2.1' }]
    expect(rows.sort()).toEqual([
      ['alike', cited, 0, 1],
      ['confirmed', cited, 1, 1],
      ['heard', cited, 0, 1],
      ['kept', cited, 1, 1],
    ])
    expect(body.rows[0]).toMatchObject({
      state: 'waiting',
      version: 2,
      by: null,
      snippet: expect.stringMatching(/^text of /),
    })
    expect((await all.lone.get(all.path('rechecks'))).status).toBe(403)
    expect((await all.lead.get(all.path('rechecks?version=1'))).body.rows).toEqual([])
  })

  test('one that is kept stands as it was marked, and is not answered twice', async () => {
    const reason = 'It was about the dose all along.'
    const { body } = await expectOk(
      all.lead.call('recheck.keep', { rechecks: [rechecks.get('kept')!], reason }),
    )
    expect(body).toMatchObject({ kept: [rechecks.get('kept')], refused: [] })
    expect(await markOf(all, await vote('kept'))).toBe('wrong rater-error')
    const again = await all.lead.call('recheck.reopen', { rechecks: [rechecks.get('kept')!], reason })
    expect([again.status, again.body.code, again.body.params]).toEqual([
      409,
      'recheck-answered',
      { state: 'kept' },
    ])
    const [row] = (await all.lead.get(all.path('rechecks?state=kept'))).body.rows
    expect(row).toMatchObject({ by: all.lead.member, reason, marks: 0 })
    expect(
      (await all.seats[0].call('recheck.keep', { rechecks: [rechecks.get('alike')!], reason })).status,
    ).toBe(403)
  })

  test('one that is superseded has the same outcome under the new version, and excuses who followed the old', async () => {
    expect(await markOf(all, await vote('confirmed'))).toBe('wrong rater-error')
    const answer = await expectOk(
      all.lead.call('recheck.supersede', {
        rechecks: [rechecks.get('confirmed')!, rechecks.get('kept')!],
        reason: 'It holds under v2 too.',
      }),
    )
    expect(codes(answer)).toEqual(['recheck-answered'])
    const [old, now] = [await decisionOn('confirmed', 'superseded'), await decisionOn('confirmed')]
    expect(now).toMatchObject({
      supersedes: old.id,
      guideline: 2,
      kind: 'majority-upheld',
      values: old.values,
      clauses: old.clauses,
      ballots: old.ballots,
      round: old.round,
      rationale: 'so it is',
      follows: null,
      signedBy: all.lead.member,
    })
    expect(await markOf(all, await vote('confirmed'))).toBe('excused clause-after-vote')
    expect(await markOf(all, await vote('confirmed', 'r0'))).toBe('right agrees-with-decision')
    const why = (await all.lone.get(all.path(`votes/${await vote('confirmed')}/why`))).body
    expect(why.dispute).toMatchObject({ decision: { id: now.id }, superseded: [{ id: old.id }] })
    expect(why.dispute.reason).toBe('It holds under v2 too.')
    expect(why.clauses[0].versions.now).toBe(2)
  })

  test('one that is reopened is heard under the new version, and what its panel decides takes the place of the old', async () => {
    const reason = 'The case turns on the doctor.'
    const recheck = rechecks.get('heard')!
    await expectOk(all.lead.call('recheck.reopen', { rechecks: [recheck], reason }))
    const { dispute } = made.get('heard')!
    expect(await all.record(dispute)).toMatchObject({ state: 'voting', round: 2, guideline: 2 })
    const late = await all.lead.call('recheck.supersede', { rechecks: [recheck], reason })
    expect(late.body.code).toBe('recheck-answered')
    await all.decide(dispute, { value: 'safe', cause: 'rater-error', clause: '2.1' })
    expect(await decisionOn('heard')).toMatchObject({ guideline: 2, kind: 'majority-upheld' })
  })

  test('a case that is alike follows a decision under the new version: its outcome, its words, no ballots of its own', async () => {
    const lead = await decisionOn('heard')
    const old = await decisionOn('alike')
    const follow = (following: string) =>
      all.lead.call('recheck.supersede', {
        rechecks: [rechecks.get('alike')!],
        following,
        reason: 'The same answer again.',
      })
    expect((await follow((await decisionOn('heard', 'superseded')).id)).body.code).toBe('follow-unsigned')
    expect((await follow('aaaaaaaaaa')).body.code).toBe('follow-unsigned')
    expect((await follow(old.id)).body.code).toBe('follow-waits')
    expect([await markOf(all, await vote('alike')), await markOf(all, await vote('alike', 'r1'))]).toEqual([
      'right agrees-with-decision',
      'excused cause-excuses',
    ])
    await expectOk(follow(lead.id))
    expect(await decisionOn('alike')).toMatchObject({
      supersedes: old.id,
      follows: lead.id,
      kind: 'majority-upheld',
      values: [{ value: 'safe', weight: 100 }],
      causes: [{ camp: 'unsafe', cause: 'rater-error' }],
      guideline: 2,
      ballots: [],
      rationale: lead.rationale,
    })
    expect([await markOf(all, await vote('alike')), await markOf(all, await vote('alike', 'r1'))]).toEqual([
      'excused clause-after-vote',
      'right agrees-with-decision',
    ])
    // The rater stood by the vote; what upheld it does not hold any more.
    const why = (await all.lone.get(all.path(`votes/${await vote('alike')}/why`))).body
    expect(why.stand.upheld).toBe(false)
    const { rows } = (await all.lead.get(all.path('raters?q=lone'))).body
    expect(rows[0].decision.picked.excused + rows[0].decision.sampled.tally.excused).toBe(3)
  })

  test('the export has each decision with the version it rests on, and its soft label', async () => {
    const lines = (await all.lead.get(all.path('exports/decisions.jsonl'))).raw.trim().split('\n')
    const rows = lines.map((line) => JSON.parse(line)).filter(({ item }) => item === 'alike')
    expect(
      rows.map(({ state, clauses, soft_label, follows }) => [state, clauses, soft_label, follows]),
    ).toEqual([
      ['superseded', ['2.1@v1'], [{ value: 'unsafe', share: 1 }], null],
      ['signed', ['2.1@v2'], [{ value: 'safe', share: 1 }], (await decisionOn('heard')).id],
    ])
    const votes = (await all.lead.get(all.path('exports/votes.jsonl'))).raw.trim().split('\n')
    const marks = votes.map((line) => JSON.parse(line)).filter(({ item }) => item === 'alike')
    expect(marks.map(({ decision_mark }) => decision_mark).sort()).toEqual([
      'excused',
      ...Array(4).fill('right'),
    ])
  })

  test('the queue calls them decided again, and the chain of a vote says what became of it', async () => {
    await all.house.installation.queues.freshen(all.project)
    const { rows } = (await all.lead.get(all.path('queue?state=decided'))).body
    const items = rows.map(({ external }: { external: string }) => external)
    expect(new Set(items)).toEqual(new Set(cases.map(({ item }) => item)))
    const { chain } = (await all.lead.get(all.path(`explain?vote=${await vote('alike')}`))).body
    expect(chain.at(-1)).toMatchObject({ kind: 'recheck.supersede', words: expect.stringMatching(/excused/) })
  })

  test('what is decided after a version, in a dispute that was opened before it, begins with a re-check', async () => {
    await all.decide(late, { value: 'safe', cause: 'rater-error', clause: '2.1' })
    const { rows } = (await all.lead.get(all.path('rechecks?state=waiting'))).body
    const own = rows.find(({ external }: any) => external === 'late')
    expect(own).toMatchObject({ version: 2, guideline: 1, clauses: [{ id: all.clause('2.1') }] })
    await expectOk(
      all.lead.call('recheck.keep', { rechecks: [own.id], reason: 'Heard under the old words.' }),
    )
  })

  test('nobody decides by this about their own vote, and a dispute under way is left to its panel', async () => {
    await all.house.act(
      'guideline.publish',
      { texts: guideline, authoritative: 'en', note: 'Back.' },
      undefined,
      2,
    )
    const { rows } = (await all.lead.get(all.path('rechecks?state=waiting'))).body
    // Back to the words of before: what was decided under them, and kept, is not looked at again.
    const waiting = new Map(rows.map((row: any) => [row.external, row.id]))
    expect([...waiting.keys()].sort()).toEqual(['alike', 'confirmed', 'heard'])
    const own = await all.house.person(['lead', 'rater'], 'Own', await idOf(all.house, 'rater', 'r2'))
    const ask = (person: typeof own) =>
      person.call('recheck.supersede', { rechecks: [waiting.get('alike')], reason: 'mine' })
    expect((await ask(own)).body.code).toBe('voted-on-item')
    await expectOk(all.lead.call('dispute.reopen', { dispute: made.get('heard')!.dispute, reason: 'Again.' }))
    const answered = (await all.lead.get(all.path('rechecks?state=reopened'))).body.rows
    expect(answered.map(({ external }: any) => external).sort()).toEqual(['heard', 'heard'])
  })

  test('the tables equal the fold of the entries', async () => {
    const [tables, folded] = await recordTwice(all.house, all.project)
    expect(tables).toEqual(folded)
  })
})
