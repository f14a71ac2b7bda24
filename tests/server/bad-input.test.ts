import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { getTableName } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IMPORT_BYTES } from '#shared/import-run.ts'
import { Exit, openClient } from '../../server/cli/client.ts'
import { runImport } from '../../server/cli/import.ts'
import type { ImportOptions } from '../../server/cli/import-options.ts'
import { gogi } from '../support/gogi.ts'
import { openHouse, type Person, type TestHouse } from '../support/house.ts'
import { cookieOf } from '../support/live.ts'
import { tempFolder } from '../support/stores.ts'
import { importVotes } from '../support/story.ts'

let house: TestHouse
let lead: Person
beforeAll(async () => {
  house = await openHouse('sqlite')
  await importVotes(house, [
    { item: 'i1', rater: 'r1', label: 'safe' },
    { item: 'i1', rater: 'r2', label: 'unsafe' },
  ])
  await house.act('question.save', { question: scaled() } as never)
  lead = await house.person(['lead'])
})
afterAll(() => house.close())

const scaled = () => ({
  key: 'grade',
  type: 'ordinal',
  level: 'ordinal',
  wording: { en: 'How good?', ja: 'どのくらい' },
  options: [],
  scale: { min: -3, max: 1 },
  tolerance: 0,
  cautious: null,
})

/** How many rows every table of the record holds; drafts of imports and answers to keys are no record. */
async function counts() {
  const { tables } = house.store.read
  const entries = await Promise.all(
    Object.values(tables)
      .filter((table) => !['idempotency', 'session'].includes(getTableName(table)))
      .map(async (table) => {
        const rows = (await house.store.read.select().from(table as typeof tables.vote)) as {
          seq?: number | null
        }[]
        return [
          getTableName(table),
          getTableName(table) === 'import' ? rows.filter(({ seq }) => seq != null).length : rows.length,
        ]
      }),
  )
  return Object.fromEntries(entries)
}

const client = () => openClient(house.data, async () => ({ app: house.host, close: async () => {} }))
async function bring(name: string, bytes: string | Buffer, options: Partial<ImportOptions> = {}) {
  const file = join(house.data, name)
  writeFileSync(file, bytes)
  return runImport(await client(), file, { project: house.key, question: 'safe', type: 'single', ...options })
}
const refusedBy = (asked: Promise<unknown>): Promise<Exit> =>
  asked.then(
    () => {
      throw new Error('it was taken')
    },
    (error: Exit) => error,
  )

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(300, 7)])
const xlsx = Buffer.concat([Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1'), Buffer.alloc(300, 1)])
const parquet = Buffer.concat([Buffer.from('PAR1', 'latin1'), Buffer.alloc(300, 2), Buffer.from('PAR1')])
const gzip = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(300, 3)])

