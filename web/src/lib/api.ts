import type { Acted } from '#lib/answers.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { Params, RefusalCode } from '#shared/refusals.ts'

/** What the server, or the way to it, answered instead. `message` is the sentence to show. */
export class Problem extends Error {
  readonly status: number
  readonly code: RefusalCode | 'offline' | 'unreadable'
  readonly params: Params
  constructor(status: number, code: Problem['code'], sentence: string, params: Params = {}) {
    super(sentence)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.params = params
  }
}

type Fetch = typeof globalThis.fetch
type ReadOptions = { fetch?: Fetch; signal?: AbortSignal }

/** Reads `/api/v1<path>`. */
export async function read<T>(path: string, options: ReadOptions = {}): Promise<T> {
  return (await readTagged<T>(path, options)).body
}

/** Reads together with the `seq` that a later `ifMatch` names. */
export async function readTagged<T>(
  path: string,
  { fetch, signal }: ReadOptions = {},
): Promise<{ body: T; etag: number | null }> {
  const response = await send(path, { ...(signal && { signal }) }, fetch)
  const etag = /\d+/.exec(response.headers.get('etag') ?? '')?.[0]
  return { body: (await unpack(response)) as T, etag: etag === undefined ? null : Number(etag) }
}

type ActOptions = {
  /** The `seq` of what was read, where the act depends on it. */
  ifMatch?: number
  /** Names the act; the same key never acts twice. Give one to be able to ask again after a doubt. */
  key?: string
}

/** Asks for one command of a project's key, or of the installation (`_`). Sent twice under one key if the line broke. */
export async function act<Name extends CommandName>(
  project: string,
  name: Name,
  input: CommandInput<Name>,
  { ifMatch, key = crypto.randomUUID() }: ActOptions = {},
): Promise<Acted<Name>> {
  const request: RequestInit = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
    },
    body: JSON.stringify(input),
  }
  const path = `/projects/${encodeURIComponent(project)}/${name}`
  const response = await send(path, request).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'offline') return send(path, request)
    throw error
  })
  return (await unpack(response)) as Acted<Name>
}

/** Sends bytes or anything else that is no command: uploads and the steps of an import. */
export async function sendTo<T>(
  path: string,
  method: 'POST' | 'PUT',
  body?: Blob | object,
  signal?: AbortSignal,
): Promise<T> {
  const blob = body instanceof Blob
  const type = blob ? 'application/octet-stream' : 'application/json'
  const response = await send(path, {
    method,
    ...(body && { headers: { 'content-type': type }, body: blob ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  return (await unpack(response)) as T
}

async function send(path: string, init: RequestInit, fetch: Fetch = globalThis.fetch): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, {
      ...init,
      headers: {
        accept: 'application/json, application/problem+json',
        'accept-language': getLocale(),
        ...init.headers,
      },
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, 'offline', m.problem_offline())
  }
}

async function unpack(response: Response): Promise<unknown> {
  const body = (await response.json().catch(() => undefined)) as Record<string, unknown> | undefined
  if (response.ok && body !== undefined) return body
  // A proxy whose server is away answers in its own words; to the reader that is the line being down.
  if (!body && response.status >= 502) throw new Problem(response.status, 'offline', m.problem_offline())
  if (typeof body?.code !== 'string') throw new Problem(response.status, 'unreadable', m.problem_unreadable())
  const sentence = typeof body.detail === 'string' ? body.detail : m.problem_unreadable()
  throw new Problem(response.status, body.code as RefusalCode, sentence, (body.params ?? {}) as Params)
}
