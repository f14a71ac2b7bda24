import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { socketOf } from '../../server/host.ts'
import { gogi, type Server, serveReal } from '../support/gogi.ts'
import { tempFolder } from '../support/stores.ts'

const folder = tempFolder()
const data = join(folder, 'data')
let server: Server

const rows = ['item,rater,label,note,text']
for (let i = 0; i < 6; i++)
  for (const [rater, label] of [
    ['r1', 'yes'],
    ['r2', 'yes'],
    ['r3', i % 2 ? 'no' : 'yes'],
    ['r4', i === 5 ? 'no' : 'yes'],
  ])
    rows.push(`case-${i},${rater},${label},,"text ${i}"`)
const file = join(folder, 'votes.csv')

beforeAll(async () => {
  writeFileSync(file, `${rows.join('\n')}\n`)
  server = await serveReal(data)
}, 60_000)
afterAll(async () => {
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})

test('the first start prints one link for an owner, the next ones again until somebody owns it', async () => {
  const links = server.lines.filter((line) => line.includes('/welcome/'))
  expect(links).toHaveLength(1)
  expect(links[0]).toMatch(new RegExp(`^${server.url}/welcome/[a-z]{10}\\.[A-Za-z0-9_-]{22,64}$`))
  const token = links[0]!.split('/').at(-1)
  const used = await fetch(`${server.url}/api/v1/projects/_/link.use`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'first', origin: server.url },
    body: JSON.stringify({
      token,
      name: 'Mori',
      login: 'mori',
      password: 'winter lanterns drift north',
      locale: 'ja',
    }),
  })
  expect(used.status).toBe(200)
  await server.end()
  server = await serveReal(data)
  expect(server.lines.filter((line) => line.includes('/welcome/'))).toEqual([])
}, 60_000)

test('an import through the running server prints one document, and again adds nothing', async () => {
  const args = ['import', file, '--project', 'cli', '--question', 'safe', '--type', 'single', '--json']
  const first = await gogi(data, args)
  expect([first.code, first.err]).toEqual([0, ''])
  expect(first.out.trim().split('\n')).toHaveLength(1)
  expect(first.json).toMatchObject({
    project: 'cli',
    format: 'long-csv',
    rows: 24,
    items: { added: 6, known: 0 },
    raters: { added: 4, known: 0 },
    votes: { added: 24, same: 0, superseding: 0, skipped: 0 },
    rejected: [],
    lost: [],
  })
  const again = await gogi(data, args)
  expect(again.json).toMatchObject({
    items: { added: 0, known: 6 },
    raters: { added: 0, known: 4 },
    votes: { added: 0, same: 24, superseding: 0, skipped: 0 },
  })
}, 60_000)

test('a guideline comes from Markdown, and what was never published is asked in vain', async () => {
  const guideline = join(folder, 'guideline.md')
  writeFileSync(guideline, '# 安全\n\n医師に触れること。\n\n# 用量\n\n上限を示す。\n')
  const published = await gogi(data, ['guideline', 'import', guideline, '--project', 'cli', '--json'])
  expect([published.code, published.err]).toEqual([0, ''])
  expect(published.json).toMatchObject({ version: 1, bindsFrom: null, changes: { new: 2 }, rechecks: 0 })
  const refused = await gogi(data, ['guideline', '--project', 'cli', '--as-of', 'v9', '--json'])
  expect([refused.code, refused.out, refused.err]).toEqual([
    2,
    '',
    expect.stringContaining('newest version is v1'),
  ])
}, 60_000)

test('the queue is one document of the agreed shape, in the order asked for', async () => {
  const { code, json } = await gogi(data, ['queue', '--project', 'cli', '--json'])
  expect(code).toBe(0)
  expect(Object.keys(json).sort()).toEqual(['rows', 'total'])
  expect(json.total).toBe(6)
  for (const row of json.rows)
    expect(Object.keys(row).sort()).toEqual([
      'camps',
      'entropy',
      'item',
      'lane',
      'majority',
      'margin',
      'pMajorityWrong',
      'question',
      'reasons',
      'state',
    ])
  const tie = json.rows.find((row: { item: string }) => row.item === 'case-5')
  expect(tie).toMatchObject({
    question: 'safe',
    lane: 'tie',
    majority: null,
    camps: [{ votes: 2 }, { votes: 2 }],
    state: 'tie',
  })
  const unanimous = json.rows.find((row: { item: string }) => row.item === 'case-0')
  expect(unanimous).toMatchObject({
    majority: 'yes',
    camps: [{ value: 'yes', votes: 4 }],
    state: 'unanimous',
  })
  for (const sort of ['majority-wrong', 'dissent']) {
    const sorted = await gogi(data, ['queue', '--project', 'cli', '--json', '--sort', sort, '--limit', '2'])
    expect([sort, sorted.code, sorted.json.total, sorted.json.rows.length]).toEqual([sort, 0, 6, 2])
  }
}, 60_000)

