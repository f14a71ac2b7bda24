// One text with fifty editors and fifty texts with four: from an edit until the others have it, ours beside its peers in one
// run, and what each of them loses when it is killed.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from './text/generator.ts'
import { killUnder } from './text/kill.ts'
import type { Shape } from './text/line.ts'
import { type Load, type Outcome, openLoad } from './text/load.ts'
import { furnish, type Ours } from './text/ours.ts'
import { cores, installPeers, names, servers, startServer } from './text/servers.ts'
import type { Protocol } from './text/wire.ts'

/** Rounds of the whole comparison: what is shown is the median. */
const ROUNDS = Number(process.env.GOGI_ROUNDS ?? 3)
const SECONDS = Number(process.env.GOGI_SECONDS ?? 4)
/** Edits a second of one editor, as people write. */
const RATE = 5
/** Where the search for the most edits a second begins, and by how much it climbs until the p99 is past `LATE_MS`. */
const shapes: (Shape & { begin: number })[] = [
  { name: '1 text × 50 editors', texts: 1, editors: 50, begin: 200 },
  { name: '50 texts × 4 editors', texts: 50, editors: 4, begin: 2000 },
]
const CLIMB = 1.3
const LATE_MS = 100
const ACK_BAR_MS = 15

/** `work`: of the server's processor for one edit, ms; `grown`: what of its memory came with the editors, MB. */
type Row = Outcome & { work: number; memory: number; grown: number; most: string; edits: number }

/** The limit: a page made durable on this disk and nothing else, ms. */
function rawSync(folder: string): number[] {
  const file = openSync(join(folder, 'raw'), 'w')
  const times = Array.from({ length: 300 }, () => {
    const from = performance.now()
    writeSync(file, Buffer.alloc(4096, 1))
    fdatasyncSync(file)
    return performance.now() - from
  })
  closeSync(file)
  return times.sort((a, b) => a - b)
}

/** More and more edits a second, until too many come too late, or not at all: twice, for a machine has its moments. */
async function climb(load: Load, begin: number) {
  let best = { edits: 0, most: `< ${begin}` }
  let late = false
  for (let rate = begin; ; ) {
    const { wrote, whole, heard, gone } = await load.write(rate, 0.7, 1.5)
    const fails = gone > 0 || whole < 0.99 || heard.p99 > LATE_MS
    // What the generator cannot write says nothing about the server.
    if (!fails && wrote < rate * 0.9) return { ...best, most: `≥ ${best.most}` }
    if (fails && late) return best
    if (!fails) {
      best = { edits: wrote, most: wrote.toFixed(0) }
      rate *= CLIMB
    }
    late = fails
  }
}

