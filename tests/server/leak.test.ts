import { afterAll, beforeAll, expect, test } from 'vitest'
import { causes } from '#shared/answer.ts'
import { openClient } from '../../server/cli/client.ts'
import { countOf, disguises, inOneOrder, levelled } from '../support/canaries.ts'
import { type Answered, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { cookieOf, type Ear, openLive, origin, ownerOf, until } from '../support/live.ts'
import { guideline, idOf, importVotes, type Vote } from '../support/story.ts'

/**
 * Sealed means sealed (law 1): twenty disputes with a sealed ballot in each, no two ballots alike in value, cause,
 * clauses or length, and everything that leaves the server to anybody but the seat that cast.
 */
const DISPUTES = 20
const cases = Array.from({ length: DISPUTES }, (_, i) => `case-${10 + i}`)
const optionOf = (i: number) => `canary-value-${10 + i}`
const argumentOf = (i: number) => `CANARY-ARGUMENT-${10 + i} ${'because of the dose '.repeat(1 + i * 4)}`
type Reading = { status: number; headers: string; raw: string }

let house: TestHouse
let live: Awaited<ReturnType<typeof openLive>>
let ana: Person, ben: Person, lead: Person, outside: Person
let disputes: string[] = []
const items: string[] = []
let votes: string[] = []
let clauses: string[] = []
const readers = new Map<string, (path: string) => Promise<Reading>>()
const ears = new Map<string, Ear>()
let before: Map<string, Map<string, Reading>>
let after: Map<string, Map<string, Reading>>
const refusals: Answered[][] = []

beforeAll(async () => {
  house = await openHouse('sqlite')
  live = await openLive(house)
  const rows: Vote[] = cases.flatMap((item) => [
    { item, rater: 'r1', label: 'safe' },
    { item, rater: 'r2', label: 'safe' },
    { item, rater: 'lone', label: 'unsafe', note: 'meant' },
  ])
  await house.act('question.save', { question: question() } as never)
  await importVotes(house, rows)
  await house.act(
    'guideline.publish',
    { texts: longGuideline(), authoritative: 'en', note: 'first' },
    undefined,
    0,
  )
  lead = await house.person(['lead'], 'Lea')
  ana = await house.person(['panelist'], 'Ana')
  ben = await house.person(['panelist'], 'Ben')
  // Ben has no minutes left from the start, so Ana is seated first, as A and chair, and readings can be equal.
  await ben.call('panelist.describe', { languages: [], expertise: [], minutes: 5 })
  const rater = await house.person(['rater'], 'Rae', await idOf(house, 'rater', 'lone'))
  const auditor = await house.person(['auditor'], 'Aud')
  for (const item of cases) items.push(await idOf(house, 'item', item))
  const opened = await lead.call('dispute.open', {
    items: items.map((item) => ({ item, questions: ['safe'] })),
  })
  disputes = items.map(
    (item) => opened.body.opened.find((one: { item: string }) => one.item === item).dispute,
  )
  outside = await house.person(['panelist'], 'Out')
  votes = (await rater.get(`/projects/${house.key}/my/votes`)).body.rows.map(
    (row: { vote: string }) => row.vote,
  )
  clauses = (await lead.get(`/projects/${house.key}/guideline`)).body.clauses.map(
    (one: { id: string }) => one.id,
  )
  const owner = await ownerOf(house)
  const people = { lead, ben, outside, rater, auditor }
  for (const [name, person] of Object.entries(people))
    readers.set(name, reader({ cookie: await cookieOf(house, person) }))
  readers.set('owner', reader({ cookie: owner }))
  readers.set('a token of the lead', reader({ authorization: `Bearer ${await tokenOf(lead)}` }))
  readers.set('nobody', reader({}))
  readers.set('the host', async (url) => reading(await house.host.inject({ method: 'GET', url })))
  for (const [name, person] of Object.entries(people))
    ears.set(name, await live.sit(await cookieOf(house, person)))
  ears.set('owner', await live.sit(owner))

  before = await readAll()
  for (const i of disputes.keys()) {
    // Everybody has this room open on their screen.
    for (const { socket } of ears.values()) socket.emit('look', { project: house.key, dispute: disputes[i] })
    expect((await cast(ana, i)).status).toBe(200)
    await tryThings(i)
  }
  const { seq } = (await lead.get(`/projects/${house.key}`)).body.project
  await until(() => [...ears.values()].every(({ envelopes }) => (envelopes.at(-1)?.seq ?? 0) >= seq))
  after = await readAll()
}, 120_000)
afterAll(() => live.close())

/** Ballots differ in everything a ballot can differ in; some clauses are cited in none. */
const cast = (person: Person, i: number) =>
  person.call('ballot.cast', {
    dispute: disputes[i],
    round: 1,
    answers: [
      {
        question: 'safe',
        ...(i % 3 === 0
          ? {
              kind: 'several',
              values: [
                { value: optionOf(i), weight: 60 },
                { value: 'safe', weight: 40 },
              ],
            }
          : { kind: 'value', values: [{ value: optionOf(i), weight: 100 }] }),
        cause: causes[i % causes.length],
        confidence: ['low', 'mid', 'high'][i % 3],
        clauses: i % 4 === 3 ? [] : clauses.slice(1, 2 + (i % 5)),
        noClause: i % 4 === 3,
      },
    ],
    arguments: { safe: argumentOf(i).slice(0, 1990) },
  })

/** Asked of every sealed dispute alike, and refused: what is said then must not depend on the ballot either. */
async function tryThings(i: number) {
  const dispute = disputes[i]!
  const { version } = (await lead.get(`/projects/${house.key}/disputes/${dispute}`)).body
  refusals.push([
    await lead.call('decision.sign', { dispute, rationale: 'so' }, { ifMatch: version }),
    await lead.call('dispute.reopen', { dispute, reason: 'so' }),
    await lead.call('dispute.open', { items: [{ item: items[i], questions: ['safe'] }] }),
    await house.hostCall('round.close', { dispute, round: 1 }),
    await ben.call('ballot.cast', { dispute, round: 1, answers: [], arguments: {} }),
    await ben.call('ballot.cast', { dispute, round: 2, answers: [wrongAnswer], arguments: {} }),
    await ben.call('ballot.cast', { dispute, round: 1, answers: [wrongAnswer], arguments: {} }),
    await lead.call('ballot.cast', { dispute, round: 1, answers: [wrongAnswer], arguments: {} }),
    await lead.call('thread.open', { dispute, anchor: { kind: 'case' }, text: 'so', mentions: [] }),
    await ben.call('thread.open', { dispute, anchor: { kind: 'case' }, text: 'so', mentions: [] }),
    await ben.call('opinion.write', { dispute, kind: 'dissent', text: 'so' }),
    await ben.call('cause.name', {
      dispute,
      round: 1,
      question: 'safe',
      camp: 'safe',
      vote: null,
      cause: 'edge-case',
    }),
    await ben.call('decision.pull', { dispute, reason: 'so' }),
    await lead.call('decision.consent', { disputes: [dispute] }),
  ])
}
const wrongAnswer = {
  question: 'safe',
  kind: 'value',
  values: [{ value: 'not an option', weight: 100 }],
  cause: 'edge-case',
  confidence: 'low',
  clauses: [],
  noClause: true,
}

/** Every GET route there is, with everything an address can name. */
async function paths(): Promise<string[]> {
  const openapi = (await house.app.inject('/api/openapi.json')).json()
  const own = Object.entries(openapi.paths as Record<string, Record<string, unknown>>)
    .filter(([, methods]) => 'get' in methods)
    .map(([path]) => path.replace('{project}', house.key))
  const fill = (path: string, name: string, values: readonly string[]) =>
    path.includes(`{${name}}`) ? values.map((value) => path.replace(`{${name}}`, value)) : [path]
  const imports = (await house.host.inject(`/api/v1/projects/${house.key}/imports`)).json() as {
    id: string
  }[]
  const filled = own
    .flatMap((path) => fill(path, 'dispute', disputes))
    .flatMap((path) => fill(path, 'item', items))
    .flatMap((path) => fill(path, 'vote', votes))
    .flatMap((path) =>
      fill(
        path,
        'import',
        imports.map(({ id }) => id),
      ),
    )
    .flatMap((path) => fill(path, 'as', ['votes.jsonl', 'votes.csv', 'decisions.jsonl', 'decisions.csv']))
    .map((path) => path.replace(/\{\w+\}/g, 'aaaaaaaaaa'))
  return filled.flatMap((path) => [
    path,
    ...(queries[path.split('/').at(-1)!] ?? []).map((query) => `${path}?${query}`),
  ])
}
const queries: Record<string, string[]> = {
  events: ['since=0'],
  explain: cases.map((item) => `item=${item}&rater=lone`),
  queue: ['q=canary', 'q=CANARY-ARGUMENT', 'state=in-dispute', 'sort=entropy', 'lane=all'],
  document: ['sort=votes'],
  disputes: ['state=voting', 'state=revealed', 'state=decided', 'mine=1'],
  guideline: ['version=1'],
  precedents: ['q=canary', 'q=CANARY-ARGUMENT', 'q=the'],
}

async function readAll(): Promise<Map<string, Map<string, Reading>>> {
  const all = new Map<string, Map<string, Reading>>()
  const wanted = await paths()
  for (const [name, read] of readers) {
    const read1 = new Map<string, Reading>()
    for (const path of wanted) read1.set(path, await read(path))
    all.set(name, read1)
  }
  return all
}

const reader = (headers: Record<string, string>) => async (url: string) =>
  reading(await house.app.inject({ method: 'GET', url, headers: { ...headers, origin } }))
const reading = (answer: Awaited<ReturnType<TestHouse['app']['inject']>>): Reading => {
  const { date: _date, ...headers } = answer.headers
  return { status: answer.statusCode, headers: JSON.stringify(headers), raw: answer.body }
}
const everything = (of: Map<string, Reading>) =>
  [...of.values()].map(({ headers, raw }) => headers + raw).join('\n')

test('every reader reads something, so that silence means something', () => {
  for (const [name, read] of after) {
    const good = [...read.values()].filter(({ status }) => status === 200).length
    expect([name, good > (name === 'nobody' ? -1 : 3)]).toEqual([name, true])
  }
  expect([...after.get('lead')!.values()].filter(({ status }) => status >= 500)).toEqual([])
  for (const name of ['lead', 'ben', 'auditor', 'owner'])
    for (const dispute of disputes) {
      const { dispute: seen } = JSON.parse(
        after.get(name)!.get(`/api/v1/projects/${house.key}/disputes/${dispute}`)!.raw,
      )
      expect([seen.state, Object.keys(seen.ballots).length]).toEqual(['voting', 1])
    }
})

test('no argument reaches anybody in any disguise: answers, headers, news, refusals, the log', async () => {
  const { logEntry } = house.store.read.tables
  const log = (await house.store.read.select().from(logEntry)).map(({ body, leaf }) => body + leaf).join('\n')
  const said = refusals
    .flat()
    .map(({ headers, raw }) => JSON.stringify(headers) + raw)
    .join('\n')
  const bytes = new Map<string, string>([
    ...[...after].map(([name, read]): [string, string] => [`${name} reads`, everything(read)]),
    ...[...ears].map(([name, ear]): [string, string] => [`${name} hears`, ear.bytes.join('\n')]),
    ['refusals', said],
    ['log', log],
  ])
  for (const [where, text] of bytes) {
    expect([where, text.includes('CANARY-ARGUMENT')]).toEqual([
      where,
      where.endsWith('hears') ? false : text.includes('q=CANARY'),
    ])
    for (const i of disputes.keys())
      for (const secret of [`CANARY-ARGUMENT-${10 + i}`, argumentOf(i).slice(0, 1990)])
        expect([where, secret.slice(0, 20), countOf(text, secret)]).toEqual([where, secret.slice(0, 20), 0])
  }
})

test('no value, cause or clause of a sealed ballot is said once more than before it was cast', async () => {
  const secrets = [...disputes.keys()].map(optionOf).concat(causes, clauses)
  for (const [name, read] of after)
    for (const [path, { headers, raw }] of read) {
      const was = before.get(name)!.get(path)!
      for (const secret of secrets) {
        const found = countOf(headers + raw, secret)
        expect([name, path, secret, found]).toEqual([
          name,
          path,
          secret,
          countOf(was.headers + was.raw, secret),
        ])
      }
    }
  const { logEntry } = house.store.read.tables
  const log = (await house.store.read.select().from(logEntry)).map(({ body }) => body).join('\n')
  for (const secret of [...disputes.keys()].map(optionOf).concat(causes))
    for (const disguise of disguises(secret))
      expect([secret, log.includes(disguise)]).toEqual([secret, false])
  for (const [name, { bytes }] of ears)
    for (const secret of secrets)
      expect([name, secret, countOf(bytes.join('\n'), secret)]).toEqual([name, secret, 0])
})

test('what is read of two disputes is equal but for ids and times, whatever their ballots say', () => {
  for (const [name, read] of after)
    for (const [kind, ids] of [
      ['disputes', disputes],
      ['items', items],
      ['votes', votes],
    ] as const) {
      const pages = ids.map((id) =>
        [...read].filter(([path]) => path.includes(`/${kind}/${id}`)).map(([, page]) => page),
      )
      const alike = new Set(
        pages.map((own) =>
          JSON.stringify(
            own.map(({ status, headers, raw }) => [
              status,
              headers.replace(/"\\"\d+\\""/, 'etag'),
              inOneOrder(raw),
            ]),
          ),
        ),
      )
      expect([name, kind, alike.size]).toEqual([name, kind, 1])
      expect([name, kind, new Set(pages.map((own) => own.map(({ raw }) => raw.length).join())).size]).toEqual(
        [name, kind, 1],
      )
    }
})

test('the refusals of two sealed disputes are equal but for the item’s name', () => {
  const alike = new Set(
    refusals.map((own) => JSON.stringify(own.map(({ status, raw }) => [status, levelled(raw)]))),
  )
  expect(alike.size).toBe(1)
  expect(refusals[0]!.map(({ status }) => status)).toEqual([
    409, 409, 409, 409, 400, 409, 422, 403, 409, 409, 403, 403, 409, 409,
  ])
})

test('the news of two castings are equal for everybody but the seat, and counts do not grow', () => {
  for (const [name, { envelopes }] of ears) {
    const castings = envelopes.filter(({ events }) => events.some((event) => event.kind === 'ballot.cast'))
    const told = new Set(castings.map((envelope) => levelled(JSON.stringify(envelope))))
    expect([name, castings.length, told.size]).toEqual([
      name,
      name === 'rater' ? 0 : DISPUTES,
      name === 'rater' ? 0 : 1,
    ])
    // Whoever is told nothing still gets an empty envelope, whose size says nothing.
    const entries = envelopes.filter(({ events }) => events.length === 0)
    expect(new Set(entries.map((envelope) => levelled(JSON.stringify(envelope)).length)).size).toBeLessThan(2)
  }
})

test('the machine’s own command line reads no more than a lead', async () => {
  const client = await openClient(house.data, async () => ({ app: house.host, close: async () => {} }))
  for (const path of [
    'queue/document',
    'exports/votes.jsonl',
    'exports/decisions.jsonl',
    ...cases.map((item) => `explain?item=${item}&rater=lone`),
  ]) {
    const { text } = await client.request('GET', `/api/v1/projects/${house.key}/${path}`)
    for (const i of disputes.keys()) {
      expect(countOf(text, `CANARY-ARGUMENT-${10 + i}`)).toBe(0)
      expect(countOf(text, optionOf(i))).toBe(0)
    }
  }
})

test('at the reveal both seats read it all, so the canaries were there to be found', async () => {
  expect((await cast(ben, 1)).status).toBe(200)
  const { raw } = await ben.get(`/projects/${house.key}/disputes/${disputes[1]}`)
  expect(countOf(raw, 'CANARY-ARGUMENT-11')).toBeGreaterThan(0)
  expect(
    countOf(
      ears.get('lead')!.bytes.join('\n') + (await lead.get(`/projects/${house.key}/events?since=0`)).raw,
      optionOf(1),
    ),
  ).toBeGreaterThan(0)
})

test('before the first reveal nobody learns who is looking', async () => {
  for (const [name, { bytes }] of ears)
    expect([name, bytes.filter((packet) => packet.includes('"presence"'))]).toEqual([name, []])
})

test('a third seat reads and hears nothing of what was said, nor who is there, before its own ballot', async () => {
  const dispute = disputes[2]!
  const sitting = [
    [ana, await live.sit(await cookieOf(house, ana))],
    [ben, ears.get('ben')!],
    [outside, ears.get('outside')!],
  ] as const
  const here = new Map<string, string[]>()
  for (const [person, { socket }] of sitting) {
    socket.on('presence', (told: { dispute: string; members: string[] }) => {
      if (told.dispute === dispute) here.set(person.member, told.members)
    })
    socket.emit('look', { project: house.key, dispute })
  }
  // Another ballot than Ana's: the third is seated for the second round.
  const answers = [{ ...wrongAnswer, values: [{ value: 'safe', weight: 100 }] }]
  expect((await ben.call('ballot.cast', { dispute, round: 1, answers, arguments: {} })).status).toBe(200)
  const said = { dispute, anchor: { kind: 'case' }, text: 'CANARY-THREAD', mentions: [] }
  expect((await ana.call('thread.open', said)).status).toBe(200)
  const refused = await outside.call('thread.open', said)
  expect([refused.status, refused.body.code]).toEqual([409, 'not-revealed'])
  const mention = await ana.call('thread.open', { ...said, text: 'so', mentions: [outside.member] })
  expect([mention.status, mention.body.code]).toEqual([422, 'mention-outside'])
  const both = [ana.member, ben.member].sort()
  await until(() => here.get(ana.member)?.length === 2 && here.get(ben.member)?.length === 2)
  expect([here.get(ana.member), here.get(outside.member)]).toEqual([both, undefined])
  const reads = async () => (await outside.get(`/projects/${house.key}/disputes/${dispute}`)).raw
  const events = async () => (await outside.get(`/projects/${house.key}/events?since=0`)).raw
  expect([await reads(), await events(), ears.get('outside')!.bytes.join()].join()).not.toContain(
    'CANARY-THREAD',
  )
  expect(countOf(await reads(), 'CANARY-ARGUMENT-12')).toBe(0)
  expect((await outside.call('ballot.cast', { dispute, round: 2, answers, arguments: {} })).status).toBe(200)
  expect(await reads()).toContain('CANARY-THREAD')
  expect(countOf(await reads(), 'CANARY-ARGUMENT-12')).toBeGreaterThan(0)
  await until(() => here.get(outside.member)?.length === 3 && here.get(ana.member)?.length === 3)
  expect(ears.get('outside')!.bytes.join()).toContain('CANARY-THREAD')
  // Whoever goes is gone.
  sitting[1][1].socket.emit('look', { project: house.key, dispute: null })
  await until(() => here.get(ana.member)?.length === 2)
  for (const name of ['rater', 'auditor'])
    expect(ears.get(name)!.bytes.some((packet) => packet.includes('"presence"'))).toBe(false)
})

const tokenOf = async (person: Person): Promise<string> =>
  (await person.call('token.make', { name: 'script', scopes: ['read', 'export', 'import'], days: 1 })).body
    .token

const longGuideline = () => ({
  en: `${guideline.en}## Rest\nAsk.\n## Sleep\nAsk.\n## Food\nAsk.\n`,
  ja: `${guideline.ja}## 休息\n尋ねる。\n## 睡眠\n尋ねる。\n## 食事\n尋ねる。\n`,
})

const question = () => ({
  key: 'safe',
  type: 'single',
  level: 'nominal',
  wording: { en: 'Is it safe?', ja: '安全か' },
  options: ['safe', 'unsafe', ...cases.map((_, i) => optionOf(i))].map((value) => ({
    value,
    label: { en: value, ja: value },
  })),
  scale: null,
  tolerance: 0,
  cautious: null,
})
