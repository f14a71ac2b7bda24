import type { CommandInput, CommandName } from '#shared/commands.ts'
import { ROOT } from '#shared/live-text.ts'
import { isUnwritten, rationaleId, rationaleNow } from '#shared/rationale.ts'
import type { DisputeRecord } from '#shared/record.ts'
import { Refusal } from '#shared/refusals.ts'
import { isConsent } from '#shared/requirement.ts'
import type { House } from '../command.ts'
import { disputeSeq } from '../domain/dispute-record.ts'
import { signatureOf } from './lines.ts'
import { type TextDoor, takePen } from './pen.ts'

export type Ask = <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
  ifMatch?: number,
) => Promise<unknown>
/** Somebody of the script who signs: how they come in, and how they act. */
export type Signer = { start: () => Promise<string>; ask: Ask }
type Signing = {
  house: House
  project: string
  texts: TextDoor
  /** What the shared rationale of each dispute said when it was last looked at. */
  seen: Map<string, string>
}

/**
 * Alike ballots are signed from the consent list; where they differ, or something is unmet, with reasons. What a visitor
 * wrote in the shared rationale is signed as it stands, once nobody has changed it from one look to the next: until then
 * the answer is false. Where nobody wrote anything, the signer does.
 */
export async function signCase(
  signing: Signing,
  signer: Signer,
  dispute: DisputeRecord,
  item: string,
): Promise<boolean> {
  const standing = await textOf(signing, dispute)
  const theirs = standing !== null && !isUnwritten(standing)
  if (theirs && signing.seen.get(dispute.id) !== standing) {
    signing.seen.set(dispute.id, standing)
    return false
  }
  if (!theirs && isConsent(dispute) && (await consented(signer, dispute))) return true
  const signature = signatureOf(item)
  if (theirs) signature.rationale = standing
  else if (standing !== null) await writeOut(signing, signer, dispute, signature.rationale)
  try {
    const ifMatch = await disputeSeq(signing.house.store.read, signing.project, dispute.id)
    await signer.ask('decision.sign', { dispute: dispute.id, ...signature }, ifMatch)
    return true
  } catch (error) {
    // Somebody is writing at this moment.
    if (error instanceof Refusal && error.code === 'text-moved') return false
    throw error
  }
}

const consented = ({ ask }: Signer, { id }: DisputeRecord): Promise<boolean> =>
  ask('decision.consent', { disputes: [id] }).then(
    () => true,
    (error) => {
      if (error instanceof Refusal) return false
      throw error
    },
  )

/** The shared rationale as it is; null where nobody has opened it. */
async function textOf({ house }: Signing, dispute: DisputeRecord): Promise<string | null> {
  const frozen = await house.frozen?.(dispute.id, rationaleNow(dispute))
  await frozen?.release(false)
  return frozen?.text ?? null
}

/** Into the shared text, where everybody sees it before it is signed. */
async function writeOut({ texts }: Signing, { start }: Signer, dispute: DisputeRecord, words: string) {
  const id = rationaleId({ dispute: dispute.id, n: rationaleNow(dispute) })
  const pen = await takePen(texts, await start(), `rationale/${id}`)
  const text = pen.doc.getText(ROOT)
  pen.doc.transact(() => {
    text.delete(0, text.length)
    text.insert(0, words)
  })
  await pen.saved()
  await pen.putDown()
}
