import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHouse, type Person, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { ballotOn, guideline, idOf, importVotes, oneAgainst } from '../support/story.ts'

describe.each(dialects)('one dispute, the whole way, on %s', (dialect) => {
  let house: TestHouse
  let lead: Person, ana: Person, ben: Person, rater: Person, auditor: Person
  let dispute = ''
  let clause = ''
  const room = (person: Person) => person.get(`/projects/${house.key}/disputes/${dispute}`)
  const cast = (person: Person, value: string, argument: string) =>
    person.call('ballot.cast', {
      dispute,
      round: 1,
      answers: [ballotOn(value, clause)],
      arguments: { safe: argument },
    })

  beforeAll(async () => {
    house = await openHouse(dialect)
    await importVotes(house, [
      ...oneAgainst('case-1', 50),
      ...oneAgainst('case-2', 4),
      { item: 'case-3', rater: 'r1', label: 'safe' },
      { item: 'case-3', rater: 'r2', label: 'unsafe' },
    ])
    await house.act(
      'guideline.publish',
      { texts: guideline, authoritative: 'en', note: 'first' },
      undefined,
      0,
    )
    lead = await house.person(['lead'], 'Lea')
    ana = await house.person(['panelist'], 'Ana')
    ben = await house.person(['panelist'], 'Ben')
    auditor = await house.person(['auditor'], 'Aud')
    rater = await house.person(['rater'], 'Rae', await idOf(house, 'rater', 'lone'))
    clause = (await lead.get(`/projects/${house.key}/guideline`)).body.clauses.find(
      (one: { number: string }) => one.number === '2.1',
    ).id
  }, 120_000)
  afterAll(() => house.close())

  test('the queue shows where raters disagree, and a panelist may not look', async () => {
    const { body } = await lead.get(`/projects/${house.key}/queue?lane=lone`)
    expect(
      body.rows.map((row: { external: string; state: string }) => [row.external, row.state]).sort(),
    ).toEqual([
      ['case-1', 'majority'],
      ['case-2', 'majority'],
    ])
    expect((await ana.get(`/projects/${house.key}/queue`)).status).toBe(403)
  })
  test('a rater stands by a lone vote; it costs one of five', async () => {
    const mine = (await rater.get(`/projects/${house.key}/my/votes`)).body
    const vote = mine.rows.find((row: { external: string }) => row.external === 'case-1')
    expect([vote.mayStand, mine.standsLeft]).toEqual([true, 5])
    expect((await rater.call('vote.stand', { vote: vote.vote, note: 'I am a pharmacist.' })).body.left).toBe(
      4,
    )
  })
  test('the lead opens it and two panelists are seated', async () => {
    const opened = await lead.call('dispute.open', {
      items: [{ item: await idOf(house, 'item', 'case-1'), questions: ['safe'] }],
    })
    expect(opened.status).toBe(200)
    dispute = opened.body.opened[0].dispute
    const { body } = await room(ana)
    expect(
      Object.values(body.dispute.seats)
        .map((seat: any) => seat.letter)
        .sort(),
    ).toEqual(['A', 'B'])
    expect([body.dispute.state, body.dispute.votes, body.splits, body.dispute.chosen, body.unlinked]).toEqual(
      ['voting', [], [], 'queue', 50],
    )
    expect((await room(lead)).body.dispute.chosen).toBe('lone-dissent')
  })
  test('the second opening is refused with the item’s name', async () => {
    const again = await lead.call('dispute.open', {
      items: [{ item: await idOf(house, 'item', 'case-1'), questions: ['safe'] }],
    })
    expect([again.status, again.body.code, again.body.detail]).toEqual([
      409,
      'in-dispute',
      expect.stringContaining('case-1'),
    ])
  })
  test('a sealed ballot is known to have been cast, and nothing of it leaves the server', async () => {
    expect((await cast(ana, 'unsafe', 'CANARY-ARGUMENT bleeding')).status).toBe(200)
    for (const person of [ben, lead, auditor]) {
      const seen = await room(person)
      expect(seen.raw).not.toContain('CANARY')
      expect(seen.raw).not.toContain('guideline-unclear')
      const [ballot] = Object.values(seen.body.dispute.ballots) as any[]
      expect(Object.keys(ballot).sort()).toEqual(['castAt', 'casting', 'id', 'round', 'seat'])
    }
    expect((await room(ana)).raw).toContain('CANARY')
  })
  test('the last ballot reveals all at once and drafts the decision', async () => {
    expect((await cast(ben, 'unsafe', 'Aspirin and warfarin')).status).toBe(200)
    const { body } = await room(ana)
    expect(body.dispute.state).toBe('revealed')
    const [decision] = Object.values(body.dispute.decisions) as any[]
    expect([decision.kind, decision.state, decision.alike, decision.causes]).toEqual([
      'minority-upheld',
      'drafted',
      true,
      [{ camp: 'safe', cause: 'guideline-unclear' }],
    ])
    expect(body.splits[0].votes).toHaveLength(51)
  })
  test('a ballot after the reveal is refused, and that it came is logged', async () => {
    const late = await cast(ben, 'safe', 'changed my mind')
    expect([late.status, late.body.code]).toEqual([409, 'round-closed'])
    expect(house.published.at(-1)!.facts.map(({ kind }) => kind)).toEqual(['ballot.refused_late'])
  })
  test('two leads sign at once: one decides, the other hears who was first', async () => {
    const { body } = await room(lead)
    const sign = (key: string) =>
      lead.call(
        'decision.sign',
        { dispute, rationale: 'Clause 2.1 misled them.' },
        { key, ifMatch: body.version },
      )
    const both = await Promise.all([sign('one'), sign('two')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject({
      code: 'decided-already',
      params: { who: 'Lea' },
    })
    expect((await sign(both[0]!.status === 200 ? 'one' : 'two')).status).toBe(200)
  })
  test('fifty are excused, the one is right, and the why page says so in one chain', async () => {
    const mine = (await rater.get(`/projects/${house.key}/my/votes`)).body
    const vote = mine.rows.find((row: { external: string }) => row.external === 'case-1')
    expect([vote.marks, vote.stand.upheld, mine.standsLeft]).toEqual([
      [{ basis: 'decision', mark: 'right', because: 'agrees-with-decision', cause: null }],
      true,
      5,
    ])
    const why = (await rater.get(`/projects/${house.key}/votes/${vote.vote}/why`)).body
    expect(why.marks.map(({ basis, mark }: any) => [basis, mark])).toEqual([
      ['majority', 'wrong'],
      ['decision', 'right'],
    ])
    expect([
      why.split.camps.map(({ votes }: any) => votes),
      why.dispute.decision.rationale,
      why.dispute.ballots.map(({ letter }: any) => letter),
    ]).toEqual([[50, 1], 'Clause 2.1 misled them.', ['A', 'B']])
    expect([why.clauses[0].then.number, why.clauses[0].now.number]).toEqual(['2.1', '2.1'])
    const { mark } = house.store.read.tables
    const marks = (await house.store.read.select().from(mark)).filter(
      (row) => row.decision === why.dispute.decision.id,
    )
    expect(Map.groupBy(marks, (row) => row.mark).get('excused')).toHaveLength(50)
  })
  test('a rater sees no other rater’s vote, and hears the same as of none', async () => {
    const other = (
      await lead.get(`/projects/${house.key}/items/${await idOf(house, 'item', 'case-1')}`)
    ).body.splits[0].votes.find((one: any) => one.value === 'safe')
    const refused = await rater.get(`/projects/${house.key}/votes/${other.vote}/why`)
    expect([refused.status, refused.body.code]).toEqual([404, 'not-found'])
  })
  test('the exports carry every vote with its marks and the decision with clause@version', async () => {
    const votes = (await lead.get(`/projects/${house.key}/exports/votes.csv`)).raw
    expect(votes.charCodeAt(0)).toBe(0xfeff)
    expect(
      votes.split('\r\n').filter((line) => line.includes('"case-1"') || line.includes('case-1,')),
    ).toHaveLength(51)
    const decisions = (await lead.get(`/projects/${house.key}/exports/decisions.jsonl`)).raw
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(decisions.map(({ item, kind, clauses }) => [item, kind, clauses])).toEqual([
      ['case-1', 'minority-upheld', ['2.1@v1']],
    ])
  })
  test('a reopened dispute gets a new decision that supersedes, and marks follow', async () => {
    expect((await lead.call('dispute.reopen', { dispute, reason: 'A new study.' })).status).toBe(200)
    for (const person of [ana, ben])
      expect(
        (
          await person.call('ballot.cast', {
            dispute,
            round: 2,
            answers: [ballotOn('safe', clause, { cause: 'rater-error' })],
            arguments: {},
          })
        ).status,
      ).toBe(200)
    const { body } = await room(lead)
    expect(
      (await lead.call('decision.sign', { dispute, rationale: 'On reflection.' }, { ifMatch: body.version }))
        .status,
    ).toBe(200)
    const mine = (await rater.get(`/projects/${house.key}/my/votes`)).body.rows.find(
      (row: { external: string }) => row.external === 'case-1',
    )
    expect(mine.marks[0]).toMatchObject({ mark: 'wrong', cause: 'rater-error' })
    const { decision } = house.store.read.tables
    const rows = (await house.store.read.select().from(decision)).filter(
      (row) => row.dispute === dispute && row.until === null,
    )
    expect(rows.map(({ state }) => state).sort()).toEqual(['signed', 'superseded'])
  })
  test('a late vote by a rater who turns out to be on the panel costs the seat, and another takes it', async () => {
    const seated = async () =>
      Object.values((await lead.get(`/projects/${house.key}/disputes/${dispute}`)).body.dispute.seats)
        .filter((seat: any) => seat.state === 'seated')
        .map((seat: any) => seat.member)
    dispute = (
      await lead.call('dispute.open', {
        items: [{ item: await idOf(house, 'item', 'case-2'), questions: ['safe'] }],
      })
    ).body.opened[0].dispute
    const third = await house.person(['panelist'], 'Cho')
    // Ana is linked to a rater who has not voted on this item yet.
    await importVotes(house, [{ item: 'case-3', rater: 'ana-as-rater', label: 'safe' }], 'more.csv')
    const { url } = (
      await lead.call('link.invite', {
        name: 'Ana',
        roles: ['rater', 'panelist'],
        rater: await idOf(house, 'rater', 'ana-as-rater'),
      })
    ).body
    expect((await ana.call('member.join', { token: url.split('/').at(-1) })).status).toBe(200)
    expect((await seated()).sort()).toEqual([ana.member, ben.member].sort())
    await importVotes(house, [{ item: 'case-2', rater: 'ana-as-rater', label: 'unsafe' }], 'late.csv')
    expect((await seated()).sort()).toEqual([third.member, ben.member].sort())
    expect(house.published.at(-1)!.facts.map(({ kind }) => kind)).toEqual([
      'import.done',
      'votes.arrived',
      'seat.left',
      'seat.taken',
    ])
  })
})
