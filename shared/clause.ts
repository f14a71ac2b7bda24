import Type from 'typebox'
import { ClauseId } from './guideline.ts'
import type { Actor } from './member.ts'
import { Id, oneOf } from './text.ts'

/** Who may write in a clause: panelists and leads; its owners and leads, others propose; its owners and leads alone. */
export const protections = ['edit', 'propose', 'read'] as const
export type Protection = (typeof protections)[number]
/** How a clause is kept. Of a clause without a rule, everybody on the panel writes and nobody owns it. */
export type ClauseRule = { clause: string; protection: Protection; owners: string[] }
/** An owner's word for what a clause says in the draft, by the hash of its authoritative text. */
export type ClauseApproval = { clause: string; hash: string; by: string; at: number }

const Closed = { additionalProperties: false }
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
export const clauseCommands = {
  'clause.protect': {
    input: Type.Object(
      {
        clause: ClauseId,
        protection: oneOf(protections),
        owners: Type.Array(Id, { maxItems: 20, uniqueItems: true }),
      },
      Closed,
    ),
    may: ['lead'],
  },
  'clause.approve': {
    input: Type.Object({ clause: ClauseId, hash: Hash }, Closed),
    may: ['panelist', 'lead'],
  },
} as const

export type ClauseFact =
  | { kind: 'clause.protected'; rule: ClauseRule }
  | { kind: 'clause.approved'; approval: ClauseApproval }

export type ClauseRules = Record<string, ClauseRule>
export const ruleOf = (rules: ClauseRules, clause: string): ClauseRule =>
  rules[clause] ?? { clause, protection: 'edit', owners: [] }

type Asker = Pick<Actor, 'id' | 'roles' | 'owner'>
const leads = ({ roles, owner }: Asker) => owner || roles.includes('lead')
const writes = (asker: Asker) => leads(asker) || asker.roles.includes('panelist')

/** May this member write in this clause of the draft? Asked by the server for every message, and by the editor. */
export function mayEdit(rule: ClauseRule, asker: Asker): boolean {
  if (leads(asker)) return true
  return writes(asker) && (rule.protection === 'edit' || rule.owners.includes(asker.id))
}
/** May this member propose a change to it? */
export const mayPropose = (rule: ClauseRule, asker: Asker): boolean =>
  mayEdit(rule, asker) || (writes(asker) && rule.protection !== 'read')
/** Owners answer for their clause; of one without owners, leads do. */
export const answersFor = (rule: ClauseRule, asker: Asker): boolean =>
  leads(asker) || (writes(asker) && rule.owners.includes(asker.id))
