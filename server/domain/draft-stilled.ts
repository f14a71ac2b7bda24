import { Refusal } from '#shared/refusals.ts'
import type { House } from '../command.ts'
import type { FrozenDraft } from './still.ts'

/** The draft stands still, and what takes long is worked out; why not is said where it is remembered, with the act. */
export type Stilled<Ready> = FrozenDraft & { ready: Ready | Refusal }

/** Stills the draft and works something out beside it, before the transaction, so that nobody has to wait meanwhile. */
export async function stillDraft<Ready>(
  house: House,
  project: string,
  prepare: (frozen: FrozenDraft) => Promise<Ready>,
): Promise<Stilled<Ready>> {
  const frozen = await house.draft.freeze(project)
  try {
    return { ...frozen, ready: await prepare(frozen) }
  } catch (error) {
    if (error instanceof Refusal) return { ...frozen, ready: error }
    await frozen.release(false)
    throw error
  }
}

/** What was worked out; a refusal is thrown. */
export function readyOf<Ready>({ ready }: Stilled<Ready>): Ready {
  if (ready instanceof Refusal) throw ready
  return ready
}
