import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAppeals } from '../support/appeals.ts'
import { countOf } from '../support/canaries.ts'
import { expectOk, type Person } from '../support/house.ts'

/**
 * A fresh panel knows nothing of what was decided before it: whatever a seat of the hearing can read says nothing of the
 * first ballots, the decision, the appeal or how the case was chosen, until its first round is open to it.
 */
const secrets = ['CANARY-REASON', 'because of', 'so it is', 'majority-upheld']
type Read = Map<string, string>
let it: Awaited<ReturnType<typeof openAppeals>>
let appeal = ''
let hearing = ''
let before: Read
let after: Read

async function pathsOf(): Promise<string[]> {
  const openapi = (await it.house.app.inject('/api/openapi.json')).json()
  const own = Object.entries(openapi.paths as Record<string, object>)
    .filter(([, methods]) => 'get' in methods)
    .map(([path]) => path.replace('/api/v1', '').replace('{project}', it.house.key))
  const { dispute, decision } = it.first('one')
  const vote = await it.voteOn('one', 'lone')
  const { item } = await it.record(dispute)
  const named: Record<string, string[]> = {
    dispute: [dispute, hearing],
    vote: [vote],
    item: [item],
    appeal: [appeal],
    decision: [decision],
    clause: [it.clause('2.1')],
    as: ['decisions.jsonl'],
  }
  const filled = own.flatMap((path) => {
    const name = /\{(\w+)\}/.exec(path)?.[1]
    return name ? (named[name] ?? ['aaaaaaaaaa']).map((value) => path.replace(`{${name}}`, value)) : [path]
  })
  return filled.flatMap((path) => [
    path,
    ...(path.endsWith('/events') ? [`${path}?since=0`] : []),
    ...(path.endsWith('/precedents') ? [`${path}?q=one`, `${path}?clause=${it.clause('2.1')}`] : []),
    ...(path.endsWith('/disputes') ? [`${path}?state=decided`, `${path}?item=${item}`] : []),
    ...(path.endsWith('/explain') ? [`${path}?vote=${vote}`] : []),
    ...(path.endsWith('/appeals') ? [`${path}?state=all`] : []),
  ])
}

/** Without what is said of the other item, which is everybody's to read. */
function ofOne(raw: string): string {
  if (!raw.startsWith('{')) return raw
  const other = (value: any) => value?.external === 'two' || value?.dispute === it.first('two').dispute
  const mine = (_key: string, value: any) => (other(value) ? undefined : value)
  return JSON.stringify(JSON.parse(raw, mine))
}

async function readAs(person: Person): Promise<Read> {
  const read: Read = new Map()
  for (const path of await pathsOf()) {
    const { status, raw } = await person.get(path)
    if (status < 300) read.set(path, ofOne(raw))
  }
  return read
}

beforeAll(async () => {
  it = await openAppeals('sqlite', ['one', 'two'], {}, { clause: '2.1' })
  const cause = 'rater-error' as const
  const reason = 'CANARY-REASON'
  const filed = await expectOk(it.file('one', { reason }))
  appeal = filed.body.appeal
  hearing = (await expectOk(it.other.call('appeal.admit', { appeal, words: reason }))).body.hearing
  await it.cast(it.fresh[0], hearing, { value: 'unsafe', cause, clause: null })
  before = await readAs(it.fresh[0])
  await it.cast(it.fresh[1], hearing, { value: 'unsafe', cause, clause: null })
  after = await readAs(it.fresh[0])
}, 120_000)
afterAll(() => it.house.close())

test('before the reveal nothing that a seat reads tells of the first hearing or of the appeal', () => {
  const { dispute, decision } = it.first('one')
  const room = JSON.parse(before.get(`/projects/${it.house.key}/disputes/${hearing}`)!)
  expect([
    room.dispute.chosen,
    room.dispute.appeal,
    room.dispute.barred,
    room.dispute.votes,
    room.appeal,
  ]).toEqual(['queue', null, [], [], null])
  for (const [path, text] of before)
    for (const secret of [...secrets, dispute, decision, appeal]) {
      // Its own ballot is its own, and what it wrote there.
      const own = secret === 'because of' && text.includes('because of null')
      expect([path, secret, own ? 0 : countOf(text, secret)]).toEqual([path, secret, 0])
    }
})

test('from the reveal on it reads why it was appealed and what was decided first', () => {
  const room = JSON.parse(after.get(`/projects/${it.house.key}/disputes/${hearing}`)!)
  expect([room.dispute.chosen, room.appeal.reason, room.appeal.rater]).toEqual([
    'appeal',
    'CANARY-REASON',
    expect.stringMatching(/^[A-E]$/),
  ])
  expect(room.appeal.before.map(({ kind, rationale }: any) => [kind, rationale])).toEqual([
    ['majority-upheld', 'so it is'],
  ])
  expect([room.appeal.by, room.appeal.after]).toEqual([null, []])
  expect(after.get(`/projects/${it.house.key}/precedents?q=one`)).toContain(it.first('one').dispute)
})

test('a lead who hears it unseen reads of it no more than the rest of the panel', async () => {
  const mia = await it.house.person(['lead', 'panelist'], 'Mia')
  const filed = (await expectOk(it.file('two'))).body.appeal
  const room = (await expectOk(it.other.call('appeal.admit', { appeal: filed }))).body.hearing
  const seats = Object.values((await it.record(room)).seats)
  if (!seats.some(({ member }) => member === mia.member)) {
    const seat = seats[0]!.id
    const replaced = { dispute: room, seat, member: mia.member, reason: 'she knows it' }
    await expectOk(it.other.call('seat.replace', replaced))
  }
  const path = (rest: string) => it.path(rest)
  expect((await mia.get(path(`disputes/${it.first('two').dispute}`))).status).toBe(404)
  expect((await mia.get(path(`appeals/${filed}`))).status).toBe(404)
  expect((await mia.get(path('appeals?state=all'))).raw).not.toContain(filed)
  expect((await mia.get(path(`votes/${await it.voteOn('two', 'lone')}/why`))).status).toBe(404)
  expect((await mia.get(path('disputes'))).raw).not.toContain(it.first('two').dispute)
})
