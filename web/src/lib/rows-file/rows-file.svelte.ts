import { act, sendTo } from '#lib/api.ts'
import { Sending } from '#lib/import/sending.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import type { CommandName } from '#shared/commands.ts'
import type { RowsAnswer } from '#shared/left-row.ts'
import { begunWith, partsOf, withPart } from '#shared/row-file/parts.ts'
import { guessRoles, type ListKind, type ListRoles } from '#shared/row-file/roles.ts'
import { columnsOf, FILE_ROWS, type FileRow, type ReadFile, type TablePage } from '#shared/row-file.ts'

/** What a kind of list needs beside what all have. */
export type RowsList = {
  kind: ListKind
  command: Extract<CommandName, 'gold.import' | 'review.import' | 'rater.describe'>
  /** The route that says what the command would do. */
  check: string
  atOnce: number
  read(rows: readonly FileRow[], roles: ListRoles, questions: readonly string[]): ReadFile<object>
}

/** A list on its way in: sent, read, looked at, and only then written. */
export class RowsFile {
  rows = $state.raw<FileRow[]>([])
  roles = $state.raw<ListRoles>()
  /** What it would do; undefined while that is found out. */
  look = $state.raw<RowsAnswer>()
  fault = $state.raw<TablePage['problem']>(null)
  problem = $state.raw<unknown>()
  pending = $state(false)
  /** The one question all rows are about, where no column says it. */
  about = $state<string | null>(null)
  sending: Sending
  name = ''
  #list: RowsList
  #project: string
  #questions: readonly string[]
  #looks: RowsAnswer[] = []
  #asked = 0

  constructor(project: string, list: RowsList, questions: readonly string[]) {
    this.#project = project
    this.#list = list
    this.#questions = questions
    this.sending = new Sending(project)
  }

  get #at() {
    return `/projects/${encodeURIComponent(this.#project)}`
  }
  columns = $derived(columnsOf(this.rows))
  #read = $derived.by(() =>
    this.roles
      ? this.#list.read(this.rows, this.roles, this.about === null ? this.#questions : [this.about])
      : undefined,
  )
  /** Rows that would be taken. */
  good = $derived.by(() => {
    const { look } = this
    return look ? look.added + look.superseding + look.same : 0
  })
  get skipped(): number {
    return this.#read?.skipped ?? 0
  }

  /** Sends a file, reads what stands in it and guesses what its columns are. */
  async open(file: File, said: object): Promise<void> {
    await this.#do(async () => {
      this.name = file.name
      this.fault = null
      const [upload] = await this.sending.send([file])
      const rows: FileRow[] = []
      for (let from: number | null = 0; from !== null && rows.length <= FILE_ROWS; ) {
        const page: TablePage = await sendTo(`${this.#at}/tables`, 'POST', { upload, from })
        this.fault = page.problem
        rows.push(...page.rows)
        from = page.next
      }
      if (this.fault) return
      this.rows = rows
      this.roles = guessRoles(this.#list.kind, rows, this.#questions)
      await this.#see(said)
    })
  }

  /** Looks again after something was chosen differently. */
  async change(roles: ListRoles, said: object): Promise<void> {
    this.roles = roles
    await this.#do(() => this.#see(said))
  }

  /** Writes what can be taken; true when all of it is written. */
  async write(said: object): Promise<boolean> {
    return this.#do(async () => {
      for (const [n, part] of this.#parts().entries())
        if (this.#looks[n]!.leftTotal < part.rows.length)
          await act(this.#project, this.#list.command, this.#body(part.rows, said) as never)
    })
  }

  #parts = () => partsOf(this.#read?.rows ?? [], this.#list.atOnce)
  #body = (rows: readonly object[], said: object) => ({ ...said, rows, leaveOut: true })

  async #see(said: object): Promise<void> {
    const asked = ++this.#asked
    const { left, lines } = this.#read!
    this.look = undefined
    const looks: RowsAnswer[] = []
    let sum = begunWith(left)
    for (const part of this.#parts()) {
      const look: RowsAnswer = await sendTo(
        `${this.#at}${this.#list.check}`,
        'POST',
        this.#body(part.rows, said),
      )
      looks.push(look)
      sum = withPart(sum, look, part.from, lines)
    }
    // Somebody chose something else meanwhile.
    if (asked !== this.#asked) return
    this.#looks = looks
    this.look = sum
  }

  async #do(work: () => Promise<void>): Promise<boolean> {
    this.pending = true
    this.problem = undefined
    try {
      await work()
      return true
    } catch (error) {
      this.problem = error
      return false
    } finally {
      this.pending = false
    }
  }
}

/** Pasted cells are a file without a name. */
export const fileOf = (text: string): File => new File([text], m.rows_pasted(), { type: 'text/plain' })
