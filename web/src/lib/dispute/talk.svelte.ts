import { createContext } from 'svelte'
import { act } from '#lib/api.ts'
import type { Mentionable, Speaker } from '#lib/dispute/mentions.ts'
import type { OpenDispute } from '#lib/dispute/open-dispute.svelte.ts'
import type { Viewer } from '#shared/dispute-view.ts'
import { refuseTalk } from '#shared/talk.ts'
import type { Anchor, ThreadRecord } from '#shared/thread.ts'

export const [getTalk, setTalk] = createContext<Talk | null>()

export const sameAnchor = (a: Anchor, b: Anchor): boolean =>
  JSON.stringify(keyed(a)) === JSON.stringify(keyed(b))
const keyed = (anchor: Anchor) => Object.entries(anchor).toSorted(([a], [b]) => (a < b ? -1 : 1))

/** What is said in a dispute's room, and what is being begun beside it. */
export class Talk implements Speaker {
  /** What the thread that is being begun is about. */
  beginning = $state.raw<Anchor>()
  readonly open: OpenDispute
  readonly #viewer: Viewer

  constructor(open: OpenDispute, viewer: Viewer) {
    this.open = open
    this.#viewer = viewer
  }

  me = $derived.by(() => this.open.view.me.member)
  threads = $derived.by(() => Object.values(this.open.view.dispute.threads))
  unresolved = $derived(this.threads.filter(({ state }) => state === 'open'))
  /** They are of the panel or lead it, whatever they may say in this room. */
  get speaks(): boolean {
    return this.#viewer.owner || this.#viewer.roles.some((role) => role === 'lead' || role === 'panelist')
  }
  may = $derived.by(() => !refuseTalk(this.open.view.dispute, this.#viewer))
  /** Everybody who may read what is said, but me. */
  people: Mentionable[] = $derived.by(() => {
    const { mentionable, names, me } = this.open.view
    return mentionable.flatMap((id) => (id !== me.member && names[id] ? [{ id, name: names[id] }] : []))
  })

  async begin(anchor: Anchor, text: string, mentions: string[], key: string): Promise<void> {
    await act(this.open.project, 'thread.open', { dispute: this.#dispute, anchor, text, mentions }, { key })
    this.beginning = undefined
    await this.open.reread()
  }
  async add(thread: string, text: string, mentions: string[], key: string): Promise<void> {
    await act(this.open.project, 'comment.add', { dispute: this.#dispute, thread, text, mentions }, { key })
    await this.open.reread()
  }
  async settle({ id, state }: ThreadRecord): Promise<void> {
    const name = state === 'open' ? 'thread.resolve' : 'thread.reopen'
    await act(this.open.project, name, { dispute: this.#dispute, thread: id })
    await this.open.reread()
  }

  get #dispute(): string {
    return this.open.view.dispute.id
  }
}
