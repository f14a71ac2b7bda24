import { randomUUID } from 'node:crypto'
import { type Client, good } from './client.ts'

/** Asks a project's routes and answers with the body, or ends with the refusal's sentence. */
export function asking(client: Client, project: string) {
  // biome-ignore lint/suspicious/noExplicitAny: as `good`.
  return async (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, of = project): Promise<any> =>
    good(
      await client.request(
        method,
        `/api/v1/projects/${encodeURIComponent(of)}${path}`,
        body,
        method === 'POST' ? { 'idempotency-key': randomUUID() } : {},
      ),
    )
}
