import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY } from '#shared/account.ts'
import { type Answered, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { ballotOn, idOf, importVotes, projectId } from '../support/story.ts'

const codeOf = ({ status, body }: Answered) => (status === 200 ? 'ok' : body.code)
const text = (doctors: string, rest = '# Doses\n\nName the maximum.\n') =>
  `# Scope\n\nAll answers.\n\n# Doctors\n\n${doctors}\n\n${rest}`

/** What binds a vote (law 5), on the way from a vote to its mark and to the page that says why. */
describe.each(dialects)('versions and the votes they bind, on %s', (dialect) => {
  let house: TestHouse
  let lead: Person, ana: Person, ben: Person, rae: Person, sam: Person
  let doctors = ''
  const path = (rest: string) => `/projects/${house.key}/${rest}`
  const day = (n: number) => new Date(Date.UTC(2026, 10, 2) + n * DAY).toISOString()
  const versions = async () => (await lead.get(path('guideline'))).body.versions
  const publish = async (en: string, more: object = {}) => {
    const ifMatch = (await versions())[0]?.version ?? 0
    return lead.call(
      'guideline.publish',
      { texts: { en }, authoritative: 'en', note: 'n', ...more },
      { ifMatch },
    )
  }
  async function later(days: number) {
    house.clock.at += days * DAY
    for (const { call, login } of [lead, ana, ben, rae, sam])
      expect(codeOf(await call('session.start', { login, password: 'correct horse battery' }))).toBe('ok')
  }
  /** Rae and Sam say safe, three others unsafe; the panel finds for the others, and that safe was an error. */
  async function decided(item: string, at: string, clauses = [doctors]): Promise<string> {
    const vote = (rater: string, label: string) => ({ item, rater, label, at })
    await importVotes(
      house,
      [vote('rae', 'safe'), vote('sam', 'safe'), ...['x', 'y', 'z'].map((rater) => vote(rater, 'unsafe'))],
      `${item}.csv`,
    )
    const id = await idOf(house, 'item', item)
    const opened = await lead.call('dispute.open', { items: [{ item: id, questions: ['safe'] }] })
    const { dispute } = opened.body.opened[0]
    await settle(dispute, 1, clauses)
    return dispute
  }
  async function settle(dispute: string, round: number, clauses: string[]) {
    const answers = [ballotOn('unsafe', clauses[0] ?? null, { cause: 'rater-error', clauses })]
    for (const person of [ana, ben]) {
      const cast = await person.call('ballot.cast', { dispute, round, answers, arguments: { safe: 'so' } })
      expect(codeOf(cast)).toBe('ok')
    }
    const { version } = (await lead.get(path(`disputes/${dispute}`))).body
    const signed = await lead.call(
      'decision.sign',
      { dispute, rationale: 'So it is.', reason: 'many' },
      { ifMatch: version },
    )
    expect(codeOf(signed)).toBe('ok')
  }
  const voteOn = async (item: string, rater: string) => {
    const { vote } = house.store.read.tables
    const [its, who] = [await idOf(house, 'item', item), await idOf(house, 'rater', rater)]
    const rows = await house.store.read.select().from(vote).where(eq(vote.item, its))
    return rows.find((row) => row.rater === who)!.id
  }
  const why = async (item: string, rater: string, person: Person) =>
    (await person.get(path(`votes/${await voteOn(item, rater)}/why`))).body
  /** For each cited clause: the version that bound the vote, today's, and the one that changed it since. */
  const bound = ({ clauses }: any) =>
    clauses.map(({ versions, changed }: any) => [
      versions.then,
      versions.now,
      changed?.version ?? null,
      changed?.change ?? null,
    ])
  const marked = async (item: string) => {
    const marks = []
    for (const [rater, person] of [
      ['rae', rae],
      ['sam', sam],
    ] as const)
      marks.push((await why(item, rater, person)).marks.find(({ basis }: any) => basis === 'decision'))
    return marks.map(({ mark, because }: any) => `${mark}: ${because}`)
  }

  beforeAll(async () => {
    house = await openHouse(dialect)
    await importVotes(house, [
      { item: 'first', rater: 'rae', label: 'safe' },
      { item: 'first', rater: 'sam', label: 'unsafe' },
    ])
    lead = await house.person(['lead'], 'Lea')
    ana = await house.person(['panelist'], 'Ana')
    ben = await house.person(['panelist'], 'Ben')
    rae = await house.person(['rater'], 'Rae', await idOf(house, 'rater', 'rae'))
    sam = await house.person(['rater'], 'Sam', await idOf(house, 'rater', 'sam'))
    await publish(text('Naming a doctor is safe.'))
    doctors = (await lead.get(path('guideline'))).body.clauses[1].id
  }, 120_000)
  afterAll(() => house.close())

  test('a vote under the version in force is judged by it; wording changes nothing of that', async () => {
    await decided('v1', day(0))
    expect(await marked('v1')).toEqual(['wrong: rater-error', 'wrong: rater-error'])
    expect(bound(await why('v1', 'rae', rae))).toEqual([[1, 1, null, null]])
    const { body } = await publish(text('To name a doctor is safe.'), { wording: [doctors] })
    expect(body).toMatchObject({ version: 2, changes: { wording: 1 }, rechecks: 0 })
    const page = await why('v1', 'rae', rae)
    expect(bound(page)).toEqual([[1, 2, null, null]])
    expect(page.clauses[0].then.texts.en.body).not.toBe(page.clauses[0].now.texts.en.body)
    await later(10)
    await decided('v1-in-v2', day(0))
    expect(await marked('v1-in-v2')).toEqual(['wrong: rater-error', 'wrong: rater-error'])
  })

  test('a change of meaning excuses the votes before it binds, and its page says which version changed this', async () => {
    const { body } = await publish(text('Naming a doctor is not enough.'))
    expect(body).toMatchObject({ version: 3, changes: { meaning: 1 }, rechecks: 2 })
    const published = house.clock.at
    const { bindsFrom } = (await versions())[0]
    await later(12)
    expect(bindsFrom).toBeLessThan(house.clock.at)
    await decided('old', new Date(published).toISOString())
    expect(await marked('old')).toEqual(['excused: clause-after-vote', 'excused: clause-after-vote'])
    const page = await why('old', 'rae', rae)
    expect(bound(page)).toEqual([[2, 3, 3, 'meaning']])
    const [{ then, now }] = page.clauses
    expect([then.texts.en.body, now.texts.en.body]).toEqual([
      'To name a doctor is safe.',
      'Naming a doctor is not enough.',
    ])
    await decided('new', new Date(bindsFrom).toISOString())
    expect(await marked('new')).toEqual(['wrong: rater-error', 'wrong: rater-error'])
    // What was decided under v1 is still read with the version its vote followed.
    expect(bound(await why('v1', 'rae', rae))).toEqual([[1, 3, 3, 'meaning']])
  })

  test('whoever has read a version is bound by it from then on, before its moment; nobody else is', async () => {
    await publish(text('Name two doctors.'))
    const version = (await versions())[0].version
    expect(codeOf(await rae.call('guideline.acknowledge', { version: version + 1 }))).toBe('not-found')
    expect(codeOf(await lead.call('guideline.acknowledge', { version }))).toBe('not-allowed')
    const said = await rae.call('guideline.acknowledge', { version })
    expect([codeOf(said), said.body.raters]).toEqual(['ok', 1])
    expect(house.published.at(-1)!.told.map(({ to }) => to)).toEqual([
      { roles: ['lead'], members: [rae.member] },
    ])
    expect((await rae.call('guideline.acknowledge', { version })).body.raters).toBe(0)
    expect([
      (await rae.get(path('guideline'))).body.acknowledged,
      (await sam.get(path('guideline'))).body.acknowledged,
      (await lead.get(path('acknowledgements'))).body,
      codeOf(await rae.get(path('acknowledgements'))),
    ]).toEqual([[version], [], { [version]: 1 }, 'not-allowed'])
    await decided('read', new Date(house.clock.at + 1000).toISOString())
    expect(await marked('read')).toEqual(['wrong: rater-error', 'excused: clause-after-vote'])
    expect((await why('read', 'rae', rae)).vote.version).toEqual({ number: version, known: true })
    expect((await why('read', 'sam', sam)).vote.version).toEqual({ number: version - 1, known: true })
    const { chain } = (await lead.get(path(`explain?vote=${await voteOn('read', 'rae')}`))).body
    expect(chain.map(({ kind }: any) => kind)).toContain('guideline.acknowledge')
  })

  test('a member behind no rater has nothing that a version could bind', async () => {
    const nobody = await house.person(['rater'], 'Nob')
    const { body } = await nobody.call('guideline.acknowledge', { version: 1 })
    expect([body.code, body.detail]).toEqual(['no-rater', expect.stringContaining('linked')])
  })

  test('a clause that is new excuses every vote before it; one that left is read as it was', async () => {
    const kept = '# Doses\n\nName the maximum.\n\n# Children\n\nAsk the age.\n'
    expect((await publish(text('Name two doctors.', kept))).body.changes).toEqual({ new: 1 })
    const children = (await lead.get(path('guideline'))).body.clauses[3].id
    const cast = new Date(house.clock.at).toISOString()
    await later(20)
    await decided('child', cast, [children])
    expect(await marked('child')).toEqual(['excused: clause-after-vote', 'excused: clause-after-vote'])
    const { body } = await publish(text('Name two doctors.'))
    expect(body).toMatchObject({ changes: { gone: 1 }, rechecks: 1 })
    const page = await why('child', 'rae', rae)
    expect(page.clauses.map((one: any) => [one.then, one.now, one.changed.change, one.cited.number])).toEqual(
      [[null, null, 'new', '4']],
    )
  })

  test('decisions whose clause means something else wait to be looked at; one that waits already goes on', async () => {
    const { recheck } = house.store.read.tables
    const project = await projectId(house)
    const waiting = async () =>
      (await house.store.read.select().from(recheck).where(eq(recheck.project, project))).filter(
        ({ until, state }) => until === null && state === 'waiting',
      )
    const before = await waiting()
    expect(before.every(({ clauses }) => clauses.length > 0)).toBe(true)
    const { version } = (await publish(text('Name three doctors.'))).body
    const after = await waiting()
    const same = before.filter(({ clauses }) => clauses.includes(doctors))
    expect(same.length).toBeGreaterThan(2)
    for (const { id } of same) expect(after.find((one) => one.id === id)?.version).toBe(version)
    expect(new Set(after.map(({ decision }) => decision)).size).toBe(after.length)
    // Nothing but the number moved, and nothing is opened.
    expect(
      (
        await publish(
          `# Doctors\n\nName three doctors.\n\n# Scope\n\nAll answers.\n\n# Doses\n\nName the maximum.\n`,
        )
      ).body,
    ).toMatchObject({ changes: {}, rechecks: 0 })
  })

  test('a dispute that is heard again is heard under the newest version', async () => {
    const dispute = await decided('again', day(0))
    await publish(text('Name four doctors.'))
    const { version } = (await versions())[0]
    expect(codeOf(await lead.call('dispute.reopen', { dispute, reason: 'the clause changed' }))).toBe('ok')
    expect((await lead.get(path(`disputes/${dispute}`))).body.dispute.guideline).toBe(version)
    await settle(dispute, 2, [doctors])
    expect(await marked('again')).toEqual(['excused: clause-after-vote', 'excused: clause-after-vote'])
  })

  test('as of any version or day; what no day names is refused with a sentence', async () => {
    const all = (await versions()) as { version: number; publishedAt: number }[]
    for (const { version, publishedAt } of all) {
      const at = new Date(publishedAt).toISOString()
      expect((await rae.get(path(`guideline?at=${at}`))).body.version).toBe(version)
      expect((await rae.get(path(`guideline?version=${version}`))).body.version).toBe(version)
    }
    const of = async (at: string) => (await rae.get(path(`guideline?at=${encodeURIComponent(at)}`))).body
    expect((await of(new Date(all.at(-1)!.publishedAt - 1).toISOString())).version).toBe(null)
    const day = new Date(all.at(-1)!.publishedAt).toISOString().slice(0, 10)
    const until = all.filter(({ publishedAt }) => new Date(publishedAt).toISOString().slice(0, 10) === day)
    expect((await of(day)).version).toBe(Math.max(...until.map(({ version }) => version)))
    for (const wrong of ['yesterday', '2026-02-30', '2026-11-02T99:00'])
      expect([wrong, (await of(wrong)).code, (await of(wrong)).detail]).toEqual([
        wrong,
        'malformed',
        expect.stringContaining(wrong),
      ])
  })

  test('any two versions side by side, or one and the draft', async () => {
    const compare = async (query: string, person = lead) =>
      await person.get(path(`guideline/compare?${query}`))
    const { rows } = (await compare('from=1&to=3')).body
    expect(rows.map(({ was, now, change, moved }: any) => [was.number, now.number, change, moved])).toEqual([
      ['1', '1', null, false],
      ['2', '2', 'meaning', false],
      ['3', '3', null, false],
    ])
    expect(rows[1].authors).toEqual(['Lea'])
    expect((await compare('from=1&to=2')).body.rows[1].change).toBe('wording')
    expect((await compare('from=1&to=2', rae)).body.rows[1].authors).toEqual([])
    const newest = (await versions())[0].version
    await lead.call('draft.import', {
      texts: { en: text('Name five doctors.', '# Tone\n\nKind.\n') },
      authoritative: 'en',
    })
    const draft = (await compare(`from=${newest}&to=draft`, ana)).body
    expect([draft.to, draft.rows.map(({ change }: any) => change)]).toEqual([
      'draft',
      [null, 'meaning', 'gone', 'new'],
    ])
    expect(codeOf(await compare('from=1&to=99'))).toBe('not-found')
  })
})
