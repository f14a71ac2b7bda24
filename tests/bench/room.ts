// One room with fifty screens in it: from a ballot's sending until every other screen has heard, and what a screen costs.
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import type { Envelope } from '#shared/events.ts'
import { gogi, serveReal } from '../support/gogi.ts'

const SCREENS = 50
const PER_PERSON = 10
const BALLOTS = 200
/** Castings of one seat in one round stay under their limit. */
const PER_DISPUTE = 20
const BAR_MS = 150

const folder = mkdtempSync(join(tmpdir(), 'gogi-bench-room-'))
const data = join(folder, 'data')
const server = await serveReal(data)
const { url } = server

async function send(name: string, body: object, { cookie = '', project = 'room' } = {}) {
  const reply = await fetch(`${url}/api/v1/projects/${project}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), origin: url, cookie },
    body: JSON.stringify(body),
  })
  const json = await reply.json()
  if (reply.status !== 200) throw new Error(`${name}: ${JSON.stringify(json)}`)
  return { json, cookie: reply.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

const tokenIn = (link: unknown) => String(link).trim().split('/').at(-1)!
async function arrive(link: unknown, project: string | null): Promise<string> {
  const token = tokenIn(link)
  const used = await send(
    'link.use',
    { token, name: 'N', login: randomUUID(), password: 'winter lanterns drift north', locale: 'en' },
    { project: '_' },
  )
  if (project) await send('member.join', { token }, { cookie: used.cookie })
  return used.cookie
}

const memory = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))![1]) / 1024

/** The limit: a page made durable on this disk and nothing else. */
function rawSync(): number {
  const file = openSync(join(folder, 'raw'), 'w')
  const times = Array.from({ length: 100 }, () => {
    const from = performance.now()
    writeSync(file, Buffer.alloc(4096, 1))
    fdatasyncSync(file)
    return performance.now() - from
  })
  closeSync(file)
  return at(times, 0.5)
}
function at(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

async function screen(cookie: string): Promise<Socket> {
  const socket = io(url, {
    path: '/live/events',
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { origin: url, cookie },
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  await socket.timeout(5000).emitWithAck('join', { project: 'room' })
  return socket
}

const items = Array.from({ length: BALLOTS / PER_DISPUTE }, (_, n) => `i${n}`)
writeFileSync(
  join(folder, 'votes.csv'),
  `item,rater,label\n${items.flatMap((item) => ['a', 'b', 'c'].map((rater, n) => `${item},${rater},${n ? 'no' : 'yes'}`)).join('\n')}\n`,
)
const ran = await gogi(data, [
  'import',
  join(folder, 'votes.csv'),
  '--project',
  'room',
  '--question',
  'q',
  '--type',
  'single',
  '--json',
])
if (ran.code !== 0) throw new Error(ran.err)
const owner = await arrive(
  server.lines.find((line) => line.includes('/welcome/')),
  null,
)
const invite = async (role: string) =>
  arrive((await send('link.invite', { name: role, roles: [role] }, { cookie: owner })).json.url, 'room')
const panel = [await invite('panelist'), await invite('panelist')]
for (const cookie of panel) await send('panelist.declare', { raters: [] }, { cookie })
const watchers: string[] = []
for (let n = 0; n < SCREENS / PER_PERSON; n++) watchers.push(await invite('lead'))
const read = async (path: string) =>
  (await fetch(`${url}/api/v1/projects/room${path}`, { headers: { cookie: watchers[0]! } })).json()
const queue = await read('/queue?limit=200')
const opened = await send(
  'dispute.open',
  { items: queue.rows.map(({ item }: { item: string }) => ({ item, questions: ['q'] })) },
  { cookie: watchers[0]! },
)

const empty = memory()
const screens: Socket[] = []
for (let n = 0; n < SCREENS; n++) screens.push(await screen(watchers[n % watchers.length]!))
await new Promise((done) => setTimeout(done, 500))
const full = memory()

const [acked, heard]: number[][] = [[], []]
const hearing = (socket: Socket, seq: Promise<number>) =>
  new Promise<number>((resolve) => {
    const hear = async (envelope: Envelope) => {
      const now = performance.now()
      if (envelope.seq !== (await seq)) return
      socket.off('envelope', hear)
      resolve(now)
    }
    socket.on('envelope', hear)
  })
for (let n = 0; n < BALLOTS; n++) {
  const { dispute } = opened.json.opened[Math.floor(n / PER_DISPUTE)]
  let said: (seq: number) => void = () => {}
  const seq = new Promise<number>((resolve) => {
    said = resolve
  })
  const all = screens.map((socket) => hearing(socket, seq))
  const answers = [
    {
      question: 'q',
      kind: 'value',
      values: [{ value: 'yes', weight: 100 }],
      cause: 'edge-case',
      confidence: 'mid',
      clauses: [],
      noClause: true,
    },
  ]
  const from = performance.now()
  const cast = await send(
    'ballot.cast',
    { dispute, round: 1, answers, arguments: { q: `ballot ${n}` } },
    { cookie: panel[0]! },
  )
  acked!.push(performance.now() - from)
  said(cast.json.seq)
  for (const time of await Promise.all(all)) heard!.push(time - from)
}
const worked = memory()
const ms = (value: number) => `${value.toFixed(1)} ms`
console.log(`raw fdatasync                 p50 ${ms(rawSync())}`)
console.log(`ballot acknowledged           p50 ${ms(at(acked!, 0.5))}, p95 ${ms(at(acked!, 0.95))}`)
console.log(
  `ballot heard on ${SCREENS} screens    p50 ${ms(at(heard!, 0.5))}, p95 ${ms(at(heard!, 0.95))} (bar ${BAR_MS}: ${at(heard!, 0.95) <= BAR_MS ? 'met' : 'MISSED'})`,
)
console.log(
  `memory of the server          ${empty.toFixed(0)} MB; with ${SCREENS} screens ${full.toFixed(0)} MB (${(((full - empty) * 1024) / SCREENS).toFixed(0)} KB a screen); after ${BALLOTS} ballots ${worked.toFixed(0)} MB`,
)
for (const socket of screens) socket.disconnect()
await server.end()
rmSync(folder, { recursive: true, force: true })