async function measure(
  protocol: Protocol,
  ours: Ours,
  folder: string,
  shape: (typeof shapes)[number],
  last: boolean,
) {
  const server = await startServer(protocol, ours, join(folder, `${protocol}-${Math.random()}.db`))
  const empty = server.memory()
  const load = await openLoad(server.seats(shape), shape)
  // What it takes to begin counts for nobody.
  await load.write(shape.texts * shape.editors * RATE, 0.5, 1)
  const before = server.worked()
  const outcome = await load.write(shape.texts * shape.editors * RATE, 0, SECONDS)
  const work = (server.worked() - before) / (outcome.wrote * SECONDS)
  const memory = server.memory()
  const grown = memory - empty
  const most = last ? await climb(load, shape.begin) : { edits: 0, most: '' }
  await load.end()
  await server.end('SIGKILL')
  return { ...outcome, work, memory, grown, ...most }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
function middle(rows: readonly Row[]): Row {
  const of = (pick: (row: Row) => number) => median(rows.map(pick))
  const times = (which: 'heard' | 'acked') => ({
    p50: of((row) => row[which].p50),
    p99: of((row) => row[which].p99),
    n: rows[0]![which].n,
  })
  const worst = {
    whole: Math.min(...rows.map(({ whole }) => whole)),
    gone: Math.max(...rows.map(({ gone }) => gone)),
  }
  return {
    ...rows.at(-1)!,
    ...worst,
    heard: times('heard'),
    acked: times('acked'),
    memory: of((row) => row.memory),
    grown: of((row) => row.grown),
    work: of((row) => row.work),
  }
}

const ms = (value: number) => value.toFixed(1)
function print(shape: Shape, table: Map<Protocol, Row>) {
  console.log(`\n${shape.name}, each ${RATE} edits a second`)
  console.log(
    `${''.padEnd(26)}edit → others p50   p99 ms   ack p50   p99 ms   most edits/s   CPU ms/edit   memory MB   arrived`,
  )
  for (const [protocol, { heard, acked, most, work, memory, grown, whole, gone }] of table) {
    const ack = acked.n > 0 ? [ms(acked.p50), ms(acked.p99)] : ['–', '–']
    const cells = [
      ms(heard.p50),
      ms(heard.p99),
      ...ack,
      most,
      work.toFixed(2),
      `${memory.toFixed(0)} (+${grown.toFixed(0)})`,
    ]
    const widths = [17, 9, 10, 9, 15, 14, 12]
    const lines = gone > 0 ? `, ${gone} hung up` : ''
    console.log(
      `${names[protocol].padEnd(26)}${cells.map((cell, n) => cell.padStart(widths[n]!)).join('')}${`${(whole * 100).toFixed(1)} %`.padStart(10)}${lines}`,
    )
  }
}

const verdict = (met: boolean) => (met ? 'met' : 'MISSED')
function judge(table: Map<Protocol, Row>, sync: number) {
  const [raw, yws, hocuspocus, gogi] = servers.map((one) => table.get(one)!)
  const bar = 1.5 * (raw!.heard.p99 + sync)
  console.log(
    `p99 ${ms(gogi!.heard.p99)} ms, bar 1.5 × (broadcast + fsync) = ${ms(bar)} ms: ${verdict(gogi!.heard.p99 <= bar)}`,
  )
  console.log(`p99 below Hocuspocus: ${verdict(gogi!.heard.p99 < hocuspocus!.heard.p99)}`)
  console.log(`ack p99 ≤ ${ACK_BAR_MS} ms: ${verdict(gogi!.acked.p99 <= ACK_BAR_MS)}`)
  const most = Math.max(yws!.edits, hocuspocus!.edits)
  console.log(`more edits/s than Hocuspocus and y-websocket's server: ${verdict(gogi!.edits > most)}`)
}

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'gogi-bench-text-'))
  installPeers()
  const ours = await furnish(join(folder, 'data'), 50)
  const syncs = rawSync(folder)
  const sync = { p50: syncs[150]!, p99: syncs[297]! }
  console.log(
    `${cores} cores: ${cores > 1 ? 'every server has the first to itself, and the editors the others' : 'servers and editors share it'}.`,
  )
  console.log(
    `One 4 KiB fdatasync on this disk: p50 ${ms(sync.p50)} ms, p99 ${ms(sync.p99)} ms. Medians of ${ROUNDS} rounds.`,
  )
  for (const shape of shapes) {
    const rows = new Map<Protocol, Row[]>(servers.map((one) => [one, []]))
    for (let round = 1; round <= ROUNDS; round++)
      for (const one of servers)
        rows.get(one)!.push(await measure(one, ours, folder, shape, round === ROUNDS))
    const table = new Map([...rows].map(([one, all]) => [one, middle(all)]))
    print(shape, table)
    judge(table, sync.p99)
  }
  console.log('\nkill -9 under ten writers, who go with it')
  for (const one of ['hocuspocus', 'gogi'] as const) {
    const { told, lost } = await killUnder(() => startServer(one, ours, join(folder, 'killed.db')))
    console.log(`${names[one].padEnd(26)}${told} edits acknowledged, ${lost} of them lost`)
  }
  rmSync(folder, { recursive: true, force: true })
}

if (process.argv[2] === 'write') generate()
else await compare()