/** What is wrong, the file, and what its refusal must name: where, what was found, and what was expected. */
const wrong: [
  what: string,
  name: string,
  bytes: string | Buffer,
  options: Partial<ImportOptions>,
  says: RegExp[],
][] = [
  [
    'an unknown label',
    'a.csv',
    'item,rater,label\ni1,r1,safe\ni2,r1,dangerous\n',
    {},
    [/line 3/, /label/, /dangerous/, /safe.*unsafe|unsafe.*safe/],
  ],
  [
    'a missing column',
    'b.csv',
    'item,label\ni1,safe\n',
    { map: 'item=item,rater=worker,value=label' },
    [/worker/, /item.*label|label/],
  ],
  ['no column for raters', 'c.csv', 'item,label\ni1,safe\n', {}, [/rater/]],
  ['an empty file', 'd.csv', '', {}, [/empty|nothing|no /i]],
  ['a heading and no rows', 'e.csv', 'item,rater,label\n', {}, [/row/]],
  ['a workbook', 'f.xlsx', xlsx, {}, [/Excel|xlsx|workbook|zip/i, /CSV/]],
  ['a Parquet file', 'h.csv', parquet, {}, [/Parquet/i, /CSV/]],
  ['a compressed file', 'i.csv.gz', gzip, {}, [/gzip|compress|packed/i]],
  [
    'JSON that is not Label Studio’s',
    'j.json',
    '{"hello":[1,2,3]}',
    { question: undefined, type: undefined } as never,
    [/hello/, /item/],
  ],
  [
    'a list that is not Label Studio’s',
    'jj.json',
    '[\n {"foo": 1},\n {"foo": 2}\n]',
    { question: undefined, type: undefined } as never,
    [/foo|Label Studio/],
  ],
  [
    'JSON said to be Label Studio’s',
    'jl.json',
    '[{"foo": 1}]',
    { format: 'label-studio' },
    [/Label Studio|annotations|data/],
  ],
  [
    'JSON cut short',
    'k.json',
    '[{"id":1,"data":{"text":"x"},"annotations":[{"id":',
    { question: undefined, type: undefined } as never,
    [/JSON|end|cut|whole/i],
  ],
  [
    'a value outside the scale',
    'l.csv',
    'item,rater,label\ni1,r1,0\ni2,r1,7\n',
    { question: 'grade', type: 'ordinal' },
    [/line 3/, /7/, /-3.*1/],
  ],
  [
    'a number that is none',
    'm.csv',
    'item,rater,label\ni1,r1,zero\n',
    { question: 'grade', type: 'ordinal' },
    [/line 2/, /zero/],
  ],
  [
    'two questions where one was declared',
    'n.csv',
    'item,rater,question,label\ni1,r1,safe,safe\ni1,r1,polite,yes\n',
    {},
    [/polite/],
  ],
  [
    'a row with too many cells',
    'o.csv',
    'item,rater,label\ni1,r3,safe\ni2,r3,safe\ni3,r3,safe,x,y\n',
    {},
    [/line 4/],
  ],
  ['a quote that never closes', 'p.csv', 'item,rater,label\ni1,r1,"safe\ni2,r1,safe\n', {}, [/line|quote/]],
  [
    'bytes of no text',
    'q.csv',
    Buffer.concat([
      Buffer.from('item,rater,label\ni1,r1,'),
      Buffer.from([0xff, 0xfe, 0x80, 0x81, 0x00, 0x9f]),
      Buffer.from('\n'),
    ]),
    {},
    [/./],
  ],
  [
    'an id of 10,000 characters',
    'r.csv',
    `item,rater,label\n${'x'.repeat(10_000)},r1,safe\n`,
    {},
    [/line 2/, /10,?000|long|characters/],
  ],
  [
    'a rater of 10,000 characters',
    's.csv',
    `item,rater,label\ni1,${'🧪'.repeat(10_000)},safe\n`,
    {},
    [/line 2/, /20,?000|10,?000|long|characters/],
  ],
  ['an empty id', 't.csv', 'item,rater,label\n,r1,safe\n', {}, [/line 2/, /item/]],
]

