import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { serveReal } from '../../support/gogi.ts'
import type { Seat, Shape } from './line.ts'
import type { Ours } from './ours.ts'
import type { Protocol } from './wire.ts'

export const servers = ['raw', 'yws', 'hocuspocus', 'gogi'] as const
export const names: Record<Protocol, string> = {
  raw: 'bare ws broadcast',
  yws: '@y/websocket-server 0.1.1',
  hocuspocus: 'Hocuspocus 4.7 + SQLite',
  gogi: 'Gogi',
}
export type Served = {
  seats(shape: Shape): Seat[]
  /** What it holds in memory, MB. */
  memory(): number
  /** What it has worked since it started, in all its threads, ms. */
  worked(): number
  end(signal?: NodeJS.Signals): Promise<unknown>
}

const peers = fileURLToPath(new URL('../peers', import.meta.url))
export const cores = cpus().length

/** The others come from a lockfile of their own, so that their yjs never enters this house. */
export function installPeers() {
  if (existsSync(join(peers, 'node_modules', '.package-lock.json'))) return
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync('npm', ['ci', '--prefix', peers, ...options], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the peers could not be installed')
}

/** Puts a process and all its threads on these cores, where the machine can. */
export function pin(pid: number, on: string) {
  if (cores > 1) spawnSync('taskset', ['-apc', on, String(pid)])
}

/** A server in a process of its own, on the first core alone. */
export async function startServer(protocol: Protocol, ours: Ours, data: string): Promise<Served> {
  if (protocol === 'gogi') {
    const { child, url, end } = await serveReal(ours.data)
    pin(child.pid!, '0')
    return { seats: (shape) => ours.seats(url, shape), ...watch(child), end }
  }
  const child = spawn(process.execPath, [join(peers, `${protocol}.mjs`), data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  pin(child.pid!, '0')
  return {
    seats: ({ name, texts, editors }) =>
      Array.from({ length: texts * editors }, (_, n) => {
        const room = `${name.replaceAll(' ', '')}-${Math.floor(n / editors)}`
        return {
          protocol,
          url: protocol === 'hocuspocus' ? url : `${url}/${room}`,
          headers: {},
          room,
          root: 'text',
        }
      }),
    ...watch(child),
    async end(signal = 'SIGKILL') {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
}

function watch({ pid }: ChildProcess) {
  const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8')
  return {
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(read('status'))![1]) / 1024,
    worked() {
      // User and system time in hundredths of a second; what stands before them may hold spaces.
      const [user, system] = read('stat').split(') ')[1]!.split(' ').slice(11, 13)
      return (Number(user) + Number(system)) * 10
    },
  }
}
