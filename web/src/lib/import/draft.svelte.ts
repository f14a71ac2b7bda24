import { act, read, sendTo } from '#lib/api.ts'
import { draftOf, faultOf, type QuestionDraft, questionOf } from '#lib/question-edit/draft.ts'
import type { ColumnGuess } from '#shared/import/guess.ts'
import type { Mapping } from '#shared/import.ts'
import type { Choices } from '#shared/import-choices.ts'
import type { Question } from '#shared/question.ts'
import type { ImportView } from './answers.ts'

/** How often an import at work is asked how far it is, ms. */
const POLL = 700
/** Changes that come this close together are sent as one, ms. */
const PAUSE = 600

/** One import from its first look to its end: what the server knows of it, and what was changed here and is on its way. */
export class ImportDraft {
  view = $state.raw() as ImportView
  mapping = $state.raw() as Mapping
  itemsMapping = $state.raw<Mapping | null>(null)
  /** Questions the import would make, while they are typed. */
  added = $state<QuestionDraft[]>([])
  valueMap = $state.raw<Choices['valueMap']>({})
  leaveOut = $state(false)
  complete = $state<boolean | null>(null)
  /** Changed here and not yet with the server. */
  unsent = $state(false)
  problem = $state.raw<unknown>()
  /** Columns whose role a person chose, in this visit. */
  touched = $state.raw<ReadonlySet<string>>(new Set())
  readonly path: string
  readonly project: string
  /** Whether a person wrote a question; until then all are as the server found them. */
  #declared = false
  #written = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  #poll: ReturnType<typeof setTimeout> | undefined
  #sending: Promise<void> | undefined
  #closed = false

  constructor(project: string, view: ImportView) {
    this.project = project
    this.path = `/projects/${encodeURIComponent(project)}/imports/${view.id}`
    this.#declared = (view.choices?.questions.length ?? 0) > 0
    this.#take(view)
  }

  get columns(): ColumnGuess[] {
    return this.view.guess.columns
  }

  get itemsColumns(): ColumnGuess[] {
    return this.view.itemsColumns.map(({ name, ...guess }) => ({ ...guess, column: name }))
  }

  get working(): boolean {
    return ['checking', 'running', 'staged'].includes(this.view.state)
  }

  /** Something was changed: it is sent after a short pause. `declares`: a question was written by hand. */
  change(
    what: Partial<Pick<ImportDraft, 'mapping' | 'itemsMapping' | 'valueMap' | 'leaveOut' | 'complete'>> = {},
  ): void {
    Object.assign(this, what)
    this.unsent = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.send(), PAUSE)
  }

  /** A question may have been written by hand: from then on the file answers what is declared and nothing else. */
  heed(): void {
    const now = JSON.stringify(this.added)
    if (now === this.#written) return
    this.#written = now
    this.#declared = true
    if (this.added.every((draft) => faultOf(draft) === undefined)) this.change()
  }

  touch(column: string): void {
    this.touched = new Set([...this.touched, column])
  }

  /** Sends what was changed and looks at the file again. */
  async send(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#sending
    if (!this.unsent || this.#closed) return
    this.#sending = this.#put().finally(() => (this.#sending = undefined))
    await this.#sending
  }

  async #put() {
    // The server looks at one thing at a time.
    while (this.view.state === 'checking' && !this.#closed)
      await new Promise((later) => setTimeout(later, POLL / 2))
    const sent = this.choices()
    this.unsent = false
    this.problem = undefined
    try {
      await sendTo(`${this.path}/mapping`, 'PUT', sent)
      await this.refresh()
    } catch (error) {
      this.unsent = true
      this.problem = error
    }
  }

  choices(): Choices {
    const { mapping, itemsMapping, valueMap, leaveOut, complete } = this
    return {
      mapping,
      itemsMapping,
      valueMap,
      leaveOut,
      complete,
      questions: this.#declared ? this.#questions() : [],
    }
  }

  /** Existing questions by their key alone: they are as the project has them. */
  #questions(): Choices['questions'] {
    const known = this.view.declared.filter((key) => !this.isNew(key)).map((key) => ({ key }))
    const asked = new Set(this.mapping.values.map(({ question }) => question))
    const named = this.mapping.question !== undefined || asked.has(null)
    const written = this.added
      .filter(({ key }) => named || asked.has(key))
      .map((draft) => ({ ...questionOf(draft), version: 1 }))
    const there = new Set([...known, ...written].map(({ key }) => key))
    const fresh = [...asked].flatMap((key) => (key === null || there.has(key) ? [] : { key }))
    return [...known, ...written, ...fresh]
  }

  isNew(key: string): boolean {
    return this.view.questions.some((question) => question.key === key)
  }

  /** Follows what the server is doing, if it is at work. */
  watch(): void {
    if (this.working) void this.refresh()
  }

  /** Asks the server how it stands, again and again while it is at work. */
  async refresh(): Promise<void> {
    clearTimeout(this.#poll)
    try {
      const view = await read<ImportView>(this.path)
      if (this.#closed) return
      this.problem = undefined
      this.#take(view)
    } catch (error) {
      this.problem = error
    }
    if (this.working && !this.#closed) this.#poll = setTimeout(() => void this.refresh(), POLL)
  }

  /** What the server says, except where something newer stands here. */
  #take(view: ImportView) {
    const before = this.view
    // While the file is looked at again, what was found before stays on the screen.
    const empty = before?.guess.columns.length > 0 && view.guess.columns.length === 0
    this.view = empty
      ? {
          ...before,
          state: view.state,
          progress: view.progress,
          problem: view.problem,
          endedAt: view.endedAt,
        }
      : view
    if (this.unsent || empty) return
    this.mapping = view.mapping ?? { values: [], content: [] }
    this.itemsMapping = view.itemsMapping
    const { valueMap, leaveOut, complete } = view.choices ?? {}
    Object.assign(this, { valueMap: valueMap ?? {}, leaveOut: leaveOut ?? false, complete: complete ?? null })
    this.#takeQuestions(view.questions)
  }

  /** What was typed stays as it is; questions come and go with the columns that answer them. */
  #takeQuestions(added: readonly Question[]) {
    const typed = this.#declared
      ? this.added.filter(({ key }) => added.some((question) => question.key === key))
      : []
    const fresh = added.filter(({ key }) => !typed.some((draft) => draft.key === key)).map(draftOf)
    const next = [...typed, ...fresh]
    if (JSON.stringify(next) !== JSON.stringify(this.added)) this.added = next
    this.#written = JSON.stringify(this.added)
  }

  /** What a person said of these columns holds for next week's file with the same ones. */
  async #saveMapping() {
    if (this.touched.size === 0) return
    const columns = this.columns.map(({ column }) => column)
    await act(this.project, 'mapping.save', {
      name: this.view.source,
      mapping: { mapping: this.mapping, columns },
    })
    this.touched = new Set()
  }

  async run(): Promise<void> {
    await this.send()
    await this.#saveMapping()
    await sendTo(`${this.path}/run`, 'POST', {})
    await this.refresh()
  }

  async cancel(): Promise<void> {
    await sendTo(`${this.path}/cancel`, 'POST', {})
    await this.refresh()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    clearTimeout(this.#poll)
    // What was changed in the last moment still goes.
    if (this.unsent) void sendTo(`${this.path}/mapping`, 'PUT', this.choices()).catch(() => {})
  }
}