describe('a file that cannot be brought in', () => {
  test.each(wrong)(
    '%s is refused in words, with exit code 2, and nothing is written',
    async (_what, name, bytes, options, says) => {
      const before = await counts()
      const refusal = await refusedBy(bring(name, bytes, options))
      expect(refusal).toBeInstanceOf(Exit)
      expect([refusal.code, refusal.message]).toEqual([2, expect.stringMatching(says[0]!)])
      for (const word of says) expect(refusal.message).toMatch(word)
      expect(refusal.message).toMatch(/found .*expected /s)
      expect(refusal.message).not.toMatch(/undefined|NaN|\[object|node_modules|at async/)
      expect(refusal.message.length).toBeLessThan(3000)
      expect(await counts()).toEqual(before)
    },
  )
  test('a picture in the place of votes is refused, and nothing is written', async () => {
    const before = await counts()
    const refusal = await refusedBy(bring('g.csv', png))
    expect([refusal.code > 0, refusal.message]).toEqual([true, expect.stringMatching(/./)])
    expect(await counts()).toEqual(before)
  })
  test('200 MB is refused before they are sent, and nothing is written', async () => {
    const before = await counts()
    const file = join(house.data, 'huge.csv')
    const open = openSync(file, 'w')
    writeSync(open, 'item,rater,label\n')
    ftruncateSync(open, 200 * 1024 * 1024)
    closeSync(open)
    const since = performance.now()
    const refusal = await refusedBy(
      runImport(await client(), file, { project: house.key, question: 'safe', type: 'single' }),
    )
    expect([refusal.code, refusal.message]).toEqual([2, expect.stringMatching(/128/)])
    expect(performance.now() - since).toBeLessThan(5000)
    expect(await counts()).toEqual(before)
  })
  test('an upload that says less than it sends is refused at that part', async () => {
    const { body } = await post(lead, 'uploads', { name: 'x.csv', size: 10 })
    const more = await put(lead, `uploads/${body.upload}?from=0`, Buffer.alloc(11, 65))
    expect([more.status, more.body.code]).toEqual([413, 'upload-too-large'])
    expect((await put(lead, `uploads/${body.upload}?from=5`, Buffer.alloc(2, 65))).body.code).toBe(
      'upload-gap',
    )
    expect((await post(lead, 'uploads', { name: 'x.csv', size: IMPORT_BYTES + 1 })).status).toBe(413)
    expect((await post(lead, 'imports', { votes: body.upload })).body.code).toBe('import-not-ready')
  })
})

describe('strange but good', () => {
  test('ids with quotes, emoji, formulas and other writing come in as they are and come out as they were', async () => {
    const ids = [
      'it\'s "quoted"',
      '🧪👩🏽‍⚕️',
      '=HYPERLINK("x")',
      '項目・一',
      '<script>alert(1)</script>',
      'a,b;c\td',
      '../../etc/passwd',
      '%00%2e',
      "'; drop table vote; --",
      '__proto__',
      'x'.repeat(300),
    ]
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
    const rows = ids.map((id) => [id, `rater ${id}`, 'safe'].map(cell).join(','))
    const document = await bring('odd.csv', `item,rater,label\n${rows.join('\n')}\n`)
    expect([document.votes.added, document.items.added, document.rejected]).toEqual([
      ids.length,
      ids.length,
      [],
    ])
    const out = (await lead.get(`/projects/${house.key}/exports/votes.jsonl`)).raw
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    for (const id of ids)
      expect(out.filter(({ item, rater }) => item === id && rater === `rater ${id}`)).toHaveLength(1)
    const csv = (await lead.get(`/projects/${house.key}/exports/votes.csv`)).raw
    expect(csv).not.toMatch(/(^|,)"?=HYPERLINK/m)
    for (const id of ids) {
      const story = await lead.get(
        `/projects/${house.key}/explain?${new URLSearchParams({ item: id, rater: `rater ${id}` })}`,
      )
      expect([id, story.status]).toEqual([id, 200])
    }
  })
})

test('as a process of its own: words on the error output, one document on the other, exit code 2', async () => {
  const data = join(tempFolder(), 'data')
  const file = join(house.data, 'process.csv')
  writeFileSync(file, 'item,rater,label\ni1,r1,0\ni2,r1,7\n')
  const args = [
    'import',
    file,
    '--project',
    'new',
    '--question',
    'grade',
    '--type',
    'ordinal',
    '--scale',
    '-3..1',
  ]
  const spoken = await gogi(data, args)
  expect([spoken.code, spoken.out]).toEqual([2, ''])
  expect(spoken.err).toMatch(/line 3.*found.*7.*expected.*-3/s)
  const read = await gogi(data, [...args, '--json'])
  expect([read.code, read.json?.rejected[0]]).toEqual([
    2,
    expect.objectContaining({
      row: 3,
      found: expect.stringContaining('7'),
      expected: expect.any(String),
      fix: expect.any(String),
    }),
  ])
}, 60_000)

const send = async (
  person: Person,
  method: 'POST' | 'PUT',
  path: string,
  payload: object | Buffer,
  type: string,
) => {
  const answer = await house.app.inject({
    method,
    url: `/api/v1/projects/${house.key}/${path}`,
    headers: { origin: 'http://127.0.0.1:8080', cookie: await cookieOf(house, person), 'content-type': type },
    payload,
  })
  return { status: answer.statusCode, body: answer.json() }
}
const post = (person: Person, path: string, payload: object) =>
  send(person, 'POST', path, payload, 'application/json')
const put = (person: Person, path: string, payload: Buffer) =>
  send(person, 'PUT', path, payload, 'application/octet-stream')
