import { SvelteMap } from 'svelte/reactivity'
import * as Y from 'yjs'
import { MINE } from '#lib/draft/document.ts'
import { type Rescued, SharedText } from '#lib/text/shared-text.svelte.ts'
import type { Wire } from '#lib/text/wire.ts'
import {
  CLAUSE_MAP,
  type Draft,
  type DraftClause,
  FOLLOWS,
  META,
  readDraft,
  readTextRoot,
  textRoot,
  textsOf,
} from '#shared/draft.ts'
import type { Language } from '#shared/text.ts'

/** A clause where it stands, without its words. */
export type Row = Pick<DraftClause, 'id' | 'level' | 'number' | 'from'>
/** Changes in so many texts at once are read as a whole. */
const MANY = 40

/** The guideline as it is being written, for screens: what stands where, what each clause says, and what can be taken back. */
export class SharedDraft {
  rows = $state.raw<readonly Row[]>([])
  texts = new SvelteMap<string, DraftClause['texts']>()
  follows = new SvelteMap<string, DraftClause['follows']>()
  authoritative = $state<Language>('en')
  /** What is shown comes from the document, no longer from what the page was opened with. */
  met = $state(false)
  canUndo = $state(false)
  canRedo = $state(false)
  text: SharedText
  /** Takes back what I did, words and order alike, and nothing of anybody else. No state: Svelte must not look into it. */
  undo!: Y.UndoManager
  /** Told which clauses were touched when something is taken back or done again. */
  onback: (clauses: string[]) => void = () => {}
  #touched = new Set<string>()
  #dirty: Set<string> | 'all' = new Set()
  #waiting = false

  constructor(project: string, first: Draft) {
    this.#show(first)
    this.text = new SharedText('guideline', project, {
      begun: (wire) => this.#begin(wire),
      unstored: () => this.#unstored(),
      clean: () => this.#touched.clear(),
    })
  }
  get doc(): Y.Doc {
    return this.text.wire.doc
  }
  destroy(): void {
    this.undo.destroy()
    this.text.destroy()
  }

  #begin(wire: Wire) {
    const { doc } = wire
    this.met = false
    this.undo?.destroy()
    this.undo = new Y.UndoManager(doc, { trackedOrigins: new Set([MINE]) })
    const count = () => {
      this.canUndo = this.undo.undoStack.length > 0
      this.canRedo = this.undo.redoStack.length > 0
    }
    count()
    for (const event of ['stack-item-added', 'stack-item-updated', 'stack-cleared'] as const)
      this.undo.on(event, count)
    this.undo.on('stack-item-popped', ({ changedParentTypes }) => {
      count()
      const roots = [...changedParentTypes.keys()].map((type) => Y.findRootTypeKey(type))
      this.onback(roots.flatMap((root) => readTextRoot(root)?.clause ?? []))
    })
    doc.on('afterTransaction', (transaction) => this.#heard(wire, transaction))
  }

  #heard(wire: Wire, { changed, origin }: Y.Transaction) {
    if (changed.size === 0) return
    if (changed.size > MANY) this.#dirty = 'all'
    else
      for (const type of changed.keys()) {
        const root = Y.findRootTypeKey(type)
        const clause = readTextRoot(root)?.clause
        if (!wire.came(origin) && clause) this.#touched.add(root)
        if (!clause && [CLAUSE_MAP, FOLLOWS, META].includes(root)) this.#dirty = 'all'
        else if (clause && this.#dirty !== 'all') this.#dirty.add(clause)
      }
    if (this.#waiting) return
    this.#waiting = true
    queueMicrotask(() => this.#read(wire))
  }

  #read({ doc }: Wire) {
    this.#waiting = false
    const dirty = this.#dirty
    this.#dirty = new Set()
    if (doc !== this.doc) return
    if (dirty === 'all' || !this.met) {
      const draft = readDraft(doc)
      // Until the server has said something there is nothing here to show.
      if (draft.clauses.length === 0 && draft.seq === 0 && this.text.state === 'opening') return
      this.met = true
      return this.#show(draft)
    }
    for (const clause of dirty) this.#say(clause, textsOf(doc, clause))
  }

  #show({ clauses, authoritative }: Draft) {
    this.authoritative = authoritative
    this.rows = clauses.map(({ id, level, number, from }) => ({ id, level, number, from }))
    const standing = new Set(clauses.map(({ id }) => id))
    for (const { id, texts, follows } of clauses) {
      this.#say(id, texts)
      if (!same(this.follows.get(id), follows)) this.follows.set(id, follows)
    }
    for (const id of this.texts.keys()) if (!standing.has(id)) this.texts.delete(id)
  }

  #say(clause: string, texts: DraftClause['texts']) {
    if (!same(this.texts.get(clause), texts)) this.texts.set(clause, texts)
  }

  /** What a clause is called where there is room for a line. */
  nameOf(clause: string): string {
    const row = this.rows.find(({ id }) => id === clause)
    const texts = this.texts.get(clause) ?? {}
    const title = (texts[this.authoritative] ?? Object.values(texts)[0])?.title ?? ''
    return [row?.number, title].filter(Boolean).join(' ')
  }

  /** What stands in a text of a clause, whether the clause still does or not. */
  words(clause: string, language: Language, field: 'title' | 'body' = 'body'): string {
    return this.doc.getText(textRoot(clause, language, field)).toString()
  }

  #unstored(): Rescued[] {
    const roots = [...this.#touched].flatMap((root) => readTextRoot(root) ?? [])
    this.#touched.clear()
    return roots.flatMap(({ clause, language, field }) => {
      const words = this.words(clause, language, field)
      return words.trim() === '' ? [] : [{ of: this.nameOf(clause), words }]
    })
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
