import type { ProjectRoom } from '#lib/room.svelte.ts'
import type { LiveEvent } from '#shared/events.ts'

/** Quiet time before a list is read again: many acts at once are one reading. */
const SETTLE = 500

/** Reads again some time after news that matter here; gives back how to stop, so that an effect can return it. */
export function afterNews(
  room: Pick<ProjectRoom, 'on'>,
  matters: (event: LiveEvent) => boolean,
  reread: () => unknown,
): () => void {
  let due: ReturnType<typeof setTimeout> | undefined
  const stop = room.on(({ events }) => {
    if (!events.some(matters)) return
    clearTimeout(due)
    due = setTimeout(() => void reread(), SETTLE)
  })
  return () => {
    stop()
    clearTimeout(due)
  }
}
