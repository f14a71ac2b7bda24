import { type Other, openWire, type Wire } from '#lib/text/wire.ts'
import { BARRIER_MS, type RefusedWhy } from '#shared/live-text.ts'

export type TextState = 'opening' | 'saved' | 'saving' | 'offline' | 'readonly' | 'ended'
/** Words that could not be kept, for their writer to take along; `of`: the text they were in, where there are several. */
export type Rescued = { of: string; words: string }
/** What a document holds is its reader's to know. */
type Contents = {
  /** A copy was begun; from here on it can be listened to. */
  begun(wire: Wire): void
  /** What was written here and is not on the server. */
  unstored(): Rescued[]
  /** All of it is on the server. */
  clean?(): void
}

/** A document that several people write. `saved` is said of nothing but what the server has on its disk. */
export class SharedText {
  /** Counts the copies: a new one is begun when what was written here could not be kept. */
  edition = $state(0)
  /** Why the server hung up for good. */
  code = $state<number>()
  /** The part of the text whose change the server did not take, and why, until it is put away. */
  refused = $state.raw<{ part: string; why: RefusedWhy }>()
  /** What somebody wrote that could not be kept, for them to take along. */
  rescued = $state.raw<Rescued[]>([])
  others = $state.raw<Other[]>([])
  /** Neither the document nor the socket is state: Svelte must not look into them. */
  wire: Wire
  #open = $state(false)
  #online = $state(false)
  #right = $state<'read' | 'write'>('read')
  #written = $state(0)
  #stored = $state(0)
  #sent = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #kind: string
  readonly #id: string
  readonly #contents: Contents

  /** Everything written here is stored. */
  clean = $derived(this.#stored >= this.#written)
  state = $derived.by((): TextState => {
    if (this.code !== undefined) return 'ended'
    if (!this.#open) return 'opening'
    if (!this.#online) return 'offline'
    if (this.#right === 'read') return 'readonly'
    return this.clean ? 'saved' : 'saving'
  })
  /** The words here are the words on the server, as far as it has told us. */
  stored = $derived(this.#open && this.#online && this.clean && this.code === undefined)
  /** Offline, what is written waits; it merges when the line is back. */
  writable = $derived(this.#open && this.code === undefined && this.#right === 'write')

  constructor(kind: string, id: string, contents: Contents) {
    this.#kind = kind
    this.#id = id
    this.#contents = contents
    this.wire = this.#begin()
    contents.begun(this.wire)
    addEventListener('online', this.#back)
    addEventListener('offline', this.#away)
  }

  #back = () => this.code === undefined && this.wire.go(true)
  #away = () => this.wire.go(false)

  destroy(): void {
    removeEventListener('online', this.#back)
    removeEventListener('offline', this.#away)
    this.#end()
  }

  #end() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.wire.destroy()
  }

  #begin(): Wire {
    return openWire(this.#kind, this.#id, {
      written: () => this.#written++,
      sent: () => this.#ask(),
      stored: (barrier) => {
        this.#stored = Math.max(this.#stored, barrier)
        if (this.clean) this.#contents.clean?.()
      },
      allowed: (right) => this.#allow(right),
      refused: (part, why) => {
        this.refused = { part, why }
        this.#anew()
      },
      connected: (so) => {
        this.#online = so
      },
      met: () => {
        this.#open = true
        this.#ask()
      },
      ended: (code) => {
        if (!this.clean) this.#rescue()
        this.code = code
      },
      present: (others) => {
        this.others = others
      },
    })
  }

  /** After a change, at most so often: has everything up to here been stored? */
  #ask() {
    this.#sent = this.#written
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      if (this.#sent > this.#stored) this.wire.barrier(this.#sent)
    }, BARRIER_MS)
  }

  /** Who may no longer write keeps what could not be stored, and reads what the others have. */
  #allow(right: 'read' | 'write') {
    const lost = this.#right === 'write' && right === 'read' && !this.clean
    this.#right = right
    if (lost) this.#anew()
  }

  #rescue() {
    this.rescued = [...this.rescued, ...this.#contents.unstored()]
  }

  /** What was written is taken aside, and a fresh copy begun: in this one the server and we would part for ever. */
  #anew() {
    this.#rescue()
    this.#end()
    this.#written = this.#stored = this.#sent = 0
    this.#open = this.#online = false
    this.wire = this.#begin()
    this.#contents.begun(this.wire)
    this.edition++
  }
}
