import { io, type Socket } from 'socket.io-client'
import { createContext } from 'svelte'
import { read } from '#lib/api.ts'
import type { Envelope } from '#shared/events.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { apply, emptyState } from '#shared/state.ts'

export type Connection = 'live' | 'reconnecting' | 'offline' | 'stale'
type Listener = (envelope: Envelope) => void

/** The room of the project whose pages are open; set by the project layout. */
export const [getRoom, setRoom] = createContext<ProjectRoom>()

/** A project's news as it happens: every envelope once, in order, however often the line breaks. */
export class ProjectRoom {
  /** The last entry this screen knows of. */
  seq = $state(0)
  state = $state<Connection>('reconnecting')
  /** Who looks at the same dispute; told only once something of it was opened. */
  present = $state.raw<{ dispute: string; members: string[] }>()
  readonly project: string
  #socket: Socket
  #listeners = new Set<Listener>()
  #early = new Map<number, Envelope>()
  #mending: Promise<void> | undefined
  #closed = false
  #looking: string | null = null

  constructor(project: string, seq: number) {
    this.project = project
    this.seq = seq
    this.#socket = io({ path: '/live/events', transports: ['websocket'], withCredentials: true })
    this.#socket.on('connect', () => this.#join())
    this.#socket.on('envelope', (envelope: Envelope) => this.#receive(envelope))
    this.#socket.on('presence', ({ dispute, members }: { dispute: string; members: string[] }) => {
      if (dispute === this.#looking) this.present = { dispute, members }
    })
    this.#socket.on('disconnect', (reason) => {
      this.#lost()
      // The server closes the line when somebody's access changed, and asks anew who comes back.
      if (reason === 'io server disconnect' && !this.#closed) this.#socket.connect()
    })
    this.#socket.on('connect_error', () => {
      // Refused, not broken: it will not be tried again, so what is on the screen stays as it is.
      if (this.#socket.active) this.#lost()
      else this.state = 'stale'
    })
    addEventListener('online', this.#online)
    addEventListener('offline', this.#lost)
  }

  /** Calls back for every envelope from now on; returns how to stop, so an effect can return it. */
  on(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Says which dispute is on this screen, or that none is any more. */
  look(dispute: string | null): void {
    this.#looking = dispute
    this.present = undefined
    if (this.#socket.connected) this.#sayLooking()
  }
  #sayLooking() {
    this.#socket.emit('look', { project: this.project, dispute: this.#looking })
  }

  close(): void {
    this.#closed = true
    this.#listeners.clear()
    this.#socket.disconnect()
    removeEventListener('online', this.#online)
    removeEventListener('offline', this.#lost)
  }

  #online = () => this.#socket.connect()

  #lost = () => {
    if (this.#closed || this.state === 'stale') return
    this.state = navigator.onLine ? 'reconnecting' : 'offline'
  }

  #join() {
    this.#socket
      .timeout(10_000)
      .emit('join', { project: this.project, seq: this.seq }, (late: unknown, answer?: { seq?: number }) => {
        if (this.#closed) return
        // Refused (signed out, no longer a member) or unanswered: what is on the screen may be old.
        if (late || answer?.seq === undefined) {
          this.state = 'stale'
          return
        }
        this.state = 'live'
        if (this.#looking !== null) this.#sayLooking()
        if (answer.seq > this.seq) void this.#mend()
      })
  }

  #receive(envelope: Envelope) {
    if (envelope.seq <= this.seq) {
      // News that is no entry (the queue's order was rebuilt) repeats the last number.
      if (envelope.seq === this.seq && envelope.events.some(isNews)) this.#tell(envelope)
      return
    }
    this.#early.set(envelope.seq, envelope)
    this.#drain()
    if (this.#early.size > 0) void this.#mend()
  }

  #drain() {
    for (let next = this.#early.get(this.seq + 1); next; next = this.#early.get(this.seq + 1)) {
      this.#early.delete(next.seq)
      this.seq = next.seq
      this.#tell(next)
    }
    for (const seq of this.#early.keys()) if (seq <= this.seq) this.#early.delete(seq)
  }

  #tell(envelope: Envelope) {
    for (const listener of this.#listeners) listener(envelope)
  }

  /** Fetches what was missed; one at a time. */
  #mend(): Promise<void> {
    this.#mending ??= this.#fetchMissed().finally(() => (this.#mending = undefined))
    return this.#mending
  }

  async #fetchMissed() {
    try {
      for (let more = true; more && !this.#closed; ) {
        const from = this.seq
        const page = await read<{ envelopes: Envelope[]; more: boolean }>(
          `/projects/${encodeURIComponent(this.project)}/events?since=${from}`,
        )
        for (const envelope of page.envelopes)
          if (envelope.seq > this.seq) this.#early.set(envelope.seq, envelope)
        this.#drain()
        more = page.more && this.seq > from
      }
      this.state = this.#early.size > 0 ? 'stale' : this.#socket.connected ? 'live' : this.state
    } catch {
      if (!this.#closed) this.state = navigator.onLine ? 'stale' : 'offline'
    }
  }
}

const isNews = (event: Envelope['events'][number]) =>
  event.kind === 'queue.moved' || event.kind === 'queue.rebuilt'

/** The record of one dispute after one envelope, for a screen that holds just this one. `seq` is what the record was read at. */
export function foldDispute(record: DisputeRecord, seq: number, envelope: Envelope): DisputeRecord {
  const state = { ...emptyState(), seq, disputes: { [record.id]: record } }
  return apply(state, envelope, envelope.events).disputes[record.id] ?? record
}