test('a vote is explained by the ids its tool gave', async () => {
  const { code, json } = await gogi(data, [
    'explain',
    '--project',
    'cli',
    '--item',
    'case-1',
    '--rater',
    'r3',
    '--json',
  ])
  expect(code).toBe(0)
  expect(Object.keys(json).sort()).toEqual(['chain', 'marks', 'vote'])
  expect(json.vote).toMatchObject({ value: 'no', question: 'safe' })
  expect(json.marks[0]).toMatchObject({ basis: 'majority', mark: 'wrong', because: 'against-majority' })
  for (const link of json.chain) expect(Object.keys(link).sort()).toEqual(['at', 'kind', 'seq', 'words'])
  expect(json.chain[0]).toMatchObject({ kind: 'import.finish', words: expect.stringContaining('votes.csv') })
}, 60_000)

test('a backup is taken from the server while it serves, opens, and overwrites nothing', async () => {
  const copy = join(folder, 'copy.db')
  expect(statSync(socketOf(data)).mode & 0o777).toBe(0o600)
  const { code, err } = await gogi(data, ['backup', copy])
  expect([code, err]).toEqual([0, ''])
  const db = new Database(copy, { readonly: true })
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.prepare('select count(*) as n from vote').get()).toEqual({ n: 24 })
  db.close()
  const bytes = readFileSync(copy)
  const again = await gogi(data, ['backup', copy])
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('overwrites nothing')])
  expect(readFileSync(copy).equals(bytes)).toBe(true)
  // The copy is a house: put where data stands, it opens.
  const restored = join(folder, 'restored')
  mkdirSync(restored)
  writeFileSync(join(restored, 'gogi.db'), bytes)
  const read = await gogi(restored, ['queue', '--project', 'cli', '--json'])
  expect([read.code, read.json?.total]).toEqual([0, 6])
}, 60_000)

test('the last way in: the machine’s own command line makes a link for an owner and for who forgot', async () => {
  const recovered = await gogi(data, ['user', 'recover', 'mori'])
  expect([recovered.code, recovered.out]).toEqual([0, expect.stringMatching(/welcome\/[a-z]{10}\./)])
  expect((await gogi(data, ['user', 'recover', 'nobody'])).code).toBe(2)
}, 60_000)

test('exit codes: 2 for what was asked wrongly, 1 for a refusal, and words on the error output', async () => {
  const wrong: [string[], number, RegExp][] = [
    [['no-such-command'], 2, /unknown command/],
    [['queue'], 2, /--project/],
    [['queue', '--project', 'cli', '--sort', 'alphabet'], 2, /sort/],
    [['queue', '--project', 'no-such'], 1, /./],
    [['explain', '--project', 'cli', '--item', 'case-1'], 2, /--rater/],
    [['explain', '--project', 'cli', '--item', 'case-99', '--rater', 'r1'], 1, /./],
    [['export', '--project', 'cli', '--as', 'votes.xml', '--out', join(folder, 'x')], 2, /votes\.csv/],
    [['import', join(folder, 'missing.csv'), '--project', 'cli'], 2, /missing\.csv/],
    [['import', file, '--project', 'cli', '--question', 'safe', '--type', 'fuzzy'], 2, /single/],
    [
      ['import', file, '--project', 'cli', '--question', 'safe', '--type', 'ordinal', '--scale', 'low..high'],
      2,
      /-3\.\.1/,
    ],
  ]
  for (const [args, code, words] of wrong) {
    const ran = await gogi(data, args)
    expect([args.join(' '), ran.code, ran.err, ran.out]).toEqual([
      args.join(' '),
      code,
      expect.stringMatching(words),
      '',
    ])
  }
}, 120_000)

test('an export is written once and never over a file', async () => {
  const out = join(folder, 'votes.jsonl')
  expect((await gogi(data, ['export', '--project', 'cli', '--as', 'votes.jsonl', '--out', out])).code).toBe(0)
  expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(24)
  expect((await gogi(data, ['export', '--project', 'cli', '--as', 'votes.jsonl', '--out', out])).code).toBe(2)
}, 60_000)

test('a second server on the same data is told who has it and changes nothing', async () => {
  await expect(serveReal(data)).rejects.toThrow(`in use by process ${server.child.pid}`)
}, 60_000)

test('SIGTERM ends the server with 0, its socket and lock go, and alone the command line opens the data itself', async () => {
  expect(await server.end()).toBe(0)
  expect(existsSync(join(data, 'lock'))).toBe(false)
  const { code, json } = await gogi(data, ['queue', '--project', 'cli', '--json'])
  expect([code, json.total]).toEqual([0, 6])
  server = await serveReal(data)
}, 60_000)

test.skipIf(!existsSync('build/web/index.html'))(
  'the demo prints one line with five links that sign in, and ends on SIGTERM',
  async () => {
    const demo = await serveReal(join(folder, 'd'), ['demo', '--port', '0', '--json'])
    expect(demo.lines).toHaveLength(1)
    const { url, links } = JSON.parse(demo.lines[0]!)
    for (const key of ['lead', 'panelist1', 'panelist2', 'rater']) {
      const answer = await fetch(links[key], { redirect: 'manual' })
      expect([key, answer.status, links[key].startsWith(url)]).toEqual([key, 302, true])
      const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!
      const me = await fetch(`${url}/api/v1/me`, { headers: { cookie } })
      expect([key, me.status]).toEqual([key, 200])
    }
    expect(await demo.end()).toBe(0)
  },
  90_000,
)
