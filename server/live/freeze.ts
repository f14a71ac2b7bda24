import { type LiveDocument, lose } from './document.ts'
import { hold, takeIn } from './hold.ts'
import type { Open, Shelf } from './shelf.ts'

/** A text that stands still. `kept`: what it was stilled for has come to pass. */
export type Still = { document: LiveDocument; release(kept: boolean): Promise<void> }

/**
 * Stops a text: what is on its way waits, what was taken is stored, what the record did to it is in it, and then nothing
 * more is taken, by this process or any other, until it is released.
 */
export async function freezeText(shelf: Shelf, open: Open): Promise<Still> {
  while (open.frozen) await open.frozen
  const thaw = stop(open)
  const { document } = open
  const { texts, house } = shelf
  try {
    await document.settled
    await hold(shelf, open)
  } catch (error) {
    thaw()
    throw error
  }
  return {
    document,
    async release(kept) {
      // What was done cannot be undone because of this: whoever loads the text next takes it in.
      if (kept) await takeIn(shelf, open).catch((why) => lose(document, why))
      // A text that is shut for good stays so to other processes until they, too, have seen why.
      if (!(kept && open.kind.shuts)) await texts.freeze(document.key, 0, house.now())
      thaw()
      shelf.linger(open)
    },
  }
}

/** Nobody's messages are handled until the returned function is called; then everybody is asked anew what they may. */
function stop(open: Open): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  open.frozen = promise
  return () => {
    if (open.frozen !== promise) return
    open.frozen = null
    open.stale = true
    resolve()
  }
}
