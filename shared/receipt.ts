import { utf8ToBytes } from '@noble/hashes/utils.js'
import { commit, leafHash, verifyInclusion } from './merkle.ts'
import { canonicalJson } from './text.ts'

/** The root of a project's log at one size, signed by the installation. `signature`: base64url of 64 bytes. */
export type TreeHead = { project: string; size: number; root: string; at: number; signature: string }
/** What the signature of a head is made over. */
export const headBytes = ({ project, size, root, at }: Omit<TreeHead, 'signature'>): Uint8Array =>
  utf8ToBytes(`gogi/head/v1\n${canonicalJson({ project, size, root, at })}`)

/** One of an entry's contents, opened: with its salt it answers to the commitment in the entry. */
export type OpenedPart = { part: string; salt: string; bytes: string }
/**
 * That an entry stands in a log. `body` is the entry itself where it is the person's own act; of an entry that others made
 * only its hash is given, which says that it stands there and nothing of what it says.
 */
export type Receipt = {
  seq: number
  leaf: string
  body: string | null
  opened: OpenedPart[]
  proof: string[]
}

export type ReceiptFault = 'leaf' | 'place' | 'actor' | 'part' | 'proof'
type Body = { seq: number; project: string; actor: string; commits: { part: string; commit: string }[] }

/** What does not hold of a receipt, the first thing only; `actor`: who made the entries that are opened. */
export function receiptFault(
  { seq, leaf, body, opened, proof }: Receipt,
  head: TreeHead,
  actor: string,
): ReceiptFault | undefined {
  if (body !== null) {
    if (leafHash(utf8ToBytes(body)) !== leaf) return 'leaf'
    const said = JSON.parse(body) as Body
    if (said.seq !== seq || said.project !== head.project) return 'place'
    if (said.actor !== actor) return 'actor'
    for (const { part, salt, bytes } of opened)
      if (said.commits.find((one) => one.part === part)?.commit !== commit(salt, bytes)) return 'part'
  } else if (opened.length > 0) return 'part'
  return verifyInclusion(leaf, { idx: seq - 1, size: head.size }, proof, head.root) ? undefined : 'proof'
}
