import { createContext, untrack } from 'svelte'
import { type Key, listen } from '#lib/keys.ts'
import type { ProjectRoom } from '#lib/room.svelte.ts'

/** What the frame around every page knows of the page inside it. */
export class Shell {
  /** The open project's room, for the connection pill. */
  room = $state.raw<ProjectRoom>()
  /** The keys of the screens that are open, outermost first. */
  keys = $state.raw<readonly Key[]>([])
  helpOpen = $state(false)

  /** Makes keys act, and stand in the `?` sheet, until the returned function is called. */
  useKeys(keys: readonly Key[]): () => void {
    // Asked from effects, which must not run again because the list they add to changed.
    untrack(() => (this.keys = [...this.keys, ...keys]))
    const stop = listen(keys)
    return () => {
      stop()
      untrack(() => (this.keys = this.keys.filter((key) => !keys.includes(key))))
    }
  }
}

export const [getShell, setShell] = createContext<Shell>()
