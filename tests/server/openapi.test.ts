import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandName, commands, installationCommands } from '#shared/commands.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { cookieOf, origin } from '../support/live.ts'

let house: TestHouse
let cookie: string
let api: any
const names = Object.keys(commands) as CommandName[]
const pathOf = (name: CommandName) =>
  `/api/v1/projects/${name in installationCommands ? '_' : '{project}'}/${name}`

beforeAll(async () => {
  house = await openHouse('sqlite')
  cookie = await cookieOf(house, await house.person(['lead', 'rater']))
  api = (await house.app.inject('/api/openapi.json')).json()
})
afterAll(() => house.close())

const post = (payload: string, headers: Record<string, string> = {}, name: CommandName = 'question.save') =>
  house.app.inject({
    method: 'POST',
    url: pathOf(name).replace('{project}', house.key),
    headers: {
      origin,
      cookie,
      'idempotency-key': `${Math.random()}`,
      'content-type': 'application/json',
      ...headers,
    },
    payload,
  })

test('the API describes itself in OpenAPI 3.1, and every reference in it leads somewhere', () => {
  expect([api.openapi, api.info.title]).toEqual(['3.1.0', 'Gogi'])
  expect(api.info.version).toMatch(/^\d+\.\d+\.\d+$/)
  const references = [...JSON.stringify(api).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, to]) => to!)
  for (const to of references)
    expect([to, to.split('/').reduce((at, step) => at?.[step], api) !== undefined]).toEqual([to, true])
  for (const [path, methods] of Object.entries<Record<string, any>>(api.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort()
    for (const [method, operation] of Object.entries(methods)) {
      const given = (operation.parameters ?? []).filter((one: { in: string }) => one.in === 'path')
      expect([method, path, given.map((one: { name: string }) => one.name).sort()]).toEqual([
        method,
        path,
        named,
      ])
      for (const one of given) expect([path, one.required]).toEqual([path, true])
    }
  }
})

test('every command is there with the form of its body, closed, and the key it needs', () => {
  for (const name of names) {
    const operation = api.paths[pathOf(name)]?.post
    expect([name, operation?.requestBody?.required]).toEqual([name, true])
    const schema = operation.requestBody.content['application/json'].schema
    expect([name, schema.type, schema.additionalProperties]).toEqual([name, 'object', false])
    expect([name, Object.keys(schema.properties ?? {}).sort()]).toEqual([
      name,
      Object.keys(commands[name].input.properties).sort(),
    ])
    const headers = operation.parameters
      .filter((one: { in: string }) => one.in === 'header')
      .map((one: { name: string }) => one.name)
    expect([name, headers.includes('idempotency-key'), headers.includes('if-match')]).toEqual([
      name,
      true,
      'ifMatch' in commands[name],
    ])
  }
})

test('every object inside a command’s body is closed too, or names nothing', () => {
  const open = (schema: any, at: string): string[] =>
    !schema || typeof schema !== 'object'
      ? []
      : [
          ...(schema.type === 'object' && schema.properties && schema.additionalProperties !== false
            ? [at]
            : []),
          ...Object.entries(schema).flatMap(([key, inner]) => open(inner, `${at}/${key}`)),
        ]
  expect(names.flatMap((name) => open(commands[name].input, name))).toEqual([])
})

test('every operation says that a refusal is a problem', () => {
  for (const [path, methods] of Object.entries<Record<string, any>>(api.paths))
    for (const [method, { responses }] of Object.entries(methods))
      expect([method, path, Object.keys(responses.default.content)]).toEqual([
        method,
        path,
        ['application/problem+json'],
      ])
})

