import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IMPORT_BYTES } from '#shared/import-run.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { dialects } from '../support/stores.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe.each(dialects)('the routes of imports on %s', (dialect) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(dialect)
  })
  afterAll(() => house.close())

  const at = (path: string) => `/api/v1/projects/${house.key}${path}`
  async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object | Buffer, language = 'en') {
    const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json'
    const reply = await house.host.inject({
      method,
      url: at(path),
      headers: { 'accept-language': language, ...(body ? { 'content-type': type } : {}) },
      ...(body ? { payload: body } : {}),
    })
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: reply.body,
      body: /json/.test(String(reply.headers['content-type'])) ? reply.json() : null,
    }
  }
  async function send(name: string, content: string | Buffer) {
    const bytes = Buffer.from(content)
    const { upload } = (await ask('POST', '/uploads', { name, size: bytes.length })).body
    await ask('PUT', `/uploads/${upload}?from=0`, bytes)
    return upload as string
  }
  async function wait(id: string) {
    for (;;) {
      const { body } = await ask('GET', `/imports/${id}`)
      if (!['checking', 'running', 'staged'].includes(body.state)) return body
      await new Promise((done) => setTimeout(done, 10))
    }
  }
  const begin = async (content: string, more: object = {}) =>
    wait((await ask('POST', '/imports', { votes: await send('votes.csv', content), ...more })).body.import)

  test('a part begins where the last one ended, and a file past the limit is refused before it comes', async () => {
    const { upload } = (await ask('POST', '/uploads', { name: 'a.csv', size: 6 })).body
    expect((await ask('PUT', `/uploads/${upload}?from=0`, Buffer.from('abc'))).body).toEqual({ received: 3 })
    expect((await ask('PUT', `/uploads/${upload}?from=0`, Buffer.from('abc'))).body).toMatchObject({
      code: 'upload-gap',
      params: { found: 0, expected: 3 },
    })
    expect((await ask('POST', '/imports', { votes: upload })).body).toMatchObject({
      code: 'import-not-ready',
    })
    expect((await ask('PUT', `/uploads/${upload}?from=3`, Buffer.from('defg'))).body).toMatchObject({
      code: 'upload-too-large',
    })
    expect((await ask('PUT', `/uploads/${upload}?from=3`, Buffer.from('def'))).body).toEqual({ received: 6 })
    expect((await ask('POST', '/uploads', { name: 'b.csv', size: IMPORT_BYTES + 1 })).body).toMatchObject({
      status: 413,
      code: 'upload-too-large',
    })
    expect((await ask('POST', '/imports', { votes: 'aaaaaaaaaa' })).body).toMatchObject({
      status: 404,
      code: 'upload-missing',
    })
    expect((await ask('POST', '/imports', { votes: upload, roles: ['lead'] })).status).toBe(400)
  })

  test('a draft tells what the file is, what each column probably is and what would come of it', async () => {
    const draft = await begin('task,worker,label,owner\nt1,ann,yes,x\nt1,ben,no,x\nt2,ann,yes,\n')
    expect(draft).toMatchObject({
      state: 'ready',
      format: 'long-csv',
      encoding: 'utf-8',
      source: 'votes.csv',
      problem: null,
      rejected: [],
      lost: ['owner'],
      mapping: { item: 'task', rater: 'worker' },
      questions: [{ key: 'label', type: 'single', version: 1 }],
      counts: { rows: 3, items: { added: 2, known: 0 }, raters: { added: 2, known: 0 }, votes: { added: 3 } },
    })
    expect(draft.columns[0]).toEqual({ name: 'task', samples: ['t1', 't2'] })
    expect((await ask('POST', `/imports/${draft.id}/cancel`)).body).toEqual({ state: 'cancelled' })
    expect((await ask('POST', `/imports/${draft.id}/run`)).body).toMatchObject({ code: 'import-not-ready' })
  })

  test('rejected rows stop the run, come back as a file with their reasons, and can be mapped or left out', async () => {
    const options = ['yes', 'no'].map((value) => ({ value, label: { en: value, ja: value } }))
    const draft = await begin('item,rater,safe\ni1,ann,yes\ni1,ben,ｙｅｐ\ni2,ann,no\n', {
      choices: { questions: [{ key: 'safe', type: 'single', options }] },
    })
    expect(draft.rejected).toEqual([
      expect.objectContaining({ row: 3, column: 'safe', code: 'unknown-option' }),
    ])
    expect(draft.groups).toEqual([expect.objectContaining({ code: 'unknown-option', n: 1, column: 'safe' })])
    expect((await ask('POST', `/imports/${draft.id}/run`)).body).toMatchObject({
      code: 'import-rejects',
      params: { rejected: 1 },
    })
    const csv = await ask('GET', `/imports/${draft.id}/rejected.csv`)
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.text).toMatch(/^\ufeffitem,rater,safe,gogi:row,/)
    expect(csv.text).toContain('i1,ben,ｙｅｐ,3,safe,')
    const found = draft.groups[0].sample.params.found as string
    expect(
      (await ask('PUT', `/imports/${draft.id}/mapping`, { valueMap: { safe: { [found]: 'yes' } } }, 'ja'))
        .body,
    ).toEqual({ state: 'checking' })
    const mended = await wait(draft.id)
    expect(mended).toMatchObject({ rejectedTotal: 0, counts: { votes: { added: 3 } } })
    await ask('POST', `/imports/${draft.id}/run`)
    expect(await wait(draft.id)).toMatchObject({
      state: 'done',
      counts: { votes: { added: 3 } },
      problem: null,
    })
    const list = (await ask('GET', '/imports')).body
    expect(list).toContainEqual(expect.objectContaining({ id: draft.id, state: 'done', source: 'votes.csv' }))
  })

  test('a file that is no table says what it is; a mapping that does not fit says what the file has', async () => {
    const picture = await begin('PK\u0003\u0004xl/workbook')
    expect(picture).toMatchObject({ state: 'failed', problem: { fix: expect.stringContaining('Excel') } })
    const draft = await begin('item,rater,safe\ni1,ann,yes\n', {
      choices: {
        mapping: {
          item: 'nowhere',
          rater: 'rater',
          values: [{ column: 'safe', question: 'safe' }],
          content: [],
        },
      },
    })
    expect(draft).toMatchObject({
      state: 'ready',
      problem: { code: 'column-missing', found: expect.stringContaining('item, rater, safe') },
    })
    expect((await ask('POST', `/imports/${draft.id}/run`)).body).toMatchObject({ code: 'import-not-ready' })
    await expect(house.act('import.finish', { import: draft.id })).rejects.toMatchObject({
      code: 'import-not-ready',
    })
  })

  test('a mapping saved is the guess when the same columns come again', async () => {
    const mapping = { item: 'b', rater: 'a', values: [{ column: 'c', question: 'safe' }], content: [] }
    const saved = await house.act('mapping.save', {
      name: 'weekly',
      mapping: { mapping, columns: ['a', 'b', 'c'] },
    })
    expect(saved.seq).toBeGreaterThan(0)
    expect((await begin('a,b,c\nann,i1,yes\nben,i1,no\n')).mapping).toEqual(mapping)
    expect((await begin('a,b,c,d\nann,i1,yes,1\nben,i1,no,2\n')).mapping).not.toEqual(mapping)
  })

  test('a picture is known by its bytes and served so that it cannot run anything; nothing else is served', async () => {
    const image = await send('cat.svg', png)
    const shown = await ask('GET', `/images/${image}`)
    expect(shown.status).toBe(200)
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    const drawing = await send(
      'cat.png',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    )
    expect((await ask('GET', `/images/${drawing}`)).status).toBe(404)
    const draft = await begin('item,rater,safe,image\ni9,ann,yes,cat.svg\n', {
      choices: {
        complete: false,
        mapping: {
          item: 'item',
          rater: 'rater',
          values: [{ column: 'safe', question: 'safe' }],
          content: [{ column: 'image', block: 'image', title: 'A cat' }],
        },
      },
    })
    expect(draft).toMatchObject({ problem: null, rejected: [] })
  })

  test('imports are for leads: a rater hears no, a stranger that there is nothing', async () => {
    const rater = await house.person(['rater'])
    expect((await rater.get(`/projects/${house.key}/imports`)).status).toBe(403)
    const lead = await house.person(['lead'])
    expect((await lead.get(`/projects/${house.key}/imports`)).status).toBe(200)
  })
})
