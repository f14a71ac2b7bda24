import type { Audience, LiveEvent } from '#shared/events.ts'
import type { Columns } from './columns.ts'

/** The log, what it commits to, and what was told. */
export function logTables({ table, string, maybeString, number, json, primaryKey }: Columns) {
  const logEntry = table(
    'log_entry',
    { project: string(), seq: number(), body: string(), leaf: string() },
    (t) => [primaryKey({ columns: [t.project, t.seq] })],
  )
  const logNode = table(
    'log_node',
    { project: string(), level: number(), idx: number(), hash: string() },
    (t) => [primaryKey({ columns: [t.project, t.level, t.idx] })],
  )
  const payload = table(
    'payload',
    { project: string(), seq: number(), part: string(), salt: maybeString(), bytes: maybeString() },
    (t) => [primaryKey({ columns: [t.project, t.seq, t.part] })],
  )
  const event = table(
    'event',
    {
      project: string(),
      seq: number(),
      n: number(),
      at: number(),
      audience: json<Audience>(),
      body: json<LiveEvent>(),
    },
    (t) => [primaryKey({ columns: [t.project, t.seq, t.n] })],
  )
  const idempotency = table(
    'idempotency',
    {
      project: string(),
      actor: string(),
      key: string(),
      hash: string(),
      status: number(),
      answer: string(),
      at: number(),
    },
    (t) => [primaryKey({ columns: [t.project, t.actor, t.key] })],
  )
  return { logEntry, logNode, payload, event, idempotency }
}
