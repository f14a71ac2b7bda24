import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Envelope } from '#shared/events.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { apply, emptyState } from '#shared/state.ts'
import { MESSAGE_BYTES, SOCKETS_PER_PERSON } from '../../server/live/sockets.ts'
import { openHouse, type Person, type TestHouse } from '../support/house.ts'
import { cookieOf, type Ear, openLive, origin, outcomeOf, ownerOf, until } from '../support/live.ts'
import { dialects } from '../support/stores.ts'
import { ballotOn, guideline, idOf, importVotes, oneAgainst } from '../support/story.ts'

let house: TestHouse
let live: Awaited<ReturnType<typeof openLive>>
beforeAll(async () => {
  house = await openHouse('sqlite')
  live = await openLive(house)
})
afterAll(() => live.close())

/** The HTTP status with which a bare upgrade is answered. */
const upgrade = (headers: Record<string, string>, path = '/live/events/?EIO=4&transport=websocket') =>
  new Promise<number>((resolve, reject) => {
    const asked = request(`${live.url}${path}`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    })
    asked.on('upgrade', (answer, socket) => {
      socket.destroy()
      resolve(answer.statusCode!)
    })
    asked.on('response', (answer) => resolve(answer.statusCode!))
    asked.on('error', reject)
    asked.end()
  })

describe('who may open a socket', () => {
  test.each([
    ['another host', 'https://evil.example'],
    ['null, as sandboxed pages send', 'null'],
    ['a host that begins like ours', `${origin}.evil.example`],
    ['a beginning of ours', 'http://127.0.0.1'],
    ['a host that ends like ours', 'http://evil-127.0.0.1:8080'],
    ['another port', 'http://127.0.0.1:8081'],
    ['another scheme', 'https://127.0.0.1:8080'],
    ['a trailing dot', 'http://127.0.0.1.:8080'],
    ['another name of the same host', 'http://localhost:8080'],
    ['nothing in it', ''],
  ])('an origin with %s gets no upgrade, cookie or not', async (_what, from) => {
    const cookie = await cookieOf(house, await house.person(['lead']))
    expect(await upgrade({ origin: from, cookie })).toBe(403)
    expect(await outcomeOf(live.knock({ origin: from, cookie }))).not.toBe('in')
  })
  test('no origin at all, or a page of another site, gets none; our own does', async () => {
    const cookie = await cookieOf(house, await house.person(['lead']))
    expect(await upgrade({ cookie })).toBe(403)
    for (const site of ['cross-site', 'same-site', 'none'])
      expect(await upgrade({ origin, cookie, 'sec-fetch-site': site })).toBe(403)
    expect(await upgrade({ origin, cookie, 'sec-fetch-site': 'same-origin' })).toBe(101)
  })
  test('long polling does not exist', async () => {
    const answer = await fetch(`${live.url}/live/events/?EIO=4&transport=polling`, { headers: { origin } })
    expect(answer.status).toBe(400)
  })
  test('without a session, or with one that ended, nobody comes in', async () => {
    const person = await house.person(['lead'])
    const cookie = await cookieOf(house, person)
    expect(await outcomeOf(live.knock({ origin }))).toBe('sign-in')
    expect(await outcomeOf(live.knock({ origin, cookie: 'sid8080=aaaaaaaaaa.nonsense' }))).toBe('sign-in')
    const [sid] = (await cookieOf(house, person)).split(';')
    await house.app.inject({
      method: 'POST',
      url: '/api/v1/projects/_/session.end',
      headers: { origin, cookie: sid!, 'idempotency-key': 'out' },
      payload: {},
    })
    expect(await outcomeOf(live.knock({ origin, cookie: sid! }))).toBe('sign-in')
    expect(await outcomeOf(live.knock({ origin, cookie }))).toBe('in')
  })
  test('a project one is not of answers like one that does not exist, and nothing of it is heard', async () => {
    const stranger = await house.person(['lead'])
    const ear = await live.connect(await cookieOf(house, stranger))
    await house.hostCall('project.create', { key: `${house.key}-x`, name: { en: 'Other', ja: '別' } })
    const ask = (project: unknown) => ear.socket.timeout(5000).emitWithAck('join', { project })
    const [foreign, missing] = [await ask(`${house.key}-x`), await ask('no-such-project')]
    expect(foreign).toEqual(missing)
    expect(foreign).toEqual({ refused: 'not-found' })
    for (const odd of [null, 7, {}, ['a'], '__proto__', '']) expect(await ask(odd)).toEqual(missing)
    await house.act('question.save', { question: questionNamed('unheard') } as never)
    expect(ear.envelopes).toEqual([])
  })
})

