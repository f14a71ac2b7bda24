import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { hostname, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'

/** A socket's path may hold about a hundred bytes: a deeper data folder keeps its socket beside the temporary files. */
export function socketOf(data: string): string {
  const path = join(resolve(data), 'gogi.sock')
  return Buffer.byteLength(path) < 100
    ? path
    : join(tmpdir(), `gogi-${createHash('sha256').update(path).digest('hex').slice(0, 20)}.sock`)
}
type Place = { data: string; database: string | null }
const ofThisHost = `${hostname().replace(/[^\w.-]/g, '-')}-`
/**
 * Where a process keeps what is its own: its lock, its socket, what it derives. On PostgreSQL several share the data folder,
 * on several hosts perhaps, so each has a folder in it by its host and port; on SQLite there is only one.
 */
export const ownFolder = ({ data, database }: Place, name: number | 'cli'): string =>
  database ? join(data, 'servers', `${ofThisHost}${name}`) : data

/** The folder of a server that runs on this host. */
export function runningFolder({ data, database }: Place): string | null {
  if (!database) return holderOf(data) === null ? null : data
  const all = existsSync(join(data, 'servers')) ? readdirSync(join(data, 'servers')) : []
  const ours = all.filter((name) => name.startsWith(ofThisHost) && !name.endsWith('-cli'))
  return ours.map((name) => join(data, 'servers', name)).find((own) => holderOf(own) !== null) ?? null
}

const lockOf = (data: string): string => join(data, 'lock')

/** One process holds a data folder. Returns how to let it go; throws the sentence to show when another has it. */
export async function holdData(data: string): Promise<() => Promise<void>> {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const holder = holderOf(data)
  if (holder !== null)
    throw new Error(
      `The data folder ${data} is in use by process ${holder}. Stop it first, or set GOGI_DATA to another folder; nothing was changed.`,
    )
  writeFileSync(lockOf(data), String(process.pid), { mode: 0o600 })
  return async () => rmSync(lockOf(data), { force: true })
}

/** The process that holds the folder, if it still lives; a killed one leaves a lock that means nothing. */
export function holderOf(data: string): number | null {
  if (!existsSync(lockOf(data))) return null
  const pid = Number(readFileSync(lockOf(data), 'utf8'))
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null
  try {
    process.kill(pid, 0)
    return pid
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null
  }
}

/** The same routes on a socket file that only this user can open: whoever speaks there is the host. */
export async function listenForHost(app: FastifyInstance, data: string): Promise<() => Promise<void>> {
  const path = socketOf(data)
  rmSync(path, { force: true })
  await app.ready()
  const server = createServer((request, response) => app.routing(request, response))
  const mask = process.umask(0o177)
  await new Promise<void>((done, reject) => server.once('error', reject).listen(path, done))
  process.umask(mask)
  chmodSync(path, 0o600)
  return async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    await app.close()
  }
}
