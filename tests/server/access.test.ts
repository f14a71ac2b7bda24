import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandName, commands } from '#shared/commands.ts'
import { type Answered, openHouse, type Person, type TestHouse } from '../support/house.ts'
import { sampleOf } from '../support/sample-body.ts'

/**
 * Who comes in, for every route there is (SECURITY V15). The table beside this file is written by hand and read by
 * people: `anyone` and `signed in` are everybody of that kind; a route that is not in it, or behaves otherwise, fails here.
 */
const table: Record<string, string> = JSON.parse(
  readFileSync(new URL('./access.table.json', import.meta.url), 'utf8'),
)
const principals = ['nobody', 'stranger', 'rater', 'panelist', 'lead', 'auditor', 'owner'] as const
type Principal = (typeof principals)[number]

let house: TestHouse
let routes: { method: string; path: string }[]
const people = new Map<Principal, string>()

beforeAll(async () => {
  house = await openHouse('sqlite')
  const openapi = (await house.app.inject('/api/openapi.json')).json()
  routes = Object.entries(openapi.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  )
})
afterAll(() => house.close())

const named = ({ method, path }: { method: string; path: string }) =>
  `${method} ${path.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, name) => (name === 'project' ? ':project' : ':'))}`

test('the table names every route there is, and no other', () => {
  expect(routes.map(named).sort()).toEqual(Object.keys(table).sort())
})

test('whoever the table names comes in, everybody else hears the same no', async () => {
  for (const role of ['rater', 'panelist', 'lead', 'auditor'] as const)
    people.set(role, await cookieOf(await house.person([role])))
  people.set('owner', await ownerCookie())
  people.set('stranger', await strangerCookie())
  const found: Record<string, string> = {}
  for (const route of routes) {
    const came: Principal[] = []
    for (const principal of principals) {
      const answer = await knock(route, principal)
      const no = noOf(answer, route.path, principal)
      if (no === undefined) came.push(principal)
      else
        expect([named(route), principal, no]).toEqual([
          named(route),
          principal,
          properNo(route.path, principal),
        ])
    }
    found[named(route)] = inWords(came)
  }
  expect(found).toEqual(table)
}, 120_000)

test('a project one is not of answers like a project that does not exist', async () => {
  const stranger = people.get('stranger')!
  for (const route of routes.filter(({ path }) => path.includes('{project}'))) {
    const [there, nowhere] = [
      await send(route, house.key, stranger),
      await send(route, 'no-such-project', stranger),
    ]
    expect([named(route), there.status, there.body.code]).toEqual([
      named(route),
      nowhere.status,
      route.path.endsWith('member.join') ? 'link-unknown' : nowhere.body.code,
    ])
    const [hidden, missing] = [await send(route, house.key, ''), await send(route, 'no-such-project', '')]
    expect([named(route), hidden.status, hidden.raw]).toEqual([named(route), missing.status, missing.raw])
  }
}, 120_000)

const properNo = (path: string, principal: Principal) =>
  principal === 'nobody'
    ? 'sign-in'
    : principal === 'stranger' && path.includes('{project}')
      ? 'not-found'
      : 'not-allowed'

/** Past the door anything may be wrong with what is asked; at the door there are three answers. */
function noOf({ body }: Answered, path: string, principal: Principal): string | undefined {
  // A command's body is looked at before it is asked who may; everywhere else the door comes first.
  const before = path.split('/').at(-1)! in commands ? ['malformed'] : []
  if (['sign-in', 'not-allowed', ...before].includes(body?.code)) return body.code
  return principal === 'stranger' && path.includes('{project}') && body?.code === 'not-found'
    ? 'not-found'
    : undefined
}

function inWords(came: Principal[]): string {
  if (came.length === principals.length) return 'anyone'
  if (came.length === principals.length - 1 && !came.includes('nobody')) return 'signed in'
  return came.join(', ')
}

const knock = (route: { method: string; path: string }, principal: Principal) =>
  send(route, house.key, principal === 'nobody' ? '' : people.get(principal)!)

async function send(
  { method, path }: { method: string; path: string },
  project: string,
  cookie: string,
): Promise<Answered> {
  const name = path.split('/').at(-1) as CommandName
  // Nobody is signed out and no password is tried by asking who may.
  const harmless: Partial<Record<CommandName, object>> = {
    'session.end': { session: 'aaaaaaaaaa' },
    'session.start': { login: `x${Math.random()}`, password: 'guess' },
  }
  const payload = name in commands ? (harmless[name] ?? sampleOf(commands[name].input)) : sampleOfPath(path)
  house.clock.at += 60_000
  const token = `aaaaaaaaaa.${'x'.repeat(43)}`
  const url = path
    .replace('{project}', project)
    .replace('{token}', token)
    .replace('{as}', 'votes.csv')
    .replace(/\{\w+\}/g, 'aaaaaaaaaa')
  const headers = {
    origin: 'http://127.0.0.1:8080',
    'idempotency-key': `${Math.random()}`,
    'if-match': '"1"',
    ...(cookie ? { cookie } : {}),
  }
  const answer = await house.app.inject({
    method: method as 'GET',
    url,
    headers,
    ...(method === 'GET' ? {} : { payload }),
  })
  const json =
    /json/.test(String(answer.headers['content-type'])) &&
    !/ndjson/.test(String(answer.headers['content-type']))
  return {
    status: answer.statusCode,
    headers: answer.headers,
    raw: answer.body,
    body: json ? answer.json() : {},
  }
}

const sampleOfPath = (path: string): object => {
  if (path.endsWith('/uploads')) return { name: 'votes.csv', size: 1 }
  if (path.endsWith('/imports'))
    return { votes: 'aaaaaaaaaa', items: null, source: 'tool', encoding: null, format: null }
  return {}
}

async function cookieOf(person: Person): Promise<string> {
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/v1/projects/_/session.start',
    headers: { origin: 'http://127.0.0.1:8080', 'idempotency-key': person.person },
    payload: { login: person.login, password: 'correct horse battery' },
  })
  return String(answer.headers['set-cookie']).split(';')[0]!
}

async function ownerCookie(): Promise<string> {
  const { body } = await house.hostCall('link.owner', { name: 'Owner' })
  const token = String(body.url).split('/').at(-1)
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/v1/projects/_/link.use',
    headers: { origin: 'http://127.0.0.1:8080', 'idempotency-key': 'owner' },
    payload: { token, name: 'Owner', login: 'the-owner', password: 'correct horse battery', locale: 'en' },
  })
  return String(answer.headers['set-cookie']).split(';')[0]!
}

/** Somebody with an account and no membership here: it was taken away. */
async function strangerCookie(): Promise<string> {
  const person = await house.person(['rater'])
  await house.hostCall('member.remove', { member: person.member })
  return cookieOf(person)
}