describe('limits', () => {
  test(`a person holds ${SOCKETS_PER_PERSON} sockets, also when they are opened all at once`, async () => {
    const cookie = await cookieOf(house, await house.person(['lead']))
    const knocks = Array.from({ length: SOCKETS_PER_PERSON + 5 }, () => live.knock({ origin, cookie }))
    const came = await Promise.all(knocks.map(outcomeOf))
    expect([
      came.filter((one) => one === 'in').length,
      came.filter((one) => one === 'too-many-tabs').length,
    ]).toEqual([SOCKETS_PER_PERSON, 5])
    for (const socket of knocks) socket.disconnect()
    await until(async () => {
      const again = live.knock({ origin, cookie })
      const found = await outcomeOf(again)
      again.disconnect()
      return found === 'in'
    })
  })
  test('a message over 64 KiB closes the socket of whoever sent it, and no other', async () => {
    const [one, other] = [
      await live.sit(await cookieOf(house, await house.person(['lead']))),
      await live.sit(await cookieOf(house, await house.person(['lead']))),
    ]
    one.socket.emit('join', { project: 'x'.repeat(MESSAGE_BYTES) })
    expect(await one.gone).toMatch(/transport/)
    expect(other.socket.connected).toBe(true)
  })
  test('frames that make no sense end their own socket and leave the server standing', async () => {
    const cookie = await cookieOf(house, await house.person(['lead']))
    for (const frame of [
      '4',
      '40',
      '42',
      '42[',
      '42["join"]',
      '421[{"toString":1}]',
      '451-["join",{"_placeholder":true,"num":9}]',
      '9',
      '\u0000',
    ]) {
      const { socket } = await live.connect(cookie)
      const { transport } = socket.io.engine as unknown as { transport: { ws: { send(text: string): void } } }
      transport.ws.send(frame)
      await new Promise((resolve) => setTimeout(resolve, 20))
      socket.disconnect()
    }
    expect(
      await outcomeOf(live.knock({ origin, cookie: await cookieOf(house, await house.person(['lead'])) })),
    ).toBe('in')
  })
})

describe('access that ends', () => {
  const leaves: [string, (person: Person, cookie: string) => Promise<unknown>][] = [
    ['a removed member', (person) => house.hostCall('member.remove', { member: person.member })],
    [
      'a member of other roles',
      (person) => house.hostCall('member.change', { member: person.member, roles: ['panelist'] }),
    ],
    ['who signs out', (_person, cookie) => out(cookie)],
    [
      'who changes the password on another screen',
      (person) =>
        person.call('password.change', { old: 'correct horse battery', password: 'another horse battery' }),
    ],
  ]
  test.each(leaves)('%s is gone within a second and hears nothing more', async (_who, leave) => {
    const person = await house.person(['auditor'])
    const cookie = await cookieOf(house, person)
    const [ear, stays] = [
      await live.sit(cookie),
      await live.sit(await cookieOf(house, await house.person(['lead']))),
    ]
    const since = performance.now()
    await leave(person, cookie)
    await ear.gone
    expect(performance.now() - since).toBeLessThan(1000)
    const [heard, told] = [ear.bytes.length, stays.envelopes.length]
    await house.act('question.save', {
      question: questionNamed(`after-${heard}-${Math.round(since)}`),
    } as never)
    await until(() =>
      stays.envelopes.slice(told).some(({ events }) => events.some(({ kind }) => kind === 'question.saved')),
    )
    expect(ear.bytes.length).toBe(heard)
    expect(stays.socket.connected).toBe(true)
  })
})