test('whatever goes wrong is answered as a problem with a sentence in the asker’s language', async () => {
  const wrong: [Promise<Awaited<ReturnType<typeof post>>>, number, string][] = [
    [post('{}'), 400, 'malformed'],
    [post('{'), 400, 'malformed'],
    [post(''), 400, 'malformed'],
    [post('{}', { 'idempotency-key': '' }, 'session.end'), 400, 'key-needed'],
    [post('{}', { 'idempotency-key': 'k'.repeat(201) }, 'session.end'), 400, 'key-needed'],
    [post('{}', { origin: 'https://evil.example' }), 403, 'cross-site'],
    [post('{}', { 'sec-fetch-site': 'same-site' }), 403, 'cross-site'],
    [post('{"session":"aaaaaaaaaa"}', { cookie: '' }, 'session.end'), 401, 'sign-in'],
    [house.app.inject('/api/v1/nothing-here'), 404, 'not-found'],
    [house.app.inject({ method: 'DELETE', url: `/api/v1/projects/${house.key}` }), 404, 'not-found'],
    [house.app.inject({ url: `/api/v1/projects/${house.key}%00`, headers: { cookie } }), 400, 'unstorable'],
    [
      house.app.inject({ url: `/api/v1/projects/${house.key}/events?since=-1`, headers: { cookie } }),
      400,
      'malformed',
    ],
    [
      house.app.inject({ url: `/api/v1/projects/${house.key}/events?since=0&evil=1`, headers: { cookie } }),
      400,
      'malformed',
    ],
    [
      house.app.inject({
        url: `/api/v1/projects/${house.key}/queue?sort=${encodeURIComponent('item; drop table vote')}`,
        headers: { cookie },
      }),
      400,
      'malformed',
    ],
    [house.app.inject({ url: '/api/v1/projects/%', headers: { cookie } }), 400, 'malformed'],
    [
      post(JSON.stringify({ item: 'aaaaaaaaaa', question: 'q', reason: 'a\u0000b' }), {}, 'split.close'),
      400,
      'unstorable',
    ],
    [post('{"item":"aaaaaaaaaa","question":"q","reason":"a\\ud800b"}', {}, 'split.close'), 400, 'unstorable'],
    [
      post(JSON.stringify({ texts: { en: 'x'.repeat(5_000_000) } }), {}, 'guideline.publish'),
      400,
      'malformed',
    ],
  ]
  for (const [asked, status, code] of wrong) {
    const answer = await asked
    expect([code, answer.statusCode, answer.headers['content-type']]).toEqual([
      code,
      status,
      'application/problem+json; charset=utf-8',
    ])
    expect(answer.json()).toMatchObject({
      type: `urn:gogi:refusal:${code}`,
      title: code,
      status,
      code,
      detail: expect.stringMatching(/\w/),
    })
    expect(answer.body).not.toMatch(/node_modules|server\/|\.ts\b|SQLITE|at async/)
  }
  const japanese = await post('{}', { 'accept-language': 'ja,en;q=0.5' })
  expect(japanese.json().detail).toMatch(/[ぁ-ん]/)
})

test('a property more than the form has is refused by every command, whoever it names', async () => {
  for (const name of names)
    for (const extra of ['userId', 'role', 'owner', 'project', 'at'])
      expect([name, extra, (await post(JSON.stringify({ [extra]: 'x' }), {}, name)).json().code]).toEqual([
        name,
        extra,
        'malformed',
      ])
})

test('only JSON is read, whatever a content type pretends to be', async () => {
  const good = JSON.stringify({ item: 'aaaaaaaaaa', question: 'q', reason: 'fine' })
  const bad = JSON.stringify({ item: 'aaaaaaaaaa', question: 'q', reason: 'fine', role: 'owner' })
  for (const type of [
    'text/plain',
    'text/plain; charset=utf-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/xml',
    '',
    'nonsense',
  ])
    expect([type, (await post(good, { 'content-type': type }, 'split.close')).statusCode]).toEqual([
      type,
      400,
    ])
  // Each of these got past the schema of some framework once.
  for (const type of [
    'application/json',
    'APPLICATION/JSON',
    'application/json ; charset=utf-8',
    'application/json\t;x=y',
    ' application/json',
    'application/jsonp',
    'application/json;',
    'application/ json',
  ])
    expect([type, (await post(bad, { 'content-type': type }, 'split.close')).json().code]).toEqual([
      type,
      'malformed',
    ])
})

test('a body that is no object, or reaches for a prototype, is refused', async () => {
  for (const body of ['null', '7', '"x"', '[]', 'true', '[{}]'])
    expect([body, (await post(body, {}, 'session.end')).statusCode]).toEqual([body, 400])
  for (const body of [
    '{"__proto__":{"owner":true}}',
    '{"\\u005f_proto__":{"owner":true}}',
    '{"constructor":{"prototype":{"owner":true}}}',
    '{"item":"aaaaaaaaaa","question":"q","reason":"x","__proto__":{}}',
  ])
    expect([body, (await post(body, {}, 'split.close')).json().code]).toEqual([body, 'malformed'])
  const record = '{"dispute":"aaaaaaaaaa","round":1,"answers":[],"arguments":{"__proto__":"x"}}'
  expect((await post(record, {}, 'ballot.cast')).json().code).toBe('malformed')
  expect(({} as { owner?: boolean }).owner).toBeUndefined()
})

test('the docs are there to read, and nothing else answers without saying who may come in', async () => {
  const page = await house.app.inject({ url: '/api/docs/' })
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/html/)])
  expect(page.headers['content-security-policy']).toMatch(/default-src|script-src/)
  for (const path of ['/healthz', '/readyz', '/version'])
    expect((await house.app.inject(path)).statusCode).toBe(200)
})
