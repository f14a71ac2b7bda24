import { ahead, begin, type Sitting, withCast, withSkipped } from '#lib/panel/session.ts'

const KEPT = 'gogi-sitting'

function kept(): Sitting | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') ?? undefined
  } catch {
    return
  }
}

/** The sitting of this tab; it survives a reload, and ends with the tab. */
class Session {
  now: Sitting | undefined = $state.raw(kept())

  start(project: string, queue: readonly string[]): void {
    this.#keep(begin(project, queue, Date.now()))
  }
  cast(dispute: string): void {
    if (this.now) this.#keep(withCast(this.now, dispute))
  }
  /** Leaves a ballot for another time and says which is next. */
  next(from: string | undefined, waiting: readonly string[]): string | undefined {
    if (!this.now) return
    if (from) this.#keep(withSkipped(this.now, from))
    return ahead(this.now, waiting)[0]
  }
  stop(): void {
    if (this.now && this.now.endedAt === null) this.#keep({ ...this.now, endedAt: Date.now() })
  }
  forget(): void {
    this.now = undefined
    sessionStorage.removeItem(KEPT)
  }
  #keep(sitting: Sitting): void {
    this.now = sitting
    sessionStorage.setItem(KEPT, JSON.stringify(sitting))
  }
}
export const session = new Session()
