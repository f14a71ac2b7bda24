import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const top = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const cli = join(top, 'server', 'cli.ts')

export type Ran = { code: number | null; out: string; err: string; json: any }

/** The command line as a process of its own, on a data folder of its own. */
export async function gogi(
  data: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  const child = start(data, args, env)
  const [out, err] = ['', '']
  const ran = { out, err }
  child.stdout!.on('data', (part) => (ran.out += part))
  child.stderr!.on('data', (part) => (ran.err += part))
  const [code] = (await once(child, 'close')) as [number | null]
  let json: unknown
  try {
    json = JSON.parse(ran.out)
  } catch {
    json = undefined
  }
  return { code, ...ran, json }
}

export function start(data: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], {
    cwd: top,
    env: { ...process.env, GOGI_DATA: data, DATABASE_URL: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export type Server = {
  child: ChildProcess
  url: string
  lines: string[]
  /** Ends it by a signal and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/** `gogi serve`, or `gogi demo --json`, when it has said that it is ready. */
export async function serveReal(
  data: string,
  args: readonly string[] = ['serve', '--port', '0'],
): Promise<Server> {
  const child = start(data, args)
  const lines: string[] = []
  let err = ''
  child.stderr!.on('data', (part) => (err += part))
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${err}`)))
    createInterface({ input: child.stdout! }).on('line', (line) => {
      lines.push(line)
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)
      if (found) resolve(found[0])
    })
  })
  child.removeAllListeners('exit')
  return {
    child,
    url,
    lines,
    async end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const gone = once(child, 'exit')
      child.kill(signal)
      return ((await gone) as [number | null])[0]
    },
  }
}
