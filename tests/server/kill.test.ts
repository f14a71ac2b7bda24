import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { gogi, type Server, serveReal, start } from '../support/gogi.ts'
import { tempFolder } from '../support/stores.ts'
import { guideline } from '../support/story.ts'

/** Rounds of killing; a long run asks for more. */
const ROUNDS = Number(process.env.GOGI_KILLS ?? 3)
const ITEMS = 400
type Acked = { key: string; name: string; body: object; cookie: string; answer: { seq: number } }
type Account = { cookie: string; member: string }

/** Commands as a program sends them; `null` when the server went away before it answered. */
async function send(
  url: string,
  name: string,
  body: object,
  { cookie = '', project = 'kill', key = randomUUID() as string, ifMatch = '' } = {},
) {
  const answer = await fetch(`${url}/api/v1/projects/${project}/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      origin: url,
      cookie: onPort(cookie, url),
      ...(ifMatch ? { 'if-match': ifMatch } : {}),
    },
    body: JSON.stringify(body),
  }).catch(() => null)
  const json = await answer?.json().catch(() => null)
  return answer && json
    ? { status: answer.status, json, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
    : null
}
async function get(url: string, path: string, cookie: string) {
  const answer = await fetch(`${url}/api/v1/projects/kill${path}`, {
    headers: { cookie: onPort(cookie, url) },
  }).catch(() => null)
  return answer ? await answer.json().catch(() => null) : null
}
/** Cookies are named after the port, and every start has another one. */
const onPort = (cookie: string, url: string) => cookie.replace(/^sid\d+/, `sid${new URL(url).port}`)

async function arrive(url: string, owner: string, roles: string[]): Promise<Account> {
  const invited = await send(url, 'link.invite', { name: roles[0], roles }, { cookie: owner })
  const token = String(invited!.json.url).split('/').at(-1)
  const used = await send(
    url,
    'link.use',
    { token, name: 'N', login: randomUUID(), password: 'winter lanterns drift north', locale: 'en' },
    { project: '_' },
  )
  const joined = await send(url, 'member.join', { token }, { cookie: used!.cookie })
  if (roles.includes('panelist'))
    await send(url, 'panelist.declare', { raters: [] }, { cookie: used!.cookie })
  return { cookie: used!.cookie, member: joined!.json.member }
}

async function furnish(folder: string, data: string, server: Server) {
  const rows = Array.from({ length: ITEMS }, (_, i) =>
    ['a', 'b', 'c'].map((rater, r) => `k${i},${rater},${r < 2 ? 'safe' : 'unsafe'},t${i}`),
  ).flat()
  writeFileSync(join(folder, 'votes.csv'), `item,rater,label,text\n${rows.join('\n')}\n`)
  const token = server.lines
    .find((line) => line.includes('/welcome/'))!
    .split('/')
    .at(-1)
  const used = await send(
    server.url,
    'link.use',
    { token, name: 'Mori', login: 'mori', password: 'winter lanterns drift north', locale: 'en' },
    { project: '_' },
  )
  const imported = await gogi(data, [
    'import',
    join(folder, 'votes.csv'),
    '--project',
    'kill',
    '--question',
    'safe',
    '--type',
    'single',
    '--json',
  ])
  expect([imported.code, imported.err]).toEqual([0, ''])
  const owner = used!.cookie
  const published = await send(
    server.url,
    'guideline.publish',
    { texts: guideline, authoritative: 'en', note: 'first' },
    { cookie: owner, ifMatch: '"0"' },
  )
  expect(published!.status).toBe(200)
  return {
    owner,
    panel: [await arrive(server.url, owner, ['panelist']), await arrive(server.url, owner, ['panelist'])],
    lead: await arrive(server.url, owner, ['lead']),
  }
}
type People = Awaited<ReturnType<typeof furnish>>

/** Four hands that write without rest until the server is gone, each remembering what it was told is done. */
async function writeUntilGone(
  url: string,
  { panel, lead }: People,
  items: string[],
  acked: Acked[],
  going: () => boolean,
) {
  const told = async (name: string, body: object, cookie: string, ifMatch = '') => {
    const key = randomUUID()
    const answer = await send(url, name, body, { cookie, key, ifMatch })
    if (answer?.status === 200) acked.push({ key, name, body, cookie, answer: answer.json })
    return answer
  }
  const answers = [
    {
      question: 'safe',
      kind: 'value',
      values: [{ value: 'unsafe', weight: 100 }],
      cause: 'edge-case',
      confidence: 'mid',
      clauses: [],
      noClause: true,
    },
  ]
  const disputes = async () => {
    for (let item = items.pop(); item && going(); item = items.pop()) {
      const opened = await told('dispute.open', { items: [{ item, questions: ['safe'] }] }, lead.cookie)
      const dispute = opened?.json.opened?.[0]?.dispute
      for (const { cookie } of panel)
        if (dispute)
          await told('ballot.cast', { dispute, round: 1, answers, arguments: { safe: `on ${item}` } }, cookie)
      const room = dispute && (await get(url, `/disputes/${dispute}`, lead.cookie))
      if (room?.version)
        await told('decision.sign', { dispute, rationale: `for ${item}` }, lead.cookie, `"${room.version}"`)
    }
  }
  const questions = async () => {
    for (let i = 0; going(); i++)
      await told('question.save', { question: questionNamed(`q${i % 7}`, i) }, lead.cookie)
  }
  const closing = async () => {
    for (let item = items.shift(); item && going(); item = items.shift())
      await told('split.close', { item, question: 'safe', reason: `clear ${item}` }, lead.cookie)
  }
  await Promise.all([disputes(), disputes(), questions(), closing()])
}

test(
  `what was acknowledged is there after ${ROUNDS} kills, once, with its entry`,
  async () => {
    const folder = tempFolder()
    const data = join(folder, 'data')
    let server = await serveReal(data)
    const people = await furnish(folder, data, server)
    const page = await gogi(data, [
      'export',
      '--project',
      'kill',
      '--as',
      'votes.jsonl',
      '--out',
      join(folder, 'out.jsonl'),
    ])
    expect(page.code).toBe(0)
    const db = new Database(join(data, 'gogi.db'), { readonly: true })
    const items = (db.prepare('select id from item').all() as { id: string }[]).map(({ id }) => id)
    db.close()
    const acked: Acked[] = []
    for (let round = 0; round < ROUNDS; round++) {
      let alive = true
      const before = acked.length
      const writing = writeUntilGone(server.url, people, items, acked, () => alive)
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 750))
      await server.end('SIGKILL')
      alive = false
      await writing
      server = await serveReal(data)
      await everythingIsThere(data, acked)
      await againIsTheSame(server.url, people, acked.slice(before).slice(-8))
    }
    await server.end()
    expect(acked.length).toBeGreaterThan(ROUNDS)
    rmSync(folder, { recursive: true, force: true })
  },
  60_000 + ROUNDS * 15_000,
)

/** Each acknowledged command has its one entry, its one answer and its rows; entries have no hole. */
async function everythingIsThere(data: string, acked: readonly Acked[]) {
  const db = new Database(join(data, 'gogi.db'), { readonly: true })
  const project = db.prepare("select id, seq from project where key = 'kill'").get() as {
    id: string
    seq: number
  }
  const seqs = (
    db.prepare('select seq from log_entry where project = ? order by seq').all(project.id) as {
      seq: number
    }[]
  ).map(({ seq }) => seq)
  expect(seqs).toEqual(Array.from({ length: project.seq }, (_, i) => i + 1))
  const kindAt = db.prepare(
    "select json_extract(body, '$.kind') as kind from log_entry where project = ? and seq = ?",
  )
  const answered = db.prepare('select count(*) as n from idempotency where project = ? and key = ?')
  const rows: Record<string, [string, (one: Acked) => unknown[]]> = {
    'ballot.cast': [
      'select count(*) as n from ballot where id = ?',
      ({ answer }) => [(answer as never as { ballot: string }).ballot],
    ],
    'split.close': [
      'select count(*) as n from closure where id = ?',
      ({ answer }) => [(answer as never as { closure: string }).closure],
    ],
    'question.save': [
      'select count(*) as n from question where since = ? and project = ?',
      ({ answer }) => [answer.seq, project.id],
    ],
    'decision.sign': [
      "select min(1, count(*)) as n from decision where dispute = ? and state = 'signed'",
      ({ body }) => [(body as { dispute: string }).dispute],
    ],
    'dispute.open': [
      'select min(1, count(*)) as n from dispute where since = ? and project = ?',
      ({ answer }) => [answer.seq, project.id],
    ],
  }
  const missing = acked.filter((one) => {
    const [query, values] = rows[one.name]!
    const there = (db.prepare(query).get(...values(one)) as { n: number }).n
    return (
      (kindAt.get(project.id, one.answer.seq) as { kind: string } | undefined)?.kind !== one.name ||
      there !== 1 ||
      (answered.get(project.id, one.key) as { n: number }).n !== 1
    )
  })
  expect(missing).toEqual([])
  expect(new Set(acked.map(({ answer }) => answer.seq)).size).toBe(acked.length)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
}

/** A key sent again after the restart hears what it heard and does nothing. */
async function againIsTheSame(url: string, { lead }: People, some: readonly Acked[]) {
  const seq = (await get(url, '', lead.cookie)).project.seq
  for (const { key, name, body, cookie, answer } of some) {
    const again = await send(url, name, body, { cookie, key, ifMatch: '"1"' })
    expect([name, again?.status, again?.json]).toEqual([name, 200, answer])
  }
  expect((await get(url, '', lead.cookie)).project.seq).toBe(seq)
}

test('an import that was killed leaves nothing half done: no vote is seen, its rows are swept, and it runs again', async () => {
  const folder = tempFolder()
  const data = join(folder, 'data')
  const rows = Array.from(
    { length: 60_000 },
    (_, i) => `k${i % 20_000},r${i % 3}x${Math.floor(i / 20_000)},${i % 2 ? 'yes' : 'no'}`,
  )
  writeFileSync(join(folder, 'big.csv'), `item,rater,label\n${rows.join('\n')}\n`)
  const args = [
    'import',
    join(folder, 'big.csv'),
    '--project',
    'kill',
    '--question',
    'safe',
    '--type',
    'single',
    '--json',
  ]
  const child = start(data, args)
  const staged = () => countIn(data, 'select count(*) as n from vote')
  // Killed while batches are written: some rows are there, the import is not.
  for (let waited = 0; staged() < 3000 && child.exitCode === null && waited < 30_000; waited += 5)
    await new Promise((resolve) => setTimeout(resolve, 5))
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  expect(staged()).toBeGreaterThan(0)
  expect(countIn(data, 'select count(*) as n from imports where seq is not null')).toBe(0)
  const server = await serveReal(data)
  const queue = await gogi(data, ['queue', '--project', 'kill', '--json'])
  expect([queue.code, queue.json.total]).toEqual([0, 0])
  for (const table of ['vote', 'item', 'rater'])
    expect([table, countIn(data, `select count(*) as n from ${table}`)]).toEqual([table, 0])
  expect(
    countIn(data, "select count(*) as n from log_entry where json_extract(body, '$.kind') = 'import.finish'"),
  ).toBe(0)
  const again = await gogi(data, args)
  expect([again.code, again.json?.votes.added, again.json?.items.added]).toEqual([0, 60_000, 20_000])
  expect(countIn(data, 'select count(*) as n from vote')).toBe(60_000)
  await server.end()
  rmSync(folder, { recursive: true, force: true })
}, 120_000)

function countIn(data: string, query: string): number {
  try {
    const db = new Database(join(data, 'gogi.db'), { readonly: true, fileMustExist: true })
    try {
      return (db.prepare(query).get() as { n: number }).n
    } finally {
      db.close()
    }
  } catch {
    return 0
  }
}

const questionNamed = (key: string, i: number) => ({
  key,
  type: 'single',
  level: 'nominal',
  wording: { en: `${key} as of ${i}`, ja: key },
  options: ['a', 'b'].map((value) => ({ value, label: { en: value, ja: value } })),
  scale: null,
  tolerance: 0,
  cautious: null,
})
