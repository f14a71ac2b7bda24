import { act, Problem } from '#lib/api.ts'
import type { CommandInput } from '#shared/commands.ts'

/** A ballot on its way: visibly pending until the server says that it is stored. */
export class Casting {
  pending = $state(false)
  problem = $state<unknown>()
  // The same ballot asked again after the line broke is the same act.
  #attempt: { key: string; body: string } | undefined
  readonly #project: string

  constructor(project: string) {
    this.#project = project
  }

  /** Whether it was stored. */
  async send(ballot: CommandInput<'ballot.cast'>): Promise<boolean> {
    this.pending = true
    this.problem = undefined
    const body = JSON.stringify([ballot.answers, ballot.arguments])
    if (this.#attempt?.body !== body) this.#attempt = { key: crypto.randomUUID(), body }
    try {
      await act(this.#project, 'ballot.cast', ballot, { key: this.#attempt.key })
      return true
    } catch (error) {
      this.problem = error
      if (!this.broken) this.#attempt = undefined
      return false
    } finally {
      this.pending = false
    }
  }

  /** The line broke: whether it arrived is not known, and asking again is safe. */
  get broken(): boolean {
    return this.problem instanceof Problem && this.problem.code === 'offline'
  }
}
