// Two thousand clauses set, brought back and published while somebody writes in another project's text: how long they wait
// for a letter to be stored, beside what they wait when nothing happens and beside this disk.

import { randomUUID } from 'node:crypto'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { textRoot } from '#shared/draft.ts'
import { message, sync } from '#shared/live-text.ts'
import { serveReal } from '../support/gogi.ts'
import { frame, openRaw, openWriter, type Writer } from '../support/text-writer.ts'

const CLAUSES = 2000
/** What a stop of the server's loop may add to a letter, ms, and how often one is written. */
const BAR_MS = 50
const EVERY_MS = 5

const folder = mkdtempSync(join(tmpdir(), 'gogi-bench-draft-'))
let server = await serveReal(join(folder, 'data'))
let cookie = ''
const headers = () => ({
  origin: server.url,
  cookie: cookie.replace(/^sid\d+/, `sid${new URL(server.url).port}`),
})

async function send(name: string, body: object, project = '_', ifMatch?: number) {
  const reply = await fetch(`${server.url}/api/v1/projects/${project}/${name}`, {
    method: 'POST',
    headers: {
      ...headers(),
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
    },
    body: JSON.stringify(body),
  })
  const json = (await reply.json()) as Record<string, any>
  if (reply.status !== 200) throw new Error(`${name}: ${JSON.stringify(json)}`)
  cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
  return json
}
async function come(project: string): Promise<Writer> {
  const writer = openWriter(server.url, headers(), project, 'guideline')
  await writer.synced()
  return writer
}

/** Somebody in the large text who hears it whole; read by a copy here it would hold up whoever measures. */
async function listen(project: string) {
  const ear = await openRaw(server.url, headers(), project, 'guideline')
  ear.send(frame(message.sync, Uint8Array.of(0), sync.step1))
  const whole = () => ear.of(message.sync).some(([, kind]) => kind === sync.step2)
  while (!whole()) await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  return ear
}

/** The limit: a page made durable on this disk and nothing else, ms. */
function rawSync(): number[] {
  const file = openSync(join(folder, 'raw'), 'w')
  const times = Array.from({ length: 200 }, () => {
    const from = performance.now()
    writeSync(file, Buffer.alloc(4096, 1))
    fdatasyncSync(file)
    return performance.now() - from
  })
  closeSync(file)
  return times
}

/** Letter after letter until `act` is over: how long each took to be stored. Letters that fall due while one waits count as well. */
async function waits(writer: Writer, act: () => Promise<unknown>): Promise<number[]> {
  const text = writer.doc.getText(textRoot('c_writer', 'en', 'body'))
  const times: number[] = []
  let over = false
  const acted = act().finally(() => {
    over = true
  })
  while (!over || times.length < 50) {
    const from = performance.now()
    text.insert(0, 'x')
    await writer.saved()
    for (let late = performance.now() - from; late > 0; late -= EVERY_MS) times.push(late)
    text.delete(0, 1)
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
  await acted
  return times
}

const words = (word: string, language: string) =>
  Array.from(
    { length: CLAUSES },
    (_, n) =>
      `${'#'.repeat(1 + (n % 3))} ${language} ${n}\n\n${`${word} ${n}: name the dose, and ask first. `.repeat(4)}\n`,
  ).join('\n')
const both = (word: string) => ({
  texts: { en: words(word, 'Clause'), ja: words(word, '条項') },
  authoritative: 'en',
})

function show(name: string, times: number[], calm: number) {
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!
  const verdict = at(1) - calm <= BAR_MS ? 'met' : 'MISSED'
  const cells = [at(0.5), at(0.99), at(1)].map((ms) => ms.toFixed(1).padStart(9))
  console.log(`${name.padEnd(44)}${cells.join('')}   ${calm ? verdict : ''}`)
  return at(0.5)
}

const welcome = server.lines.find((line) => line.includes('/welcome/'))!.trim()
const account = { name: 'N', login: randomUUID(), password: 'winter lanterns drift north', locale: 'en' }
await send('link.use', { token: welcome.split('/').at(-1), ...account })
const ids: Record<string, string> = {}
for (const key of ['large', 'other'])
  ids[key] = String((await send('project.create', { key, name: { en: key, ja: key } })).project)
await send('draft.import', { texts: { en: '# A\n\nB\n' }, authoritative: 'en' }, 'other')

console.log(
  `${CLAUSES} clauses in two languages; a letter stored in another project's text, ms (bar: ${BAR_MS} ms more than when calm)`,
)
console.log(`${''.padEnd(44)}      p50      p99      max`)
show('one 4 KiB fdatasync on this disk', rawSync(), 0)
let writer = await come(ids.other!)
writer.doc.getMap('clauses').set('c_writer', { pos: 'b01', level: 1 })
await writer.saved()
const calm = show('nothing else', await waits(writer, async () => {}), 0)
const during = async (name: string, act: () => Promise<unknown>) => show(name, await waits(writer, act), calm)
await during('draft.import into an empty draft', () => send('draft.import', both('First'), 'large'))
await during('draft.import of what it says', () => send('draft.import', both('First'), 'large'))
const reader = await listen(ids.large!)
const seen = await fetch(`${server.url}/api/v1/projects/large/guideline/draft`, { headers: headers() })
const { hash } = (await seen.json()) as { hash: string }
await during('guideline.publish', () => send('guideline.publish', { draft: hash, note: 'n' }, 'large', 0))
await during('draft.import of other words', () => send('draft.import', both('Second'), 'large'))
await during('draft.restore', () => send('draft.restore', { version: 1 }, 'large'))
await during('guideline.publish of Markdown', () =>
  send('guideline.publish', { ...both('Third'), note: 'n', reason: 'r' }, 'large', 1),
)
reader.hang()
writer.close()
await server.end()
server = await serveReal(join(folder, 'data'))
writer = await come(ids.other!)
await during('the first who comes after a restart', () => listen(ids.large!).then((one) => one.hang()))
writer.close()
await server.end()
rmSync(folder, { recursive: true, force: true })
