import { utf8ToBytes } from '@noble/hashes/utils.js'
import Type from 'typebox'
import type { OpinionKind } from './opinion.ts'
import type { Value } from './question.ts'
import { headBytes, type Receipt, type ReceiptFault, receiptFault, type TreeHead } from './receipt.ts'
import type { DecisionKind } from './record.ts'
import type { ReviewVerdict } from './review.ts'
import { type Bilingual, canonicalJson } from './text.ts'

export const CAREER_FORMAT = 'gogi/record/v1'
/** The newest entries of a record; its counts are whole. */
export const CAREER_ENTRIES = 2000
type Decided = { kind: DecisionKind; values: { value: Value; weight: number }[] }
type Done = { at: number; question: string; receipt: Receipt }
/** What a person takes along of a project. The item is named only where it was theirs: one they voted on. */
export type CareerEntry =
  | (Done & { kind: 'upheld-vote'; item: string; value: Value; decided: Decided })
  | (Done & { kind: 'adopted-dissent'; decided: Decided })
  | (Omit<Done, 'question'> & { kind: 'opinion'; opinion: OpinionKind; words: string })
  | (Done & { kind: 'review'; verdict: ReviewVerdict; words: string })

/** A person's own record of one project, signed: what it says by the installation, where it stands by the log's head. */
export type CareerRecord = {
  format: typeof CAREER_FORMAT
  project: { id: string; key: string; name: Bilingual }
  person: { member: string; name: string }
  at: number
  counts: { ballots: number; decisions: number; opinions: number; reviews: number; upheld: number }
  entries: CareerEntry[]
  head: TreeHead
  /** The installation's public key, base64url. */
  key: string
  signature: string
}
/** What the signature of a record is made over: all of it but the signature. */
export const careerBytes = ({ signature: _none, ...record }: CareerRecord): Uint8Array =>
  utf8ToBytes(canonicalJson(record))

const Hex = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Text = Type.String({ maxLength: 200_000 })
/** As much of a record's form as checking it relies on. */
export const CareerFile = Type.Object({
  format: Type.Literal(CAREER_FORMAT),
  project: Type.Object({ id: Text, key: Text, name: Type.Object({ en: Text, ja: Text }) }),
  person: Type.Object({ member: Text, name: Text }),
  at: Type.Integer(),
  counts: Type.Record(Type.String(), Type.Integer()),
  entries: Type.Array(
    Type.Object({
      kind: Text,
      at: Type.Integer(),
      receipt: Type.Object({
        seq: Type.Integer({ minimum: 1 }),
        leaf: Hex,
        body: Type.Union([Text, Type.Null()]),
        opened: Type.Array(Type.Object({ part: Text, salt: Hex, bytes: Text }), { maxItems: 100 }),
        proof: Type.Array(Hex, { maxItems: 64 }),
      }),
    }),
    { maxItems: CAREER_ENTRIES },
  ),
  head: Type.Object({ project: Text, size: Type.Integer(), root: Hex, at: Type.Integer(), signature: Text }),
  key: Text,
  signature: Text,
})

export type CareerFault =
  | { code: ReceiptFault | 'words'; seq: number }
  | { code: 'project' | 'head' | 'record' | 'key' }
/** Whether a signature over a message was made with a key; all but the message base64url. */
export type Verify = (message: Uint8Array, signature: string, key: string) => boolean | Promise<boolean>

/** The first thing in a record that does not hold, or nothing. `key`: the one the reader trusts; else the record's own. */
export async function careerFault(
  record: CareerRecord,
  verify: Verify,
  key = record.key,
): Promise<CareerFault | undefined> {
  if (record.project.id !== record.head.project) return { code: 'project' }
  for (const entry of record.entries) {
    const { seq } = entry.receipt
    const code = entryFault(entry, record)
    if (code) return { code, seq }
  }
  if (key !== record.key) return { code: 'key' }
  if (!(await verify(headBytes(record.head), record.head.signature, key))) return { code: 'head' }
  if (!(await verify(careerBytes(record), record.signature, key))) return { code: 'record' }
}

function entryFault(entry: CareerEntry, { head, person }: CareerRecord) {
  const { receipt } = entry
  const fault = receiptFault(receipt, head, person.member)
  if (fault) return fault
  if (!('words' in entry) || entry.words === '') return
  const said = receipt.opened
    .filter(({ part }) => part === `text:${person.member}`)
    .flatMap(({ bytes }) => Object.values(JSON.parse(bytes) as Record<string, string>))
  return said.includes(entry.words) ? undefined : ('words' as const)
}
