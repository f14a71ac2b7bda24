import { randomBytes, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { rationaleId } from '#shared/rationale.ts'
import { build, type Options } from './app.ts'
import { startClock } from './clock.ts'
import type { House } from './command.ts'
import { publicKey } from './domain/tree-head.ts'
import { act } from './handlers.ts'
import { holdData, listenForHost, ownFolder } from './host.ts'
import { isSameOrigin, whoOf } from './http/session.ts'
import { type Documents, openDocuments } from './live/documents.ts'
import { openSockets, type Sockets } from './live/sockets.ts'
import { openPublishing } from './publish.ts'
import { migrateAt } from './store/migrate.ts'
import { openPostgres } from './store/postgres.ts'
import { openSqlite } from './store/sqlite.ts'
import type { Store } from './store/store.ts'
import type { Texts } from './store/texts.ts'
import { openTexts } from './store/texts-open.ts'
import { type Jobs, openJobs } from './work/import/jobs.ts'
import { openQueues, type Queues } from './work/queue.ts'

export type Config = {
  port: number
  host: string
  data: string
  database: string | null
  origin: string | null
}
const webFolder = fileURLToPath(new URL('../build/web', import.meta.url))

export function configFrom(env: NodeJS.ProcessEnv): Config {
  return {
    port: Number(env.PORT ?? 8080),
    host: env.HOST ?? '127.0.0.1',
    data: env.GOGI_DATA ?? './data',
    database: secretOf(env, 'DATABASE_URL'),
    origin: env.GOGI_ORIGIN ?? null,
  }
}

/** A secret stands in the environment, or in the file that `NAME_FILE` names. */
function secretOf(env: NodeJS.ProcessEnv, name: string): string | null {
  const file = env[`${name}_FILE`]
  return env[name] ?? (file ? readFileSync(file, 'utf8').trim() : null)
}

const letters = 'abcdefghijklmnopqrstuvwxyz'
/** Ten random letters. */
export const newId = (): string => Array.from({ length: 10 }, () => letters[randomInt(26)]).join('')
export const newSalt = (): string => randomBytes(32).toString('hex')

export async function openStore(config: Pick<Config, 'data' | 'database'>): Promise<Store> {
  const address = config.database ? { postgres: config.database } : { sqlite: join(config.data, 'gogi.db') }
  await migrateAt(address)
  return 'postgres' in address ? openPostgres(address.postgres) : openSqlite(address.sqlite)
}

export type Installation = {
  /** Resolves when nothing that other processes of the database do from then on stays unheard. */
  ready: Promise<void>
  house: House
  queues: Queues
  jobs: Jobs
  texts: Texts
  documents: Documents
  listen(sockets: Sockets): void
  close(): Promise<void>
}

/** Entries are never earlier than the one before, whatever happens to the machine's clock. */
function steady(clock: () => number): () => number {
  let latest = 0
  return () => {
    latest = Math.max(latest, clock())
    return latest
  }
}

/** Who sees the queue. */
const readers = { roles: ['lead' as const, 'auditor' as const] }

/**
 * The store with all that works on it, before anybody can reach it. `data` is for all processes of a database, `own` for
 * this one: what it derives lies there.
 */
export function assemble(store: Store, data: string, clock: () => number, own = data): Installation {
  const now = steady(clock)
  let sockets: Sockets | undefined
  let closing = false
  const failed = (error: unknown) => closing || console.error(error)
  const queues = openQueues(store, own, {
    now,
    failed,
    rebuilt: (project, { votes }) => {
      const told = [{ to: readers, event: { kind: 'queue.rebuilt' as const, votes } }]
      publishing.news({ project, at: now(), told }).catch(failed)
    },
  })
  const house: House = {
    store,
    data,
    now,
    newId,
    salt: newSalt,
    publish: (done) => publishing.publish(done),
    frame: (project) => queues.frame(project),
    frozen: (dispute, n) => documents.freeze('rationale', rationaleId({ dispute, n })),
    draft: { read: (id) => documents.draft.read(id), freeze: (id) => documents.draft.freeze(id) },
  }
  const texts = openTexts(store, data)
  const documents = openDocuments(house, texts, failed)
  const jobs = openJobs(house, (request) => act(house, request))
  const publishing = openPublishing({ house, queues, documents, jobs, failed, sockets: () => sockets })
  return {
    ready: publishing.ready,
    house,
    queues,
    jobs,
    texts,
    documents,
    listen(opened) {
      sockets = opened
    },
    async close() {
      closing = true
      await publishing.close()
      await documents.close()
      await sockets?.close()
      await jobs.close()
      await queues.close()
      await texts.close()
      await store.close()
    },
  }
}

/** `host` answers the machine's own command line. */
export type Serving = {
  url: string
  host: FastifyInstance
  installation: Installation
  close(): Promise<void>
}

/** Opens the data, listens, and keeps time. `demo` adds what only a demo has. */
export async function serve(config: Config, extra: Pick<Options, 'demo' | 'log'> = {}): Promise<Serving> {
  const port = config.port === 0 ? await freePort(config.host) : config.port
  const own = ownFolder(config, port)
  const release = await holdData(own)
  const installation = assemble(await openStore(config), config.data, Date.now, own)
  await refuseOtherFolder(installation, release)
  const door = doorAt(config, port)
  const app = await build(installation.house, installation, { ...door, web: webFolder, ...extra })
  const host = await build(installation.house, installation, { ...door, machine: 'host' })
  const live = {
    isOurs: (headers: IncomingHttpHeaders) => isSameOrigin(headers, door.origin, true),
    whoOf: (headers: IncomingHttpHeaders) => whoOf(installation.house, headers, door),
  }
  const sockets = openSockets(app.server, installation.house, live)
  installation.listen(sockets)
  installation.documents.listen(app.server, live)
  await app.listen({ port, host: config.host })
  const closeHost = await listenForHost(host, own)
  const stopClock = startClock(installation.house)
  return {
    url: door.origin,
    host,
    installation,
    async close() {
      stopClock()
      await closeHost()
      // The server is closed when its last socket is, and nobody in a text or a room would leave by themselves.
      await installation.documents.close()
      await Promise.all([app.close(), sockets.close()])
      await installation.close()
      await release()
    },
  }
}

/** What all servers of a database must share lies in the data folder: the key, pictures, files on their way in. */
async function refuseOtherFolder({ house, ready, close }: Installation, release: () => Promise<void>) {
  await ready
  if (!(await house.store.notes?.differs(publicKey(house.data)))) return
  await close()
  await release()
  throw new Error(
    `Another server of this database has another data folder than ${house.data}, and signs with another key. Give all of them the same GOGI_DATA; nothing was changed.`,
  )
}

/** https anywhere; http on loopback only, where a cookie cannot be read on the way. */
function doorAt(config: Config, port: number) {
  const origin = config.origin ?? `http://${config.host}:${port}`
  const url = new URL(origin)
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url.protocol !== 'https:' && !loopback)
    throw new Error(
      `Gogi does not start on ${origin}: over http, anybody on the way could take a session. Put it behind https and set GOGI_ORIGIN=https://…, or use 127.0.0.1.`,
    )
  // Cookies of loopback servers are told apart by the port that the browser knows.
  return { origin: url.origin, secure: url.protocol === 'https:', port: Number(url.port) || 80 }
}

export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
