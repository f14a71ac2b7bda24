import { createContext, tick } from 'svelte'
import type { ClauseView } from '#lib/answers.ts'
import type { SharedDraft } from '#lib/draft/draft.svelte.ts'
import type { Shown } from '#lib/guideline/reading.ts'
import type { Editor } from '#lib/text/editor.ts'
import type { Rescued } from '#lib/text/shared-text.svelte.ts'
import { type ClauseApproval, type ClauseRule, mayEdit, ruleOf } from '#shared/clause.ts'
import type { Field } from '#shared/draft.ts'
import type { ClauseChange } from '#shared/guideline.ts'
import type { Actor } from '#shared/member.ts'
import { type Language, languages } from '#shared/text.ts'

/** Where the caret is to come: at an end of the text, or where somebody pressed. */
export type Caret = 'start' | 'end' | { x: number; y: number }
/** What is open for writing; `at`: the caret is yet to come there. */
export type Hand = { clause: string; language: Language; field: Field; at?: Caret }
/** What is said of a clause beside its text, and how often. */
export type Gutter = Record<
  string,
  { cited: number; disputes: number; threads: number; blocking: number; proposals: number }
>
/** What a page knows beside the draft itself. */
type Known = { rules: readonly ClauseRule[]; approvals: readonly ClauseApproval[]; version: number }
type Asker = Pick<Actor, 'id' | 'roles' | 'owner'>

export const [getDesk, setDesk] = createContext<Desk>()

/** The draft on somebody's desk: what they see of it, what they have in hand, and what they may do. */
export class Desk {
  hand = $state.raw<Hand>()
  shown = $state<Shown>('en')
  /** The clause keys act on while none is in hand. */
  at = $state<string>()
  rules = $state.raw<Record<string, ClauseRule>>({})
  approvals = $state.raw<readonly ClauseApproval[]>([])
  version = $state(0)
  published = $state.raw<ReadonlyMap<string, ClauseView>>(new Map())
  gutter = $state.raw<Gutter>({})
  /** Members by name, as far as this reader may know them; those who could own a clause. */
  nameOf: (member: string) => string = () => ''
  /** The draft and its editor, once their code is here. */
  draft = $state.raw<SharedDraft>()
  /** Words of a clause that somebody else took out while they were being written. */
  lost = $state.raw<readonly Rescued[]>([])
  /** The editor in hand: no state, Svelte must not look into it. */
  editor: Editor | undefined
  readonly project: string
  readonly me: Asker

  constructor(project: string, me: Asker) {
    this.project = project
    this.me = me
  }
  know({ rules, approvals, version }: Known, published: readonly ClauseView[]) {
    this.rules = Object.fromEntries(rules.map((rule) => [rule.clause, rule]))
    this.approvals = approvals
    this.version = version
    this.published = new Map(published.map((clause) => [clause.id, clause]))
  }

  get leads(): boolean {
    return this.me.owner || this.me.roles.includes('lead')
  }
  get writes(): boolean {
    return this.leads || this.me.roles.includes('panelist')
  }
  ruleOf = (clause: string) => ruleOf(this.rules, clause)
  may = (clause: string): boolean => mayEdit(this.ruleOf(clause), this.me)
  /** The texts of each clause that are shown, the binding one first. */
  tongues = $derived.by((): Language[] => {
    const binding = this.draft?.authoritative ?? 'en'
    if (this.shown !== 'both') return [this.shown]
    return [binding, ...languages.filter((language) => language !== binding)]
  })

  /** How a clause differs from the version that is published, as far as its words tell. */
  changeOf(clause: string): ClauseChange | null {
    if (this.version === 0 || !this.draft) return null
    const was = this.published.get(clause)?.texts
    if (!was) return 'new'
    const now = this.draft.texts.get(clause) ?? {}
    const other = (language: Language) =>
      was[language]?.title !== now[language]?.title || was[language]?.body !== now[language]?.body
    if (other(this.draft.authoritative)) return 'meaning'
    return languages.some(other) ? 'translation' : null
  }

  take(clause: string, field: Field = 'body', at: Caret = 'end', language?: Language) {
    const own = language ?? (this.hand?.clause === clause ? this.hand.language : this.tongues[0]!)
    this.at = clause
    if (!this.draft?.text.writable || !this.may(clause)) return focusOn(clause)
    this.hand = { clause, field, at, language: own }
  }
  /** Puts the clause down; the keyboard stays with it. */
  leave() {
    const { hand } = this
    this.hand = undefined
    if (hand) focusOn(hand.clause)
  }
  /** The clause before or after, in hand if this one was. */
  next(by: 1 | -1, field: Field = 'body', at: Caret = 'end') {
    const rows = this.draft?.rows ?? []
    const from = rows.findIndex(({ id }) => id === (this.hand?.clause ?? this.at))
    const to = rows[from < 0 ? 0 : from + by]
    if (!to) return
    const { hand } = this
    if (hand && this.may(to.id)) return this.take(to.id, field, at, hand.language)
    this.hand = undefined
    this.at = to.id
    focusOn(to.id)
  }

  /** Somebody else took the clause in hand out of the text: its words are kept for whoever was writing them. */
  lose({ clause, language }: Hand) {
    const [title, body] = (['title', 'body'] as const).map((field) =>
      this.draft!.words(clause, language, field),
    )
    const words = body!.trim() || title!.trim()
    if (words) this.lost = [...this.lost, { of: title!.trim(), words }]
    this.hand = undefined
  }
  back = () => void this.draft?.undo.undo()
  again = () => void this.draft?.undo.redo()
  /** Goes to where something was taken back. */
  show(clause: string) {
    this.at = clause
    if (!this.hand) return focusOn(clause)
    document.getElementById(clause)?.scrollIntoView({ block: 'nearest' })
  }
  /** What is marked in the editor. */
  editorChoice() {
    const { hand, editor } = this
    const main = editor?.view.state.selection.main
    if (!hand || !main || main.empty) return null
    return { language: hand.language, field: hand.field, from: main.from, to: main.to }
  }
}

/** Goes to a clause on the page and gives it the keyboard. */
export function focusOn(clause: string) {
  void tick().then(() => {
    const article = document.getElementById(clause)
    article?.focus({ preventScroll: true })
    article?.scrollIntoView({ block: 'nearest' })
  })
}
