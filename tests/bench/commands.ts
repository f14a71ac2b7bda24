// Logged commands a second, fsynced, with 16 writers, beside the raw limit of the same disk in the same run.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { act } from '../../server/handlers.ts'
import { assemble, newId, openStore } from '../../server/main.ts'

const writers = 16
const seconds = 8
const host = { machine: 'host' } as const

/** How often a second this disk can make 4 KiB durable, one after the other. */
function rawSyncs(folder: string): number {
  const file = openSync(join(folder, 'raw'), 'w')
  const page = Buffer.alloc(4096, 1)
  const until = performance.now() + 2000
  let n = 0
  for (; performance.now() < until; n++) {
    writeSync(file, page)
    fdatasyncSync(file)
  }
  closeSync(file)
  return n / 2
}

async function measure(name: string, database: string | null) {
  const data = mkdtempSync(join(tmpdir(), 'gogi-bench-'))
  const raw = rawSyncs(data)
  const { house, close } = assemble(await openStore({ data, database }), data, Date.now)
  const key = `b${newId()}`
  await act(house, {
    name: 'project.create',
    project: '_',
    who: host,
    input: { key, name: { en: 'Bench', ja: '計測' } },
    key: newId(),
  })
  const took: number[] = []
  const begun = performance.now()
  const write = async (writer: number) => {
    for (let i = 0; performance.now() - begun < seconds * 1000; i++) {
      const from = performance.now()
      await act(house, {
        name: 'mapping.save',
        project: key,
        who: host,
        input: { name: `writer ${writer}`, mapping: { values: [], content: [], item: `column ${i}` } },
        key: newId(),
      })
      took.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  const rate = took.length / ((performance.now() - begun) / 1000)
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.floor(took.length * share)]!.toFixed(1)
  console.log(
    `${name.padEnd(11)} ${rate.toFixed(0)} logged commands/s, ${writers} writers; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; raw fdatasync on this disk ${raw.toFixed(0)}/s`,
  )
  await close()
  rmSync(data, { recursive: true, force: true })
}

await measure('SQLite', null)
const server = process.env.GOGI_BENCH_POSTGRES
if (server) await measure('PostgreSQL', server)
else console.log('PostgreSQL  not measured: name an empty database in GOGI_BENCH_POSTGRES')
