import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { leafHash } from '#shared/merkle.ts'
import { type Demo, expect } from './house.ts'
import { ask } from './month.ts'
import { act, cast, disputeOf, get, here } from './month-acts.ts'

/** A panelist who had no part in anything comes by a link and can be seated. */
export async function joinPanel(lead: Page, { url }: Demo, page: Page, name: string) {
  const link = await act(lead, 'link.invite', { name, roles: ['panelist'] })
  const token = String(link.url).split('/').at(-1)!
  const login = `${crypto.randomUUID().slice(0, 8)}@month.example`
  const used = { token, name, login, password: 'quiet river four boats', locale: 'en' }
  await ask(page.request, url, 'link.use', used)
  await ask(page.request, url, 'member.join', { token })
  await ask(page.request, url, 'panelist.declare', { raters: [] })
}

/** The two of the panel hold against the one who answered otherwise, and the chair signs. */
export async function decideAgainst(lead: Page, [chair, other]: [Page, Page], external: string) {
  const { rows } = await get(lead, `/queue?lane=all&q=${external}`)
  const items = [{ item: rows[0].item, questions: ['safe'] }]
  const { opened } = await act(lead, 'dispute.open', { items })
  for (const page of [chair, other])
    await cast(page, external, { value: 'safe', cause: 'rater-error', argument: 'The leaflet says so, too.' })
  await act(chair, 'decision.consent', { disputes: [opened[0].dispute] })
  return disputeOf(lead, external)
}

type Envelope = { seq: number; events: { kind: string }[] }
/** The stream as somebody would read it who has heard nothing yet. */
export async function stream(page: Page): Promise<Envelope[]> {
  const { envelopes, more } = await get(page, '/events?since=0')
  expect(more).toBe(false)
  return envelopes
}

export async function lines<T = Record<string, unknown>>(page: Page, as: string): Promise<T[]> {
  const text = await (await page.request.get(`/api/v1${here}/exports/${as}`)).text()
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

type Row = { seq: number; body: string; leaf: string; facts: string }
/** The log as it lies in the folder, every entry hashing to its leaf; of each its kind and what it made true. */
export function chain({ data, project }: Pick<Demo, 'data' | 'project'>) {
  const file = new Database(join(data, 'gogi.db'), { readonly: true })
  const rows = file
    .prepare(
      `SELECT e.seq, e.body, e.leaf, p.bytes AS facts FROM log_entry e
       JOIN payload p ON p.project = e.project AND p.seq = e.seq AND p.part = 'facts'
       WHERE e.project = (SELECT id FROM project WHERE key = ?) ORDER BY e.seq`,
    )
    .all(project) as Row[]
  file.close()
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_row, i) => i + 1))
  expect(rows.map(({ body }) => leafHash(new TextEncoder().encode(body)))).toEqual(
    rows.map(({ leaf }) => leaf),
  )
  return rows.map(({ seq, body, facts }) => ({
    seq,
    kind: JSON.parse(body).kind as string,
    facts: JSON.parse(facts) as Record<string, unknown>[],
  }))
}
