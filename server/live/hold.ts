import type { House } from '../command.ts'
import type { Texts } from '../store/texts.ts'
import { amend } from './amend.ts'
import { catchUp, type LiveDocument } from './document.ts'
import type { Kind } from './kind.ts'

/** How long other processes leave a text alone when nobody tells them that it thaws, ms. */
export const FROZEN_MS = 30_000
/** How often, and how long apart, ms, a text is tried that another process holds. */
const TRIES = 20
const TRY_MS = 100

type Held = { kind: Kind; id: string; document: LiveDocument }
type Keeper = { house: House; texts: Texts }

/** From here on no process adds to a text: what others stored before, and what the record did to it, is taken in. */
export async function hold(keeper: Keeper, held: Held): Promise<void> {
  const { texts, house } = keeper
  const { key } = held.document
  for (let tries = 1; !(await texts.freeze(key, house.now() + FROZEN_MS, house.now())); tries++) {
    if (tries === TRIES) throw new Error(`the text ${key} is held by another process`)
    await new Promise((resolve) => setTimeout(resolve, TRY_MS))
  }
  try {
    if (texts.shared) await catchUp(held.document)
    await takeIn(keeper, held)
  } catch (error) {
    await texts.freeze(key, 0, house.now())
    throw error
  }
}

/** Brings into a text that stands still what the record did to it. */
export async function takeIn({ house }: Keeper, { kind, id, document }: Held): Promise<void> {
  const write = await kind.pending(house.store.read, id, document.doc)
  if (write) await amend(document, write)
}

/** The same for a text that was just loaded, and in which nobody is yet. */
export async function takeInPending(keeper: Keeper, held: Held): Promise<void> {
  const { texts, house } = keeper
  if (!(await held.kind.pending(house.store.read, held.id, held.document.doc))) return
  await hold(keeper, held)
  await texts.freeze(held.document.key, 0, house.now())
}
