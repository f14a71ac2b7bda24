import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { UPLOAD_PART } from '#shared/import-run.ts'
import { act } from '../../server/handlers.ts'
import { assemble, newId, openStore } from '../../server/main.ts'

const self = fileURLToPath(import.meta.url)
/** Bars of DESIGN §10. */
const BARS = { seconds: 60, megabytes: 600, loopMs: 50 }

/** Long CSV as tools write it: five votes an item, 2,000 raters, a time each. */
async function writeVotes(path: string, votes: number): Promise<void> {
  const out = createWriteStream(path)
  out.write('item,rater,label,at\n')
  const labels = ['good', 'bad', 'unsure']
  for (let n = 0; n < votes; ) {
    const lines: string[] = []
    for (let i = 0; i < 10_000 && n < votes; i++, n++) {
      const item = Math.floor(n / 5)
      const rater = (item * 7919 + (n % 5) * 401) % 2000
      lines.push(`item-${item},rater-${rater},${labels[(n * 31 + item) % 3]},${1_700_000_000 + n}`)
    }
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

/** The real job on SQLite, upload to last entry, with everything else the server does beside it. */
async function benchImport(votes = 1_000_000) {
  const folder = mkdtempSync(join(tmpdir(), 'gogi-bench-'))
  const file = join(folder, 'votes.csv')
  // By a process of its own: what writing it leaves in memory is no server's.
  spawnSync(process.execPath, [...process.execArgv, self, String(votes), file], { stdio: 'inherit' })
  const store = await openStore({ data: folder, database: null })
  const installation = assemble(store, folder, Date.now)
  const { house, jobs } = installation
  const who = { machine: 'host' as const }
  const made = await act(house, {
    name: 'project.create',
    project: '_',
    who,
    input: { key: 'bench', name: { en: 'Bench', ja: '計測' } },
    key: newId(),
  })
  const project = String(made.answer.project)
  const idle = process.memoryUsage.rss()
  let rss = idle
  const watch = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss())
  }, 100)
  await new Promise((done) => setTimeout(done, 500))
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const begun = performance.now()
  const laps: Record<string, number> = {}
  const lap = (name: string) => {
    laps[name] = Math.round(performance.now() - begun) / 1000
  }
  const { size } = statSync(file)
  const upload = await jobs.uploads.begin(project, 'votes.csv', size)
  const handle = await open(file)
  for (let from = 0; from < size; ) {
    const part = Buffer.alloc(Math.min(UPLOAD_PART, size - from))
    await handle.read(part, 0, part.length, from)
    from = await jobs.uploads.take(project, upload, from, part)
  }
  await handle.close()
  lap('uploaded')
  const id = await jobs.draft(project, 'host', { votes: upload }, 'en')
  await jobs.settled(id)
  lap('checked')
  await jobs.run(project, id, who)
  await jobs.settled(id)
  lap('done')
  const seconds = (performance.now() - begun) / 1000
  loop.disable()
  const peak = rss
  rss = 0
  // The estimates are learned beside it from now on; the queue stands when they are.
  await installation.queues.freshen(project)
  lap('queue stands')
  clearInterval(watch)
  const view = (await jobs.view(project, id)) as {
    state: string
    counts: { votes: { added: number } }
    problem: unknown
  }
  await installation.close()
  rmSync(folder, { recursive: true, force: true })
  if (view.state !== 'done' || view.counts.votes.added !== votes)
    throw new Error(`the import ended as ${JSON.stringify(view).slice(0, 500)}`)
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
  const loopMs = Math.round(loop.max / 1e6)
  const met = {
    seconds: seconds <= BARS.seconds,
    megabytes: megabytes(peak) <= BARS.megabytes,
    loopMs: loopMs <= BARS.loopMs,
  }
  return {
    votes,
    seconds: Number(seconds.toFixed(1)),
    rowsPerSecond: Math.round(votes / seconds),
    laps,
    megabytes: { before: megabytes(idle), peak: megabytes(peak), learning: megabytes(rss) },
    loop: { maxMs: loopMs, p99Ms: Number((loop.percentile(99) / 1e6).toFixed(1)) },
    bars: BARS,
    met,
  }
}

const [, script, votes = 1_000_000, file] = process.argv
if (script === self) {
  if (file) await writeVotes(file, Number(votes))
  else process.stdout.write(`${JSON.stringify(await benchImport(Number(votes)), null, 2)}\n`)
}
