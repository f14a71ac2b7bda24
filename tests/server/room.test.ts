import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fact } from '#shared/facts.ts'
import { COMMENT_LENGTH } from '#shared/thread.ts'
import { type Answered, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'
import { ballotOn, guideline, idOf, importVotes, oneAgainst } from '../support/story.ts'

const HOUR = 3_600_000
const codeOf = ({ status, body }: Answered) => (status === 200 ? 'ok' : body.code)

describe.each(dialects)('the room after the reveal, on %s', (dialect) => {
  let house: TestHouse
  let lead: Person, ana: Person, ben: Person, out: Person, rater: Person, auditor: Person
  let clauses: { id: string; number: string }[] = []
  let next = 0
  const clause = (number: string) => clauses.find((one) => one.number === number)!.id
  const path = (rest: string) => `/projects/${house.key}/${rest}`
  const room = async (dispute: string, person = lead) => (await person.get(path(`disputes/${dispute}`))).body

  beforeAll(async () => {
    house = await openHouse(dialect)
    await importVotes(house, Array.from({ length: 30 }, (_, n) => oneAgainst(`case-${n}`, 3)).flat())
    await house.act(
      'guideline.publish',
      { texts: guideline, authoritative: 'en', note: 'first' },
      undefined,
      0,
    )
    lead = await house.person(['lead'], 'Lea')
    ana = await house.person(['panelist'], 'Ana')
    ben = await house.person(['panelist'], 'Ben')
    // Has not said which raters they are, and so is never seated.
    out = await house.person(['panelist'], 'Out', undefined, false)
    auditor = await house.person(['auditor'], 'Aud')
    rater = await house.person(['rater'], 'Rae', await idOf(house, 'rater', 'lone'))
    clauses = (await lead.get(path('guideline'))).body.clauses
  }, 120_000)
  afterAll(() => house.close())

  /** Time goes by, and sessions with it: everybody signs in anew. */
  async function later(ms: number) {
    house.clock.at += ms
    for (const { call, login } of [lead, ana, ben, out, rater, auditor])
      expect(codeOf(await call('session.start', { login, password: 'correct horse battery' }))).toBe('ok')
  }

  type Cast = { value?: string; clause?: string | null; more?: Record<string, unknown>; argument?: string }
  const cast = (person: Person, dispute: string, round: number, given: Cast = {}) =>
    person.call('ballot.cast', {
      dispute,
      round,
      answers: [
        ballotOn(
          given.value ?? 'unsafe',
          given.clause === undefined ? clause('2.1') : given.clause,
          given.more,
        ),
      ],
      arguments: { safe: given.argument ?? 'aspirin adds to the risk' },
    })
  /** A dispute of its own, voted on by both seats. */
  async function revealed(first: Cast = {}, second: Cast = first): Promise<string> {
    const item = await idOf(house, 'item', `case-${next++}`)
    const opened = await lead.call('dispute.open', { items: [{ item, questions: ['safe'] }] })
    expect(codeOf(opened)).toBe('ok')
    const { dispute } = opened.body.opened[0]
    expect(codeOf(await cast(ana, dispute, 1, first))).toBe('ok')
    expect(codeOf(await cast(ben, dispute, 1, second))).toBe('ok')
    return dispute
  }
  const apart = () => revealed({}, { clause: clause('2.2') })
  const sign = async (dispute: string, more: Record<string, unknown> = {}, person = lead) => {
    const { version } = await room(dispute)
    return person.call(
      'decision.sign',
      { dispute, rationale: 'Clause 2.1 misled them.', ...more },
      { ifMatch: version },
    )
  }
  const decisionsOf = async (dispute: string) =>
    Object.values((await room(dispute)).dispute.decisions) as any[]
  const chairOf = async (dispute: string) => {
    const { dispute: record } = await room(dispute)
    const seat = Object.values(record.seats as Record<string, { member: string; chair: boolean }>).find(
      ({ chair }) => chair,
    )
    return [ana, ben].find(({ member }) => member === seat!.member)!
  }
  const marksOf = async (dispute: string) => {
    const { mark, decision } = house.store.read.tables
    const ids = (await house.store.read.select().from(decision).where(eq(decision.dispute, dispute))).map(
      ({ id }) => id,
    )
    return (await house.store.read.select().from(mark)).filter(
      (row) => row.until === null && ids.includes(row.decision ?? ''),
    )
  }
  const lastFacts = (): Fact[] => house.published.at(-1)!.facts

  describe('the consent list', () => {
    test('ballots alike stand in it; the chair signs many at once, what differs is refused by name', async () => {
      const [one, two, three] = [await revealed(), await revealed(), await apart()]
      const { rows } = (await ana.get(path('consent'))).body
      expect(
        rows.map((row: any) => row.dispute).filter((id: string) => [one, two, three].includes(id)),
      ).toEqual([one, two])
      const row = rows.find((each: any) => each.dispute === one)
      expect([row.cast, row.mayPull, row.unmet, row.decisions[0].kind]).toEqual([
        2,
        true,
        [],
        'minority-upheld',
      ])
      expect(row.ballots.map(({ letter, arguments: words }: any) => [letter, words.safe])).toEqual([
        ['A', 'aspirin adds to the risk'],
        ['B', 'aspirin adds to the risk'],
      ])
      expect(codeOf(await out.call('decision.consent', { disputes: [one] }))).toBe('not-on-panel')
      expect(codeOf(await lead.call('decision.consent', { disputes: [three] }))).toBe('not-consent')
      const { body } = await lead.call('decision.consent', { disputes: [three, one, two] })
      expect([body.signed, body.refused]).toEqual([[one, two], [{ dispute: three, code: 'not-consent' }]])
      expect(
        (await decisionsOf(one)).map(({ state, consent, signedBy }) => [state, consent, signedBy]),
      ).toEqual([['signed', true, lead.member]])
      expect((await marksOf(one)).map(({ mark }) => mark).sort()).toEqual([
        'excused',
        'excused',
        'excused',
        'right',
      ])
      const { signed } = (await ben.get(path('consent'))).body
      expect(signed.find((each: any) => each.dispute === one).mayPull).toBe(true)
    })
    test('only the chair and leads sign; seats that do not chair, auditors and outsiders do not', async () => {
      const dispute = await revealed()
      const chair = await chairOf(dispute)
      const other = chair === ana ? ben : ana
      expect(codeOf(await other.call('decision.consent', { disputes: [dispute] }))).toBe('not-chair')
      expect(codeOf(await auditor.call('decision.consent', { disputes: [dispute] }))).toBe('not-allowed')
      expect(codeOf(await chair.call('decision.consent', { disputes: [dispute] }))).toBe('ok')
    })
    test('one signs and one consents at the same moment: one signature stands', async () => {
      const dispute = await revealed()
      const { version } = await room(dispute)
      const answers = await Promise.all([
        lead.call('decision.consent', { disputes: [dispute] }),
        (await chairOf(dispute)).call('decision.sign', { dispute, rationale: 'so' }, { ifMatch: version }),
        lead.call('decision.sign', { dispute, rationale: 'so' }, { ifMatch: version }),
      ])
      expect(answers.map(codeOf).sort()).toEqual(['decided-already', 'decided-already', 'ok'])
      expect((await decisionsOf(dispute)).filter(({ state }) => state === 'signed')).toHaveLength(1)
    })
    test('a seat takes one out: it has to be written up', async () => {
      const dispute = await revealed()
      expect(codeOf(await out.call('decision.pull', { dispute, reason: 'no' }))).toBe('not-seated')
      expect(codeOf(await ben.call('decision.pull', { dispute, reason: 'The dose matters.' }))).toBe('ok')
      expect(codeOf(await lead.call('decision.consent', { disputes: [dispute] }))).toBe('not-consent')
      expect(codeOf(await ana.call('decision.pull', { dispute, reason: 'again' }))).toBe('not-consent')
      const [draft] = await decisionsOf(dispute)
      expect([draft.pulled, (await room(dispute)).reasons[draft.id]]).toEqual([true, 'The dose matters.'])
      const empty = await sign(dispute, { rationale: ' ' })
      expect([codeOf(empty), empty.body.params]).toEqual([
        'reason-needed',
        { n: 1, requirements: 'rationale-written' },
      ])
      expect(codeOf(await sign(dispute))).toBe('ok')
    })
    test('within a day after the signature it is pulled, marks stay until the new signature supersedes', async () => {
      const dispute = await revealed({ more: { cause: 'guideline-gap' } })
      await lead.call('decision.consent', { disputes: [dispute] })
      const before = await marksOf(dispute)
      const [first] = await decisionsOf(dispute)
      expect(codeOf(await ana.call('decision.pull', { dispute, reason: 'Too quick.' }))).toBe('ok')
      expect(lastFacts().map(({ kind }) => kind)).toEqual(['decision.pulled', 'decision.drafted'])
      expect((await room(dispute)).dispute.state).toBe('revealed')
      expect(await marksOf(dispute)).toEqual(before)
      const { vote } = (await room(dispute)).splits[0].votes.find((one: any) => one.value === 'safe')
      expect(
        codeOf(
          await ana.call('cause.name', {
            dispute,
            round: 1,
            question: 'safe',
            camp: 'safe',
            vote: null,
            cause: 'edge-case',
          }),
        ),
      ).toBe('ok')
      expect(
        codeOf(
          await ben.call('cause.name', {
            dispute,
            round: 1,
            question: 'safe',
            camp: 'safe',
            vote: null,
            cause: 'edge-case',
          }),
        ),
      ).toBe('ok')
      expect(codeOf(await sign(dispute))).toBe('ok')
      const decisions = await decisionsOf(dispute)
      expect(
        decisions.map(({ id, state, supersedes }) => [id === first.id, state, supersedes]).sort(),
      ).toEqual([
        [false, 'signed', first.id],
        [true, 'superseded', null],
      ])
      const now = (await marksOf(dispute)).find((mark) => mark.vote === vote)
      expect([now?.cause, now?.decision === first.id]).toEqual(['edge-case', false])
    })
    test('after the day it cannot be pulled any more', async () => {
      const dispute = await revealed()
      await lead.call('decision.consent', { disputes: [dispute] })
      await later(24 * HOUR + 60_000)
      const late = await ana.call('decision.pull', { dispute, reason: 'Too late.' })
      expect([codeOf(late), late.body.params.until]).toEqual([
        'pull-late',
        expect.stringMatching(/^2026-\d\d-\d\d \d\d:\d\d UTC$/),
      ])
      const written = await apart()
      await sign(written)
      expect(codeOf(await ana.call('decision.pull', { dispute: written, reason: 'no' }))).toBe('not-consent')
      expect(
        (await ana.get(path('consent'))).body.signed.filter((one: any) => one.dispute === dispute),
      ).toEqual([])
    })
  })

  describe('what nobody can do twice or too late', () => {
    test('a late ballot, a recast after the reveal, a second decision, a replayed key', async () => {
      const dispute = await revealed()
      expect(codeOf(await cast(ana, dispute, 1, { value: 'safe' }))).toBe('round-closed')
      expect(lastFacts().map(({ kind }) => kind)).toEqual(['ballot.refused_late'])
      const { version } = await room(dispute)
      const send = (key: string, rationale = 'so') =>
        lead.call('decision.sign', { dispute, rationale }, { key, ifMatch: version })
      const first = await send('one')
      expect([codeOf(first), codeOf(await send('two')), codeOf(await send('one', 'other'))]).toEqual([
        'ok',
        'decided-already',
        'key-reused',
      ])
      expect((await send('one')).body).toEqual(first.body)
      expect((await decisionsOf(dispute)).filter(({ state }) => state === 'signed')).toHaveLength(1)
    })
    test('a rater’s late vote that flips the majority changes nothing, and the room says what it would be', async () => {
      const item = next
      const dispute = await revealed()
      await sign(dispute)
      const before = await decisionsOf(dispute)
      await importVotes(
        house,
        ['n1', 'n2', 'n3'].map((name) => ({ item: `case-${item}`, rater: name, label: 'unsafe' })),
        `late-${item}.csv`,
      )
      const now = await room(dispute)
      expect(now.lateMajority).toEqual([{ question: 'safe', majority: 'unsafe' }])
      expect([now.splits[0].majority, now.splits[0].n]).toEqual(['safe', 4])
      expect(await decisionsOf(dispute)).toEqual(before)
      expect(await marksOf(dispute)).toHaveLength(4)
    })
    test('a panelist found behind a vote after the decision is shown to everybody in the room', async () => {
      const item = next
      const dispute = await revealed()
      await sign(dispute)
      expect((await room(dispute)).conflicts).toEqual([])
      await importVotes(house, [{ item: `case-${item}`, rater: 'ben-as-rater', label: 'safe' }], 'ben.csv')
      const { url } = (
        await lead.call('link.invite', {
          name: 'Ben',
          roles: ['panelist', 'rater'],
          rater: await idOf(house, 'rater', 'ben-as-rater'),
        })
      ).body
      expect(codeOf(await ben.call('member.join', { token: url.split('/').at(-1) }))).toBe('ok')
      const { conflicts, dispute: record } = await room(dispute)
      expect(conflicts.map((seat: string) => record.seats[seat].member)).toEqual([ben.member])
    })
  })

  describe('causes named after the reveal', () => {
    const name = (person: Person, dispute: string, more: Record<string, unknown>) =>
      person.call('cause.name', {
        dispute,
        round: 1,
        question: 'safe',
        camp: null,
        vote: null,
        cause: 'edge-case',
        ...more,
      })
    test('one for the camp, another for one vote of it; marks follow', async () => {
      const dispute = await revealed()
      const own = (await room(dispute)).splits[0].votes as { vote: string; value: string }[]
      const [kept, apart] = own.filter(({ value }) => value === 'safe')
      for (const person of [ana, ben]) {
        expect(codeOf(await name(person, dispute, { camp: 'safe', cause: 'rater-error' }))).toBe('ok')
        expect(codeOf(await name(person, dispute, { vote: apart!.vote, cause: 'missing-context' }))).toBe(
          'ok',
        )
      }
      expect(lastFacts().map(({ kind }) => kind)).toEqual(['cause.named', 'decision.drafted'])
      const [draft] = await decisionsOf(dispute)
      expect([draft.causes, draft.voteCauses]).toEqual([
        [{ camp: 'safe', cause: 'rater-error' }],
        [{ vote: apart!.vote, cause: 'missing-context' }],
      ])
      // Two of four votes are the raters' error: no more than half, so no reason is asked for.
      expect(codeOf(await sign(dispute))).toBe('ok')
      const marks = await marksOf(dispute)
      const said = (vote: string) => marks.find((mark) => mark.vote === vote)
      expect([said(kept!.vote)?.mark, said(apart!.vote)?.mark, said(apart!.vote)?.cause]).toEqual([
        'wrong',
        'excused',
        'missing-context',
      ])
    })
    test('a later word of a seat takes the place of its earlier one; a panel tied on it carries none', async () => {
      const dispute = await revealed()
      await name(ana, dispute, { camp: 'safe', cause: 'rater-error' })
      expect((await decisionsOf(dispute))[0].causes).toEqual([{ camp: 'safe', cause: null }])
      await name(ana, dispute, { camp: 'safe', cause: 'guideline-unclear' })
      const { dispute: record } = await room(dispute)
      expect(Object.values(record.causes)).toHaveLength(1)
      expect((await decisionsOf(dispute))[0].causes).toEqual([{ camp: 'safe', cause: 'guideline-unclear' }])
    })
    test('“rater error” against most of the voters needs a reason, which everybody reads', async () => {
      const dispute = await revealed()
      for (const person of [ana, ben]) await name(person, dispute, { camp: 'safe', cause: 'rater-error' })
      const refused = await sign(dispute)
      expect([codeOf(refused), refused.body.params.requirements]).toEqual([
        'reason-needed',
        'majority-error-reasoned',
      ])
      expect(codeOf(await sign(dispute, { reason: 'All were told in the training.' }))).toBe('ok')
      const [decision] = await decisionsOf(dispute)
      expect([decision.overridden, (await room(dispute)).reasons[decision.id]]).toEqual([
        ['majority-error-reasoned'],
        'All were told in the training.',
      ])
    })
    test('only a losing camp or a vote in it, by a seat that cast, before the signature', async () => {
      const dispute = await revealed()
      const winning = (await room(dispute)).splits[0].votes.find((one: any) => one.value === 'unsafe').vote
      const refused = [
        await name(ana, dispute, { camp: 'unsafe' }),
        await name(ana, dispute, { vote: winning }),
        await name(ana, dispute, { vote: 'aaaaaaaaaa' }),
        await name(ana, dispute, {}),
        await name(ana, dispute, { camp: 'safe', vote: winning }),
        await name(ana, dispute, { camp: 'safe', round: 2 }),
        await name(ana, dispute, { camp: 'safe', question: 'other' }),
        await name(out, dispute, { camp: 'safe' }),
        await name(lead, dispute, { camp: 'safe' }),
      ].map(codeOf)
      expect(refused).toEqual([...Array(7).fill('cause-target'), 'not-seated', 'not-seated'])
      await sign(dispute)
      expect(codeOf(await name(ana, dispute, { camp: 'safe' }))).toBe('decided-stays')
    })
  })

  describe('threads', () => {
    const open = (person: Person, dispute: string, more: Record<string, unknown> = {}) =>
      person.call('thread.open', {
        dispute,
        anchor: { kind: 'case' },
        text: 'Is this about the dose?',
        mentions: [],
        ...more,
      })
    test('about the case, a stretch of the item, a vote, a ballot or a clause that is there', async () => {
      const dispute = await revealed()
      const { dispute: record, splits } = await room(dispute, ana)
      const vote = splits[0].votes[0].vote
      const ballot = Object.keys(record.ballots)[0]
      const anchors = [
        { kind: 'case' },
        { kind: 'item', block: 0, from: 0, to: 4 },
        { kind: 'vote', vote },
        { kind: 'ballot', ballot },
        { kind: 'clause', clause: clause('2.2') },
      ]
      for (const anchor of anchors) expect(codeOf(await open(ana, dispute, { anchor }))).toBe('ok')
      const threads = Object.values((await room(dispute, ben)).dispute.threads) as any[]
      expect(threads.map(({ anchor }) => anchor.kind).sort()).toEqual(anchors.map(({ kind }) => kind).sort())
      expect(threads[0].comments[0]).toMatchObject({ by: ana.member, text: 'Is this about the dose?' })
      const nowhere = [
        { kind: 'item', block: 9, from: 0, to: 4 },
        { kind: 'item', block: 0, from: 4, to: 4 },
        { kind: 'item', block: 0, from: 0, to: 4000 },
        { kind: 'vote', vote: 'aaaaaaaaaa' },
        { kind: 'ballot', ballot: 'aaaaaaaaaa' },
        { kind: 'clause', clause: 'c_nothere' },
      ]
      for (const anchor of nowhere)
        expect(codeOf(await open(ana, dispute, { anchor }))).toBe('anchor-unknown')
    })
    test('the words stand apart from the facts, and reach who may read and nobody else', async () => {
      const dispute = await revealed()
      await open(ben, dispute, { text: 'WORDS-APART' })
      const { told, facts, seq } = house.published.at(-1)!
      expect(JSON.stringify(facts)).not.toContain('WORDS-APART')
      const heard = told.filter(({ event }) => JSON.stringify(event).includes('WORDS-APART'))
      expect(heard.map(({ to }) => [to.roles, [...(to.members ?? [])].sort()])).toEqual([
        [['lead', 'auditor'], [ana.member, ben.member].sort()],
      ])
      const { payload } = house.store.read.tables
      const kept = (await house.store.read.select().from(payload).where(eq(payload.seq, seq))).filter(
        ({ bytes }) => bytes?.includes('WORDS-APART'),
      )
      expect(kept.map(({ part }) => part)).toEqual([`text:${ben.member}`])
      expect((await out.get(path(`disputes/${dispute}`))).status).toBe(404)
      expect((await out.get(path('events?since=0'))).raw).not.toContain('WORDS-APART')
      expect((await rater.get(path('events?since=0'))).raw).not.toContain('WORDS-APART')
    })
    test('not before the reveal, not from outside, not by auditors, and no longer than a comment is', async () => {
      const item = await idOf(house, 'item', `case-${next++}`)
      const sealed = (await lead.call('dispute.open', { items: [{ item, questions: ['safe'] }] })).body
        .opened[0].dispute
      expect(codeOf(await open(ana, sealed))).toBe('not-revealed')
      expect(codeOf(await open(lead, sealed))).toBe('not-revealed')
      const dispute = await revealed()
      expect(codeOf(await open(out, dispute))).toBe('not-seated')
      expect(codeOf(await open(auditor, dispute))).toBe('not-allowed')
      expect(codeOf(await open(rater, dispute))).toBe('not-allowed')
      const long = await open(ana, dispute, { text: 'x'.repeat(COMMENT_LENGTH + 1) })
      expect([long.status, codeOf(long)]).toEqual([400, 'malformed'])
      expect(codeOf(await open(ana, dispute, { text: 'x'.repeat(COMMENT_LENGTH) }))).toBe('ok')
    })
    test('a mention reaches whoever reads the room; nobody else can be mentioned', async () => {
      const dispute = await revealed()
      const { mentionable, names } = await room(dispute, ana)
      expect(mentionable).toEqual([ben.member, lead.member].sort())
      expect(names[lead.member]).toBe('Lea')
      expect(await room(dispute, auditor)).toMatchObject({ names: {}, mentionable: [] })
      for (const [member, name] of [
        [out.member, 'Out'],
        [rater.member, 'Rae'],
        [auditor.member, 'Aud'],
      ]) {
        const refused = await open(ana, dispute, { mentions: [member] })
        expect([codeOf(refused), refused.body.params]).toEqual(['mention-outside', { name }])
      }
      const { body } = await open(ana, dispute, { mentions: [ben.member] })
      const asked = async (person: Person) =>
        (await person.get(path('mentions'))).body.rows.filter((row: any) => row.dispute === dispute)
      expect(await asked(ben)).toMatchObject([{ thread: body.thread, comment: body.comment, by: ana.member }])
      expect(await asked(ana)).toEqual([])
      const add = (person: Person, more: Record<string, unknown> = {}) =>
        person.call('comment.add', { dispute, thread: body.thread, text: 'Yes.', mentions: [], ...more })
      expect(codeOf(await add(ben))).toBe('ok')
      expect(await asked(ben)).toEqual([])
      await add(ana, { mentions: [ben.member] })
      expect(await asked(ben)).toHaveLength(1)
      await ana.call('thread.resolve', { dispute, thread: body.thread })
      expect(await asked(ben)).toEqual([])
    })
    test('a lead who has no seat may resolve; an open thread is asked about before the signature', async () => {
      const dispute = await apart()
      const { thread } = (await open(ana, dispute)).body
      const refused = await sign(dispute)
      expect([codeOf(refused), refused.body.params.requirements]).toEqual([
        'reason-needed',
        'threads-resolved',
      ])
      const turn = (person: Person, verb: 'thread.resolve' | 'thread.reopen') =>
        person.call(verb, { dispute, thread })
      expect(codeOf(await turn(out, 'thread.resolve'))).toBe('not-seated')
      expect(codeOf(await turn(lead, 'thread.reopen'))).toBe('thread-open')
      expect(codeOf(await turn(lead, 'thread.resolve'))).toBe('ok')
      expect(lastFacts()).toEqual([{ kind: 'thread.resolved', dispute, thread, by: lead.member }])
      expect(codeOf(await turn(ana, 'thread.resolve'))).toBe('thread-resolved')
      const words = { dispute, thread, text: 'One more.', mentions: [] }
      expect(codeOf(await ana.call('comment.add', words))).toBe('thread-resolved')
      expect(codeOf(await turn(ben, 'thread.reopen'))).toBe('ok')
      expect(codeOf(await ana.call('comment.add', words))).toBe('ok')
      const signed = await sign(dispute, { reason: 'It is about another case.' })
      expect([codeOf(signed), (await decisionsOf(dispute))[0].overridden]).toEqual([
        'ok',
        ['threads-resolved'],
      ])
      expect((await rater.get(path('events?since=0'))).raw).toContain('threads-resolved')
    })
  })

  describe('opinions', () => {
    const write = (person: Person, dispute: string, kind: string, text = 'OPINION-WORDS') =>
      person.call('opinion.write', { dispute, kind, text })
    test('whoever agrees concurs, whoever does not dissents; a later one takes the place of an earlier', async () => {
      const item = await idOf(house, 'item', `case-${next++}`)
      const { dispute } = (await lead.call('dispute.open', { items: [{ item, questions: ['safe'] }] })).body
        .opened[0]
      expect(codeOf(await write(ana, dispute, 'dissent'))).toBe('not-seated')
      await cast(ana, dispute, 1)
      expect(codeOf(await write(ana, dispute, 'dissent'))).toBe('not-revealed')
      await cast(ben, dispute, 1)
      expect(codeOf(await write(ana, dispute, 'dissent'))).toBe('opinion-unfit')
      expect(codeOf(await write(lead, dispute, 'concurrence'))).toBe('not-seated')
      expect(codeOf(await write(ana, dispute, 'concurrence', 'At first.'))).toBe('ok')
      expect(codeOf(await write(ana, dispute, 'concurrence-in-result'))).toBe('ok')
      expect(JSON.stringify(lastFacts())).not.toContain('OPINION-WORDS')
      const opinions = Object.values((await room(dispute, ben)).dispute.opinions) as any[]
      expect(opinions.map(({ kind, text }) => [kind, text])).toEqual([
        ['concurrence-in-result', 'OPINION-WORDS'],
      ])
    })
    test('before the decision the rater hears none; after it all, by seat letter and without a name', async () => {
      const dispute = await revealed()
      const seat = Object.values((await room(dispute)).dispute.seats as Record<string, any>).find(
        ({ member }) => member === ana.member,
      )
      const { seq } =
        (await rater.get(path('events?since=0'))).body.envelopes?.at(-1) ?? house.published.at(-1)!
      await write(ana, dispute, 'concurrence', 'OPINION-BEFORE')
      const since = async () => (await rater.get(path(`events?since=${seq}`))).raw
      expect(await since()).not.toContain('OPINION')
      expect(codeOf(await sign(dispute, { rationale: 'RATIONALE-WORDS' }))).toBe('ok')
      await write(ben, dispute, 'concurrence', 'OPINION-AFTER')
      const heard = await since()
      for (const words of ['OPINION-BEFORE', 'OPINION-AFTER', 'RATIONALE-WORDS', `"seat":"${seat.letter}"`])
        expect(heard).toContain(words)
      for (const person of [ana, ben, lead]) expect(heard).not.toContain(person.member)
      const mine = (await rater.get(path('my/votes'))).body.rows
      const external = (await room(dispute)).external
      const { vote } = mine.find((row: any) => row.external === external)
      const why = (await rater.get(path(`votes/${vote}/why`))).body
      expect(why.dispute.opinions.map(({ letter, text }: any) => [letter, text]).sort()).toEqual(
        [
          [seat.letter, 'OPINION-BEFORE'],
          [seat.letter === 'A' ? 'B' : 'A', 'OPINION-AFTER'],
        ].sort(),
      )
      expect(JSON.stringify(why)).not.toContain(ana.member)
    })
    test('after the window it is closed, and says until when it was open', async () => {
      const dispute = await revealed()
      await sign(dispute)
      await later(72 * HOUR + 60_000)
      const refused = await write(ana, dispute, 'concurrence')
      expect([codeOf(refused), refused.body.detail]).toEqual([
        'opinion-closed',
        expect.stringContaining('UTC'),
      ])
    })
  })

  describe('the shared rationale', () => {
    test('what is signed is the text as it stands; it is let go of, whatever happens', async () => {
      const before = house.house.frozen
      const let_go: boolean[] = []
      house.house.frozen = async (_dispute, n) => ({
        text: `text ${n}`,
        release: async (kept) => void let_go.push(kept),
      })
      const dispute = await revealed()
      expect(codeOf(await sign(dispute, { rationale: 'another text' }))).toBe('text-moved')
      expect(codeOf(await sign(dispute, { rationale: 'text 0' }, ben))).toBe(
        (await chairOf(dispute)) === ben ? 'ok' : 'not-chair',
      )
      expect(['ok', 'decided-already']).toContain(codeOf(await sign(dispute, { rationale: 'text 0' })))
      expect(let_go).toEqual([false, true])
      if (before) house.house.frozen = before
      else delete house.house.frozen
    })
    test('it has a name once there is something to read, and only who cast or leads writes in it', async () => {
      const dispute = await revealed()
      expect((await room(dispute, ana)).rationale).toEqual({ doc: `${dispute}-0`, mayWrite: true })
      expect((await room(dispute, auditor)).rationale).toEqual({ doc: `${dispute}-0`, mayWrite: false })
      await sign(dispute)
      expect((await room(dispute, ana)).rationale).toEqual({ doc: `${dispute}-0`, mayWrite: false })
      expect(codeOf(await lead.call('dispute.reopen', { dispute, reason: 'A new study.' }))).toBe('ok')
      expect((await room(dispute, ana)).rationale).toBe(null)
      for (const person of [ana, ben]) await cast(person, dispute, 2)
      expect((await room(dispute, ana)).rationale).toEqual({ doc: `${dispute}-1`, mayWrite: true })
    })
  })

  describe('what was decided before', () => {
    test('is found by words whatever their width and case, by clause, and never the item itself', async () => {
      const number = next
      const dispute = await revealed({ argument: 'Ｔｈｅ ＷＡＲＦＡＲＩＮ interaction ワルファリン' })
      const find = async (query: string, person = ana) =>
        (await person.get(path(`precedents?${query}`))).body.rows.map((row: any) => row.dispute)
      expect(await find('q=warfarin')).toEqual([])
      await sign(dispute, { rationale: 'Two anticoagulants at once.' })
      expect(await find('q=warfarin')).toEqual([dispute])
      expect(await find(`q=${encodeURIComponent('ﾜﾙﾌｧﾘﾝ anticoagulants')}`)).toEqual([dispute])
      expect(await find(`q=${encodeURIComponent(`text of case-${number}`)}`, auditor)).toContain(dispute)
      expect(await find(`q=warfarin&clause=${clause('2.1')}`)).toEqual([dispute])
      expect(await find(`q=warfarin&clause=${clause('2.2')}`)).toEqual([])
      const item = await idOf(house, 'item', `case-${number}`)
      expect(await find(`q=warfarin&not=${item}`)).toEqual([])
      const [row] = (await ben.get(path('precedents?q=warfarin&limit=1'))).body.rows
      expect(row).toEqual({
        dispute,
        item,
        external: `case-${number}`,
        snippet: `text of case-${number}`,
        language: null,
        decidedAt: expect.any(Number),
        clauses: [{ id: clause('2.1'), number: '2.1' }],
        decisions: [
          {
            id: expect.any(String),
            question: 'safe',
            kind: 'minority-upheld',
            values: [{ value: 'unsafe', weight: 100 }],
            version: 1,
            signal: null,
            citedBy: 0,
          },
        ],
        excerpt: expect.stringMatching(/WARFARIN interaction ワルファリン/),
      })
      expect(JSON.stringify(row)).not.toMatch(/lone|r0|aspirin adds to the bleeding/)
      expect((await rater.get(path('precedents?q=warfarin'))).status).toBe(403)
    })
    test('the newest stand first', async () => {
      const rows = (await lead.get(path('precedents?limit=50'))).body.rows
      const times = rows.map(({ decidedAt }: any) => decidedAt)
      expect(times.length).toBeGreaterThan(5)
      expect(times).toEqual([...times].sort((a, b) => b - a))
    })
  })

  test('the export reports consent, what was overridden, opinions by letter, and who had seen the split apart', async () => {
    const dispute = await revealed()
    await ana.call('thread.open', { dispute, anchor: { kind: 'case' }, text: 'Is it?', mentions: [] })
    await ben.call('opinion.write', { dispute, kind: 'concurrence', text: 'For the dose alone.' })
    await sign(dispute, { reason: 'Asked and answered by mail.' })
    const lines = (await lead.get(path('exports/decisions.jsonl'))).raw.trim().split('\n')
    const row = lines.map((line) => JSON.parse(line)).find((one) => one.dispute === dispute)
    const letter = Object.values((await room(dispute)).dispute.seats as Record<string, any>).find(
      ({ member }) => member === ben.member,
    ).letter
    expect(row).toMatchObject({
      consent: 0,
      overridden: ['threads-resolved'],
      reason: 'Asked and answered by mail.',
      opinions: [{ letter, kind: 'concurrence', text: 'For the dose alone.' }],
      not_blind: [],
    })
    expect(row.ballots.map(({ letter, kind, argument }: any) => [letter, kind, argument])).toEqual([
      ['A', 'value', 'aspirin adds to the risk'],
      ['B', 'value', 'aspirin adds to the risk'],
    ])
    for (const { member } of [ana, ben, lead]) expect(JSON.stringify(row)).not.toContain(member)
    expect((await lead.get(path('exports/decisions.csv'))).status).toBe(200)
  })
  test('a vote’s chain says what the panel did with it, in both languages', async () => {
    const dispute = await revealed()
    const { vote } = (await room(dispute)).splits[0].votes.find((one: any) => one.value === 'safe')
    await ana.call('cause.name', {
      dispute,
      round: 1,
      question: 'safe',
      camp: null,
      vote,
      cause: 'edge-case',
    })
    await ana.call('thread.open', { dispute, anchor: { kind: 'vote', vote }, text: 'Why?', mentions: [] })
    const [open] = Object.keys((await room(dispute)).dispute.threads)
    await ana.call('thread.resolve', { dispute, thread: open })
    await ana.call('opinion.write', { dispute, kind: 'concurrence', text: 'Yes.' })
    await lead.call('decision.consent', { disputes: [dispute] })
    await ben.call('decision.pull', { dispute, reason: 'Too quick.' })
    expect(codeOf(await sign(dispute))).toBe('ok')
    const { chain } = (await lead.get(path(`explain?vote=${vote}`))).body
    expect(chain.map(({ kind }: { kind: string }) => kind)).toEqual([
      'import.finish',
      'dispute.open',
      'ballot.cast',
      'ballot.cast',
      'cause.name',
      'thread.open',
      'thread.resolve',
      'opinion.write',
      'decision.consent',
      'decision.pull',
      'decision.sign',
    ])
    expect(chain.map(({ words }: { words: string }) => words).join()).not.toMatch(/[{}]|The record changed/)
  })
})