describe.each(dialects)('the stream of news, on %s', (dialect) => {
  let house: TestHouse
  let live: Awaited<ReturnType<typeof openLive>>
  let ana: Person, ben: Person, cleo: Person, lead: Person, auditor: Person, rater: Person
  const ears = new Map<string, Ear & { seq: number }>()
  let dispute = ''
  let clause = ''
  let opened: number

  beforeAll(async () => {
    house = await openHouse(dialect)
    live = await openLive(house)
    await importVotes(house, oneAgainst('case-1', 4))
    await house.act(
      'guideline.publish',
      { texts: guideline, authoritative: 'en', note: 'first' },
      undefined,
      0,
    )
    lead = await house.person(['lead'], 'Lea')
    ana = await house.person(['panelist'], 'Ana')
    ben = await house.person(['panelist'], 'Ben')
    cleo = await house.person(['panelist'], 'Cleo')
    auditor = await house.person(['auditor'], 'Aud')
    rater = await house.person(['rater'], 'Rae', await idOf(house, 'rater', 'lone'))
    clause = (await lead.get(`/projects/${house.key}/guideline`)).body.clauses[1].id
    for (const [name, person] of Object.entries({ ana, ben, cleo, lead, auditor, rater }))
      ears.set(name, await live.sit(await cookieOf(house, person)))
    ears.set('owner', await live.sit(await ownerOf(house)))
    opened = ears.get('lead')!.seq
  }, 120_000)
  afterAll(() => live.close())

  const cast = (person: Person, round: number, value: string, cause = 'guideline-unclear') =>
    person.call('ballot.cast', {
      dispute,
      round,
      answers: [ballotOn(value, clause, { cause })],
      arguments: { safe: `${value} it is` },
    })
  const record = async (person: Person): Promise<DisputeRecord> =>
    (await person.get(`/projects/${house.key}/disputes/${dispute}`)).body.dispute
  const settled = async () => {
    const { seq } = (await lead.get(`/projects/${house.key}`)).body.project
    await until(() => [...ears.values()].every(({ envelopes }) => (envelopes.at(-1)?.seq ?? 0) >= seq))
    return seq as number
  }
  const room = (name: string): Person => ({ ana, ben, cleo, lead, auditor, rater })[name as 'ana']!
  const watched = ['ana', 'ben', 'lead', 'auditor']
  /** The record a screen read at `from`, after everything it heard since, beside what it would read now. */
  async function parity(from: Map<string, { seq: number; record: DisputeRecord }>) {
    await settled()
    for (const name of watched) {
      const { seq, record: before } = from.get(name)!
      const folded = ears
        .get(name)!
        .envelopes.filter((envelope) => envelope.seq > seq)
        .reduce((state, envelope) => apply(state, envelope, envelope.events), {
          ...emptyState(),
          seq,
          disputes: { [dispute]: before },
        })
      expect([name, ordered(folded.disputes[dispute]!)]).toEqual([name, ordered(await record(room(name)))])
    }
  }
  async function snapshot() {
    const from = new Map<string, { seq: number; record: DisputeRecord }>()
    for (const name of watched) {
      const { body } = await room(name).get(`/projects/${house.key}/disputes/${dispute}`)
      from.set(name, { seq: body.seq, record: body.dispute })
    }
    return from
  }

  /** Threads, causes, opinions, and out of the consent list. */
  async function talk() {
    const asked = { dispute, anchor: { kind: 'case' }, text: 'Is it about the dose?', mentions: [ben.member] }
    const { thread } = (await ana.call('thread.open', asked)).body
    const camp = { round: 1, question: 'safe', camp: 'safe', vote: null, cause: 'edge-case' }
    const said = [
      await ben.call('comment.add', { dispute, thread, text: 'Yes.', mentions: [] }),
      await lead.call('thread.resolve', { dispute, thread }),
      await ana.call('cause.name', { dispute, ...camp }),
      await ben.call('cause.name', { dispute, ...camp }),
      await ana.call('opinion.write', { dispute, kind: 'concurrence', text: 'For the dose alone.' }),
      await ben.call('decision.pull', { dispute, reason: 'The dose matters.' }),
    ]
    expect(said.map(({ status }) => status)).toEqual(Array(6).fill(200))
  }

  test('folding what a viewer hears gives what that viewer would read, all the way to a decision and back', async () => {
    const { body } = await lead.call('dispute.open', {
      items: [{ item: await idOf(house, 'item', 'case-1'), questions: ['safe'] }],
    })
    dispute = body.opened[0].dispute
    const seats = Object.values((await record(lead)).seats).map(({ member }) => member)
    const sits = (person: Person) => seats.includes(person.member)
    // Whoever was not drawn is the panelist outside.
    const panel = [ana, ben, cleo].sort((a, b) => Number(sits(b)) - Number(sits(a)))
    ;[ana, ben, cleo] = panel as [Person, Person, Person]
    // Their ears go by their names.
    const byPerson = new Map(
      await Promise.all(
        panel.map(
          async (person, i) =>
            [['ana', 'ben', 'cleo'][i]!, await live.sit(await cookieOf(house, person))] as const,
        ),
      ),
    )
    for (const [name, ear] of byPerson) ears.set(name, Object.assign(ear, { envelopes: ear.envelopes }))
    let from = await snapshot()
    expect((await cast(ana, 1, 'safe')).status).toBe(200)
    await parity(from)
    expect((await cast(ana, 1, 'unsafe')).status).toBe(200)
    await parity(from)
    from = await snapshot()
    expect((await cast(ben, 1, 'unsafe')).status).toBe(200)
    expect((await record(lead)).state).toBe('revealed')
    await parity(from)
    await talk()
    await parity(from)
    const { version } = (await lead.get(`/projects/${house.key}/disputes/${dispute}`)).body
    expect(
      (await lead.call('decision.sign', { dispute, rationale: 'As the clause reads.' }, { ifMatch: version }))
        .status,
    ).toBe(200)
    await parity(from)
    const late = { dispute, kind: 'concurrence', text: 'And the dose.' }
    expect((await ben.call('opinion.write', late)).status).toBe(200)
    await parity(from)
    expect((await lead.call('dispute.reopen', { dispute, reason: 'A new study.' })).status).toBe(200)
    await parity(from)
    expect((await cast(ana, 2, 'safe')).status).toBe(200)
    expect((await cast(ben, 2, 'unsafe', 'edge-case')).status).toBe(200)
    await parity(from)
  })
  test('everybody hears every entry once, in order, whatever of it is meant for them', async () => {
    const last = await settled()
    for (const [name, { envelopes }] of ears) {
      const heard = entriesOf(envelopes).map(({ seq }) => seq)
      const first = heard[0]!
      expect([name, heard]).toEqual([name, Array.from({ length: last - first + 1 }, (_, i) => first + i)])
      expect(first).toBeGreaterThan(opened)
    }
  })
  test('what was missed is fetched by number and is the same that was told', async () => {
    for (const [name, { envelopes }] of ears) {
      if (name === 'owner' || envelopes.length === 0) continue
      const since = entriesOf(envelopes)[0]!.seq - 1
      const { body } = await room(name).get(`/projects/${house.key}/events?since=${since}`)
      const told = entriesOf(envelopes).filter(({ seq }) => seq > since)
      const kinds = (list: Envelope[]) => list.map(({ seq, events }) => [seq, events])
      expect([name, kinds(body.envelopes)]).toEqual([name, kinds(told)])
    }
  })
  test('each hears what is for them: a rater that it is heard, a seat its own ballot, nobody another’s', () => {
    const kinds = (name: string) =>
      new Set(entriesOf(ears.get(name)!.envelopes).flatMap(({ events }) => events.map(({ kind }) => kind)))
    expect(kinds('rater').has('ballot.cast')).toBe(false)
    expect(kinds('rater').has('votes.marked')).toBe(true)
    expect(kinds('lead').has('decision.drafted')).toBe(true)
    expect(kinds('owner')).toEqual(kinds('lead'))
    const answersHeard = (name: string) =>
      ears
        .get(name)!
        .envelopes.flatMap(({ events }) =>
          events.flatMap((event) =>
            event.kind === 'ballot.cast' && event.ballot.answers ? [event.ballot.seat] : [],
          ),
        )
    expect(new Set(answersHeard('ana')).size).toBe(1)
    for (const name of ['cleo', 'lead', 'auditor', 'rater', 'owner'])
      expect([name, answersHeard(name)]).toEqual([name, []])
  })
})

const out = (cookie: string) =>
  house.app.inject({
    method: 'POST',
    url: '/api/v1/projects/_/session.end',
    headers: { origin, cookie, 'idempotency-key': `${Math.random()}` },
    payload: {},
  })

/** Without the news that is no entry: that the queue was ordered anew. */
const entriesOf = (envelopes: readonly Envelope[]) =>
  envelopes.filter(({ events }) => !events.some(({ kind }) => kind === 'queue.rebuilt'))

const ordered = (record: DisputeRecord) =>
  JSON.parse(
    JSON.stringify({ ...record, votes: [...record.votes].sort((a, b) => (a.vote < b.vote ? -1 : 1)) }),
  )

const questionNamed = (key: string) => ({
  key,
  type: 'single',
  level: 'nominal',
  wording: { en: key, ja: key },
  options: ['a', 'b'].map((value) => ({ value, label: { en: value, ja: value } })),
  scale: null,
  tolerance: 0,
  cautious: null,
})
