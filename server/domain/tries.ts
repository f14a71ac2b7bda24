/** How often one name or one address may fail to sign in within a minute. */
export const TRIES_A_MINUTE = 10
const MINUTE = 60_000
/** Names remembered at most; the oldest are forgotten first. */
const NAMES = 10_000

export type Tries = {
  /** Takes one try and answers the seconds to wait: 0 when there was one left. */
  take(name: string, now: number): number
  /** A try that succeeded was none. */
  giveBack(name: string): void
}

/** Counted in this process's memory: a restart forgets, and several server processes count apart. */
export function countTries(limit = TRIES_A_MINUTE): Tries {
  const taken = new Map<string, number[]>()
  return {
    take(name, now) {
      const recent = (taken.get(name) ?? []).filter((at) => now - at < MINUTE)
      const wait = recent.length < limit ? 0 : Math.ceil((recent[0]! + MINUTE - now) / 1000)
      if (wait === 0) recent.push(now)
      taken.delete(name)
      taken.set(name, recent)
      if (taken.size > NAMES) taken.delete(taken.keys().next().value!)
      return wait
    },
    giveBack(name) {
      taken.get(name)?.pop()
    },
  }
}
