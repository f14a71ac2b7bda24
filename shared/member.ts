import Type from 'typebox'
import { Id } from './text.ts'

export const roles = ['lead', 'panelist', 'rater', 'auditor'] as const
export const Role = Type.Union([
  Type.Literal('lead'),
  Type.Literal('panelist'),
  Type.Literal('rater'),
  Type.Literal('auditor'),
])
export type Role = (typeof roles)[number]

/** What a rule knows of whoever asks. `host` is the machine's own command line; `clock` is the server's. */
export type Actor = { id: string; roles: Role[]; owner: boolean; machine: 'host' | 'clock' | null }

/** Who may ask for a command or a page, in the project it names. */
export type Access = 'anyone' | 'person' | 'member' | 'owner' | Role

export function refuseAccess(
  may: readonly Access[],
  actor: Actor | null,
): 'sign-in' | 'not-allowed' | undefined {
  if (may.includes('anyone')) return
  if (!actor) return 'sign-in'
  if (actor.machine) return
  if (may.includes('person')) return
  // An owner stands in for a lead, never for a panelist's ballot or a rater's word.
  if (actor.owner && (may.includes('owner') || may.includes('lead') || may.includes('member'))) return
  if (may.includes('member') && actor.roles.length > 0) return
  if (actor.roles.some((role) => may.includes(role))) return
  return 'not-allowed'
}

const Roles = Type.Array(Role, { minItems: 1, maxItems: 4, uniqueItems: true })
export const memberCommands = {
  'member.add': {
    input: Type.Object({ person: Id, roles: Roles }, { additionalProperties: false }),
    may: ['owner', 'lead'],
  },
  'member.change': {
    input: Type.Object({ member: Id, roles: Roles }, { additionalProperties: false }),
    may: ['owner', 'lead'],
  },
  'member.remove': {
    input: Type.Object({ member: Id }, { additionalProperties: false }),
    may: ['owner', 'lead'],
  },
} as const satisfies Record<string, { input: unknown; may: readonly Access[] }>

export type MemberFact =
  | { kind: 'member.added'; member: string; roles: Role[] }
  | { kind: 'member.changed'; member: string; roles: Role[] }
  | { kind: 'member.removed'; member: string }
  | { kind: 'rater.linked'; rater: string; member: string }

export type People = { members: Record<string, Role[]>; raterLinks: Record<string, string> }
export function applyMember(people: People, fact: MemberFact): People {
  switch (fact.kind) {
    case 'member.added':
    case 'member.changed':
      return { ...people, members: { ...people.members, [fact.member]: fact.roles } }
    case 'member.removed': {
      const { [fact.member]: _gone, ...members } = people.members
      // Their rater ids are free again, so that a link claimed by the wrong person can be claimed anew.
      const raterLinks = Object.fromEntries(
        Object.entries(people.raterLinks).filter(([, member]) => member !== fact.member),
      )
      return { ...people, members, raterLinks }
    }
    case 'rater.linked':
      return { ...people, raterLinks: { ...people.raterLinks, [fact.rater]: fact.member } }
  }
}
