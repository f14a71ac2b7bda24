import { request as ask } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { holderOf, socketOf } from '../host.ts'

/** The command line speaks HTTP like everybody: to a running server by its socket, or to one inside this process. */
export type Reply = { status: number; json: unknown; text: string; headers: Record<string, unknown> }
export type Client = {
  request(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>
  close(): Promise<void>
}
/** Thrown to end with a sentence and an exit code: 1 refused or found wrong, 2 bad input. */
export class Exit extends Error {
  readonly code: 1 | 2
  constructor(code: 1 | 2, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/** `alone` opens the house in this process when no server holds the data folder. */
export async function openClient(
  data: string,
  alone: () => Promise<{ app: FastifyInstance; close(): Promise<void> }>,
): Promise<Client> {
  if (holderOf(data) !== null) return overSocket(socketOf(data))
  const { app, close } = await alone()
  return {
    async request(method, path, body, headers = {}) {
      const reply = await app.inject({
        method,
        url: path,
        headers: headersFor(body, headers),
        ...(body === undefined ? {} : { payload: payloadOf(body) }),
      })
      return replyOf(reply.statusCode, reply.body, reply.headers)
    },
    close,
  }
}

function overSocket(socketPath: string): Client {
  return {
    request: (method, path, body, headers = {}) =>
      new Promise((resolve, reject) => {
        const asked = ask({ socketPath, method, path, headers: headersFor(body, headers) }, (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part) => parts.push(part))
          answer.on('end', () =>
            resolve(replyOf(answer.statusCode ?? 0, Buffer.concat(parts).toString('utf8'), answer.headers)),
          )
          answer.on('error', reject)
        })
        asked.on('error', reject)
        asked.end(body === undefined ? undefined : payloadOf(body))
      }),
    close: async () => {},
  }
}

const payloadOf = (body: unknown): string | Buffer => (Buffer.isBuffer(body) ? body : JSON.stringify(body))
const headersFor = (body: unknown, headers: Record<string, string>) => ({
  ...(body === undefined
    ? {}
    : { 'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json' }),
  ...headers,
})

function replyOf(status: number, text: string, headers: Record<string, unknown>): Reply {
  const type = String(headers['content-type'] ?? '')
  return {
    status,
    text,
    headers,
    json: type.includes('json') && !type.includes('ndjson') ? JSON.parse(text) : null,
  }
}

/** The body of a good answer; a problem ends the command with its sentence. */
// biome-ignore lint/suspicious/noExplicitAny: what a server answers is looked at, not proven, on a terminal.
export function good(reply: Reply): any {
  if (reply.status < 300) return reply.json ?? reply.text
  const detail = (reply.json as { detail?: string } | null)?.detail ?? `The server answered ${reply.status}.`
  throw new Exit(reply.status === 400 || reply.status === 413 || reply.status === 422 ? 2 : 1, detail)
}
