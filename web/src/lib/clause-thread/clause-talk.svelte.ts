import { createContext } from 'svelte'
import type { Doc } from 'yjs'
import { act } from '#lib/api.ts'
import { anchorWords, type Chosen, placeOfWords, type Stretch } from '#lib/clause-thread/places.ts'
import { type DraftThread, type DraftThreads, readThreads } from '#lib/clause-thread/views.ts'
import type { Mentionable, Speaker } from '#lib/dispute/mentions.ts'
import { type ClauseRule, ruleOf } from '#shared/clause.ts'
import { type ClauseAnchor, refuseBlocking, refuseTurn } from '#shared/clause-thread.ts'
import { CLAUSE_MAP, type Field } from '#shared/draft.ts'
import type { Envelope } from '#shared/events.ts'
import type { Actor } from '#shared/member.ts'
import type { Language } from '#shared/text.ts'

export const [getClauseTalk, setClauseTalk] = createContext<ClauseTalk | null>()

/** After a letter typed, words are looked for again at most so often. */
const LOOK_MS = 150
const told: ReadonlySet<string> = new Set([
  'clause.commented',
  'clause.replied',
  'clause.resolved',
  'clause.unresolved',
])
type Asker = Pick<Actor, 'id' | 'roles' | 'owner'>
/** Words of a clause that somebody speaks of. */
export type Mark = Stretch & { thread: string; looked: boolean }

/** What is said beside the draft, where its words stand now, and what is being begun. */
export class ClauseTalk implements Speaker {
  /** What the thread that is being begun is about. */
  beginning = $state.raw<ClauseAnchor>()
  /** The thread that somebody came to see. */
  looked = $state<string>()
  #read = $state.raw<DraftThreads>({ threads: [], names: {}, mentionable: [] })
  #places = $state.raw<ReadonlyMap<string, Stretch | null>>(new Map())
  #rules = $state.raw<readonly ClauseRule[]>([])
  #doc: Doc | undefined
  #due: ReturnType<typeof setTimeout> | undefined
  #reading: Promise<void> | undefined
  readonly project: string
  readonly #asker: Asker

  constructor(project: string, asker: Asker) {
    this.project = project
    this.#asker = asker
  }

  threads = $derived(this.#read.threads)
  people: Mentionable[] = $derived(
    this.#read.mentionable.flatMap((id) => {
      const name = this.#read.names[id]
      return id !== this.me && name ? [{ id, name }] : []
    }),
  )
  get me(): string {
    return this.#asker.id
  }
  get may(): boolean {
    return this.#asker.owner || this.#asker.roles.some((role) => role === 'lead' || role === 'panelist')
  }
  nameOf = (member: string): string => this.#read.names[member] ?? ''

  #ruleOf(clause: string): ClauseRule {
    return this.#rules.find((rule) => rule.clause === clause) ?? ruleOf({}, clause)
  }
  mayBlock(clause: string): boolean {
    return !refuseBlocking(this.#ruleOf(clause), this.#asker)
  }
  maySettle(thread: DraftThread): boolean {
    return !refuseTurn(thread, this.#ruleOf(thread.anchor.clause), this.#asker)
  }
  knowRules(rules: readonly ClauseRule[]): void {
    this.#rules = rules
  }

  /** The words of one text that somebody speaks of, as they stand now. */
  marksOf(clause: string, language: Language, field: Field): Mark[] {
    return this.threads.flatMap(({ id, anchor, state }) => {
      const place = this.#places.get(id)
      const { words } = anchor
      const here = anchor.clause === clause && words?.language === language && words.field === field
      return place && here && state === 'open' ? [{ ...place, thread: id, looked: id === this.looked }] : []
    })
  }
  /** Its words are gone; undefined until the draft is here. */
  orphaned(thread: DraftThread): boolean {
    return thread.anchor.words !== null && this.#places.get(thread.id) === null
  }
  /** Threads stand as their words stand; those about the whole clause come first, those without words last. */
  placeOf({ id, anchor }: DraftThread): number {
    if (!anchor.words) return -1
    const place = this.#places.get(id)
    return place ? place.from + (anchor.words.field === 'body' ? 1000 : 0) : Number.MAX_SAFE_INTEGER
  }

  /** Follows the words through everybody's edits, from when the draft is here; returns how to stop. */
  watch(doc: Doc): () => void {
    this.#doc = doc
    this.#look()
    const later = () => {
      this.#due ??= setTimeout(() => this.#look(), LOOK_MS)
    }
    doc.on('update', later)
    return () => {
      doc.off('update', later)
      clearTimeout(this.#due)
      this.#due = undefined
      this.#doc = undefined
    }
  }
  #look() {
    this.#due = undefined
    const doc = this.#doc
    // Before the draft has come, no words are gone.
    if (!doc || doc.getMap(CLAUSE_MAP).size === 0) return
    this.#places = new Map(
      this.#read.threads.flatMap(({ id, anchor: { clause, words } }) =>
        words ? [[id, placeOfWords(doc, clause, words)]] : [],
      ),
    )
  }

  /** Reads everything again; one reading at a time. */
  read(): Promise<void> {
    this.#reading ??= readThreads(this.project)
      .then((read) => {
        this.#read = read
        this.#look()
      })
      .finally(() => (this.#reading = undefined))
    return this.#reading
  }
  receive({ events }: Envelope): void {
    if (events.some(({ kind }) => told.has(kind))) void this.#afresh().catch(() => {})
  }
  /** A reading that was under way may have begun before what is to be seen. */
  async #afresh(): Promise<void> {
    await this.#reading?.catch(() => {})
    await this.read()
  }

  /** Opens the composer beside a clause, about all of it or about chosen words. */
  begin(clause: string, chosen: Chosen | null): void {
    const words = chosen && this.#doc ? anchorWords(this.#doc, clause, chosen) : null
    if (!chosen || words) this.beginning = { clause, words }
  }
  async comment(text: string, mentions: string[], blocking: boolean, key: string): Promise<void> {
    if (!this.beginning) return
    await act(this.project, 'clause.comment', { anchor: this.beginning, text, mentions, blocking }, { key })
    this.beginning = undefined
    await this.#afresh()
  }
  async reply(thread: string, text: string, mentions: string[], key: string): Promise<void> {
    await act(this.project, 'clause.reply', { thread, text, mentions }, { key })
    await this.#afresh()
  }
  async settle({ id, state }: DraftThread): Promise<void> {
    await act(this.project, state === 'open' ? 'clause.resolve' : 'clause.unresolve', { thread: id })
    await this.#afresh()
  }
}
