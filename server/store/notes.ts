import { Client, type Notification } from 'pg'
import type { Audience, LiveEvent } from '#shared/events.ts'
import type { Present } from '#shared/live-text.ts'
import type { Role } from '#shared/member.ts'

export type Caret = { client: number; clock: number; cursor: unknown; user: Present | null }

/** What one server process says to the others of its database: small, stored nowhere, heard after the commit that it is part of. */
export type Note =
  /** A project's record has come so far. */
  | { kind: 'entry'; project: string; seq: number }
  | { kind: 'news'; project: string; at: number; told: { to: Audience; event: LiveEvent }[] }
  /** Everybody who looks at a dispute by this process. */
  | {
      kind: 'looking'
      project: string
      dispute: string
      viewers: { id: string; roles: Role[]; owner: boolean }[]
    }
  /** Who writes in a shared text by this process, and where; without a user they have left. */
  | { kind: 'carets'; doc: string; carets: Caret[]; ask?: true }
  /** Whoever runs this import is to stop. */
  | { kind: 'cancel'; import: string }

export type Ear = {
  /** `by` names the process, anew at each start. */
  heard(note: Note, by: string): void
  /** How far every project is: at first, whenever the line was broken, and every few seconds, since what was lost heals. */
  counted(projects: { id: string; seq: number }[]): void
}
export type Notes = {
  send(note: Note): Promise<void>
  /** `ready` resolves when nothing that others commit from then on stays unheard. `mark` says to others what all must share. */
  hear(ear: Ear, mark: string): Hearing
  /** Whether a process that hears now bears another mark. */
  differs(mark: string): Promise<boolean>
}
export type Hearing = { ready: Promise<void>; close(): Promise<void> }

export const CHANNEL = 'gogi_note'
/** How often the line is tried and projects are counted, and how long after a break it is taken up again, ms. */
const BEAT_MS = 5000
const AGAIN_MS = 200

/** Where to listen, and as whom: what a mark is, PostgreSQL shows as the name of the connection. */
type Line = { url: string; own: string; mark: string }
export const markOf = (mark: string): string => `gogi/${mark}`

/** One connection that listens as long as this process lives, however often it breaks. Its own notes it does not hear. */
export function hearNotes(line: Line, { heard, counted }: Ear): Hearing {
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>()
  let client: Client | null = null
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function later(work: () => Promise<void>, ms: number) {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(work, ms).unref()
  }
  async function begin() {
    const begun = lineTo(line)
    client = begun
    // A connection that breaks says so once or twice, or not at all until it is next asked something.
    begun.on('error', () => lost(begun)).on('end', () => lost(begun))
    begun.on('notification', (said) => {
      const note = noteIn(said)
      if (note && note.by !== line.own) heard(note, note.by)
    })
    try {
      await begun.connect()
      // The types leave it out: it keeps no process alive.
      ;(begun as Client & { unref(): void }).unref()
      await begun.query(`listen ${CHANNEL}`)
      await count(begun)
      isReady()
    } catch {
      lost(begun)
    }
  }
  async function count(on: Client) {
    const { rows } = await on.query<{ id: string; seq: number }>('select id, seq from project')
    if (closed || client !== on) return
    counted(rows.map(({ id, seq }) => ({ id, seq: Number(seq) })))
    later(() => count(on).catch(() => lost(on)), BEAT_MS)
  }
  function lost(broken: Client) {
    if (client !== broken) return
    client = null
    broken.end().catch(() => {})
    later(begin, AGAIN_MS)
  }

  void begin()
  return {
    ready,
    async close() {
      closed = true
      clearTimeout(timer)
      const last = client
      client = null
      await last?.end().catch(() => {})
    },
  }
}

/** A line that is silently dead is found out by a beat that nobody answers. */
const lineTo = ({ url, mark }: Line): Client =>
  new Client({
    connectionString: url,
    application_name: markOf(mark),
    keepAlive: true,
    connectionTimeoutMillis: BEAT_MS,
    query_timeout: BEAT_MS,
  })

/** Null for what is none of ours: the channel's name is not a secret, and an older process may not know every kind. */
function noteIn({ payload = '' }: Notification): (Note & { by: string }) | null {
  try {
    const note = JSON.parse(payload) as Note & { by: string }
    return typeof note?.kind === 'string' && typeof note.by === 'string' ? note : null
  } catch {
    return null
  }
}
