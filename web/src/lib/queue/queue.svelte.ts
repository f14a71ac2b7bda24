import { SvelteSet } from 'svelte/reactivity'
import { read } from '#lib/api.ts'
import { type Asked, rowsQuery } from '#lib/queue/address.ts'
import type { LaneCounts, QueuePage, QueueRow } from '#lib/queue/answers.ts'
import { foldRows, isOpen, rowKey } from '#lib/queue/fold.ts'
import type { Closure } from '#shared/closure.ts'
import type { Envelope, LiveEvent } from '#shared/events.ts'

/** Rows read at once. */
export const PAGE = 100
/** News is looked into at most this often, ms. */
const PAUSE = 800

/** The rows of one view, in the order they were read; they change in place and are sorted anew only on request. */
export class Queue {
  rows = $state.raw<readonly QueueRow[]>([])
  total = $state(0)
  floor = $state(false)
  lanes = $state.raw<LaneCounts>()
  loading = $state(false)
  failed = $state.raw<unknown>()
  active = $state(-1)
  selected = new SvelteSet<string>()
  /** Rows an act is under way for. */
  pending = new SvelteSet<string>()
  /** Rows that would stand here if the view were read again. */
  arrived = $state(0)
  moved = $state(false)
  /** Languages and tags of the rows read so far, to filter by. */
  languages = new SvelteSet<string>()
  tags = new SvelteSet<string>()
  readonly project: string
  #known = new Set<string>()
  #asked: Asked | undefined
  #next = $state<string | null>(null)
  #read = 0
  #rebuilt = 0
  #anchor = -1
  #due: ReturnType<typeof setTimeout> | undefined

  constructor(project: string) {
    this.project = project
  }

  get row(): QueueRow | undefined {
    return this.rows[this.active]
  }
  get whole(): boolean {
    return this.#next === null
  }
  /** What the keys act on: the selected rows, or else the active one. */
  get chosen(): QueueRow[] {
    if (this.selected.size > 0) return this.rows.filter((row) => this.selected.has(rowKey(row)))
    return this.row ? [this.row] : []
  }

  /** Shows the first page of a view; the active row stays the active one if it is there. */
  show(asked: Asked, page: QueuePage, lanes: LaneCounts) {
    const before = this.row && rowKey(this.row)
    if (this.#asked && rowsQuery(this.#asked, PAGE) !== rowsQuery(asked, PAGE)) this.selected.clear()
    this.#asked = asked
    this.#read++
    this.rows = page.rows
    this.total = page.total
    this.floor = page.totalIsFloor
    this.lanes = lanes
    this.#next = page.next
    this.#rebuilt = page.rebuilt.seq
    this.#anchor = -1
    this.loading = false
    this.failed = undefined
    this.arrived = 0
    this.moved = false
    this.#known.clear()
    this.#learn(page.rows)
    for (const key of this.selected) if (!this.#known.has(key)) this.selected.delete(key)
    const at = page.rows.findIndex((row) => rowKey(row) === before)
    this.active = page.rows.length === 0 ? -1 : Math.max(0, at)
  }

  #learn(rows: readonly QueueRow[]) {
    for (const row of rows) {
      this.#known.add(rowKey(row))
      if (row.language) this.languages.add(row.language)
      for (const tag of row.tags) this.tags.add(tag)
    }
  }

  /** Reads the next page, if there is one and none is under way. */
  async more(): Promise<void> {
    if (!this.#next || !this.#asked || this.loading || this.failed) return
    const turn = this.#read
    this.loading = true
    try {
      const page = await this.#ask(rowsQuery(this.#asked, PAGE * 2, this.#next))
      if (turn !== this.#read) return
      // Between two pages the order may have been learned anew: what stood here once does not stand here twice.
      const fresh = page.rows.filter((row) => !this.#known.has(rowKey(row)))
      this.rows = [...this.rows, ...fresh]
      this.#learn(fresh)
      this.#next = page.next
    } catch (error) {
      if (turn === this.#read) this.failed = error
    } finally {
      if (turn === this.#read) this.loading = false
    }
  }

  retry() {
    this.failed = undefined
    void this.more()
  }

  /** The first open rows of the view, on at most so many items. */
  async first(items: number): Promise<QueueRow[]> {
    const found = () => {
      const seen = new Set<string>()
      return this.rows.filter(
        (row) => isOpen(row) && (seen.has(row.item) || (seen.size < items && seen.add(row.item))),
      )
    }
    while (new Set(found().map(({ item }) => item)).size < items && this.#next && !this.failed)
      await this.more()
    return found()
  }

  /** How many of the first open items could be opened at once, at most so many. */
  waiting(items: number): number {
    const open = new Set<string>()
    for (const row of this.rows) if (isOpen(row) && open.add(row.item).size === items) return items
    return this.whole || open.size === 0 ? open.size : items
  }

  select(index: number, range: boolean) {
    const row = this.rows[index]
    if (!row) return
    const key = rowKey(row)
    if (range && this.#anchor >= 0) {
      const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)]
      for (const one of this.rows.slice(from, to + 1)) this.selected.add(rowKey(one))
    } else if (this.selected.has(key)) this.selected.delete(key)
    else this.selected.add(key)
    this.#anchor = index
  }

  /** Where to go after an act: the next row that still waits, below or else above. */
  nextOpen(): number {
    const waits = (row: QueueRow) => isOpen(row) && !this.pending.has(rowKey(row))
    const below = this.rows.findIndex((row, i) => i > this.active && waits(row))
    return below >= 0
      ? below
      : Math.max(
          this.active,
          this.rows.findLastIndex((row, i) => i < this.active && waits(row)),
        )
  }

  /** News: rows change where they stand; what is new or has moved is counted, not shown. */
  hear({ events }: Pick<Envelope, 'events'>) {
    const folded = foldRows(this.rows, events)
    const touched = folded !== this.rows
    this.rows = folded
    const news = events.some(
      ({ kind }) => /^(queue|import|dispute|split|decision)\./.test(kind) && kind !== 'decision.drafted',
    )
    if (!touched && !news) return
    clearTimeout(this.#due)
    this.#due = setTimeout(() => void this.#look(), PAUSE)
  }

  /** What this screen itself did, told by the answer and again by the room. */
  did(
    event:
      | { kind: 'dispute.opened'; dispute: { id: string; item: string; questions: string[] } }
      | { kind: 'split.closed'; closure: Closure }
      | { kind: 'split.opened'; closure: string },
  ) {
    this.hear({ events: [event as LiveEvent] })
  }

  stop() {
    clearTimeout(this.#due)
    this.#read++
  }

  async #look() {
    const [asked, turn] = [this.#asked, this.#read]
    if (!asked) return
    try {
      const [page, lanes] = await Promise.all([
        this.#ask(rowsQuery(asked, 1)),
        read<LaneCounts>(`${this.#at}/lanes`),
      ])
      if (turn !== this.#read) return
      this.lanes = lanes
      const left = asked.state || asked.lane === 'all' ? 0 : this.rows.filter((row) => !isOpen(row)).length
      this.arrived = this.floor || page.totalIsFloor ? 0 : Math.max(0, page.total - (this.total - left))
      this.moved = page.rebuilt.seq !== this.#rebuilt
    } catch {
      // The connection pill says that the line is down; the rows stay as they are.
    }
  }

  get #at(): string {
    return `/projects/${encodeURIComponent(this.project)}/queue`
  }
  #ask(query: string): Promise<QueuePage> {
    return read<QueuePage>(`${this.#at}?${query}`)
  }
}
