import type { Frozen } from '../command.ts'
import { catchUp } from './document.ts'
import type { Open, Shelf } from './shelf.ts'

/** How long other processes leave a text alone when nobody tells them that it thaws, ms. */
const FROZEN_MS = 30_000

/**
 * Stops a text: what is on its way waits, what was taken is stored, and then nothing more is taken, by this process or
 * any other, until it is released. Null: nobody has begun the text.
 */
export async function freezeText(shelf: Shelf, kind: string, id: string): Promise<Frozen | null> {
  const open = await shelf.take(kind, id, null)
  if (!open) return null
  while (open.frozen) await open.frozen
  const thaw = stop(open)
  const { document } = open
  const { texts, house } = shelf
  try {
    await document.settled
    if (!(await texts.freeze(document.key, house.now() + FROZEN_MS, house.now())))
      throw new Error(`the text ${document.key} is being signed by another process`)
    // Now no process adds to it: what others stored before is all there will be.
    if (texts.shared) await catchUp(document)
  } catch (error) {
    thaw()
    throw error
  }
  return {
    text: open.kind.text(document.doc),
    async release(kept) {
      // Kept, it stays shut to other processes until they, too, have seen why; not kept, they go on at once.
      if (!kept) await texts.freeze(document.key, 0, house.now())
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
