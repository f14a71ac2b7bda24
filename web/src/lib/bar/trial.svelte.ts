import { read } from '#lib/api.ts'
import { isBelow } from '#shared/bar.ts'
import type { Simulation, Trial } from '#shared/simulate.ts'

/** Quiet time before the record is asked again while somebody still turns the numbers. */
const SETTLE = 250

/** Tries a bar on the record: who would fall is known at once from the rates at hand, the rest follows from the server. */
export class BarTrial {
  answer = $state.raw<Simulation>()
  problem = $state<unknown>()
  #due: ReturnType<typeof setTimeout> | undefined
  #asked = ''

  ask(project: string, { basis, bar, minimum, question }: Trial): void {
    const trial = {
      basis,
      bar: String(bar),
      minimum: String(minimum),
      ...(question !== null && { question }),
    }
    const path = `/projects/${encodeURIComponent(project)}/simulate?${new URLSearchParams(trial)}`
    this.#asked = path
    clearTimeout(this.#due)
    this.#due = setTimeout(() => void this.#read(path), this.answer ? SETTLE : 0)
  }
  stop(): void {
    clearTimeout(this.#due)
    this.#asked = ''
  }

  async #read(path: string) {
    try {
      const answer = await read<Simulation>(path)
      if (path !== this.#asked) return
      this.answer = answer
      this.problem = undefined
    } catch (error) {
      if (path === this.#asked) this.problem = error
    }
  }
}

/** The same rates under another bar; undefined where they are rates of something else. */
export function under(
  answer: Simulation | undefined,
  { basis, bar, minimum, question }: Trial,
): Simulation | undefined {
  if (answer?.basis !== basis || answer.question !== question) return
  const rows = answer.rows.map((row) => ({
    ...row,
    falls: isBelow(row.rate, bar, minimum),
    byMajority: isBelow(row.majority, bar, minimum),
    byDecision: isBelow(row.decision, bar, minimum),
  }))
  return {
    ...answer,
    bar,
    minimum,
    rows,
    enough: rows.filter(({ rate }) => rate && rate.effective >= minimum).length,
  }
}
