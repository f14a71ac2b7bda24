import { readTagged } from '#lib/api.ts'
import type { RoomView } from '#lib/dispute/room-view.ts'
import { foldDispute } from '#lib/room.svelte.ts'
import type { Envelope } from '#shared/events.ts'

export type Read = { body: RoomView; etag: number | null }
export const readDispute = (
  project: string,
  dispute: string,
  fetch?: typeof globalThis.fetch,
): Promise<Read> =>
  readTagged<RoomView>(`/projects/${encodeURIComponent(project)}/disputes/${dispute}`, fetch ? { fetch } : {})

/** What needs more than its envelope tells: names, clauses, splits, and the number that signing depends on. */
const asksAgain = new Set([
  'cause.named',
  'decision.pulled',
  'dispute.held',
  'dispute.resumed',
  'thread.opened',
  'votes.arrived',
  'seat.taken',
  'seat.left',
  'round.opened',
  'round.revealed',
  'dispute.reopened',
  'dispute.withdrawn',
  'decision.drafted',
  'decision.signed',
  'dispute.seen',
])

/** One dispute on the screen, kept as it is on the server. */
export class OpenDispute {
  view: RoomView = $state.raw()!
  /** What was read last, for `If-Match`. */
  etag = $state(0)
  /** The round that opened before these eyes; its ballots turn. */
  turning = $state(0)
  readonly project: string
  #seq: number
  #reading: Promise<void> | undefined

  constructor(project: string, { body, etag }: Read) {
    this.project = project
    this.view = body
    this.etag = etag ?? body.version
    this.#seq = body.seq
  }

  /** Folds one envelope in; gives back whether it was about this dispute. */
  receive(envelope: Envelope): boolean {
    if (envelope.seq <= this.#seq) return false
    const mine = envelope.events.filter(
      (event) => 'dispute' in event && event.dispute === this.view.dispute.id,
    )
    if (mine.length > 0)
      this.view = { ...this.view, dispute: foldDispute(this.view.dispute, this.#seq, envelope) }
    this.#seq = envelope.seq
    const revealed = mine.find((event) => event.kind === 'round.revealed')
    if (revealed?.kind === 'round.revealed') this.turning = revealed.round
    const appealed = envelope.events.some(({ kind }) => kind === 'appeal.filed' || kind === 'appeal.moved')
    if (appealed || mine.some(({ kind }) => asksAgain.has(kind))) void this.reread().catch(() => {})
    return mine.length > 0
  }

  /** Reads the room again; one reading at a time. */
  reread(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined))
    return this.#reading
  }

  async #read() {
    // An act that lands while the answer is on its way makes it old: read until it holds what was heard.
    for (let tries = 0; tries < 3; tries++) {
      const { body, etag } = await readDispute(this.project, this.view.dispute.id)
      if (body.seq < this.#seq) continue
      this.#seq = body.seq
      if (this.view.dispute.state === 'voting' && body.dispute.state !== 'voting')
        this.turning = body.dispute.round
      this.view = body
      this.etag = etag ?? body.version
      return
    }
  }
}
