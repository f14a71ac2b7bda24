import Type from 'typebox'
import { Role } from './member.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from './password-length.ts'
import { Id, Language } from './text.ts'

export const NAME_LENGTH = 120
/** A day, in ms. */
export const DAY = 86_400_000
/** How long each kind of link works, ms. A link is shown once, to whoever made it. */
export const linkLife = { owner: 7 * DAY, invite: 7 * DAY, claim: 60 * DAY, recover: DAY / 24 } as const
export type LinkPurpose = keyof typeof linkLife
/** Sessions end after this time without use and, sliding or not, after the whole, ms (SECURITY §2.1). */
export const sessionLife = {
  high: { idle: DAY / 2, whole: 7 * DAY },
  low: { idle: 30 * DAY, whole: 365 * DAY },
} as const
export const CLAIMS_AT_ONCE = 5000

/** Names to sign in with are one name however they are typed: width, case and spaces around do not count. */
export const loginOf = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

const Closed = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: NAME_LENGTH })
const Password = Type.String({ minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX })
const Login = Type.String({ minLength: 2, maxLength: NAME_LENGTH })
const Roles = Type.Array(Role, { minItems: 1, maxItems: 4, uniqueItems: true })
/** `id.secret`, as it stands at the end of a link. */
export const LinkToken = Type.String({ pattern: '^[a-z]{10}\\.[A-Za-z0-9_-]{22,64}$' })

/** Of the installation (`_`). */
export const accountCommands = {
  'link.use': {
    input: Type.Object(
      {
        token: LinkToken,
        name: Type.Optional(Name),
        login: Type.Optional(Login),
        password: Type.Optional(Password),
        locale: Language,
      },
      Closed,
    ),
    may: ['anyone'],
  },
  'link.recover': { input: Type.Object({ person: Id }, Closed), may: ['owner'] },
  'link.owner': { input: Type.Object({ name: Name }, Closed), may: ['owner'] },
  'session.start': {
    input: Type.Object(
      { login: Login, password: Type.String({ minLength: 1, maxLength: PASSWORD_MAX }) },
      Closed,
    ),
    may: ['anyone'],
  },
  'session.end': { input: Type.Object({ session: Type.Optional(Id) }, Closed), may: ['person'] },
  'password.change': {
    input: Type.Object({ old: Type.String({ maxLength: PASSWORD_MAX }), password: Password }, Closed),
    may: ['person'],
  },
} as const

/** Of a project. */
export const inviteCommands = {
  /** `dispute`: a guest's seat in that dispute alone. */
  'link.invite': {
    input: Type.Object(
      { name: Name, roles: Roles, rater: Type.Optional(Id), dispute: Type.Optional(Id) },
      Closed,
    ),
    may: ['owner', 'lead'],
  },
  'link.claims': {
    input: Type.Object({ raters: Type.Array(Id, { minItems: 1, maxItems: CLAIMS_AT_ONCE }) }, Closed),
    may: ['owner', 'lead'],
  },
  'link.revoke': { input: Type.Object({ link: Id }, Closed), may: ['owner', 'lead'] },
  /** A first visit by link makes the person; this ties them to the project the link names. */
  'member.join': { input: Type.Object({ token: LinkToken }, Closed), may: ['person'] },
  'token.make': {
    input: Type.Object(
      {
        name: Name,
        scopes: Type.Array(
          Type.Union([Type.Literal('read'), Type.Literal('import'), Type.Literal('export')]),
          { minItems: 1, uniqueItems: true },
        ),
        days: Type.Integer({ minimum: 1, maximum: 365 }),
      },
      Closed,
    ),
    may: ['owner', 'lead'],
  },
  'token.revoke': { input: Type.Object({ token: Id }, Closed), may: ['owner', 'lead'] },
} as const

export type AccountFact =
  | { kind: 'person.joined'; person: string; owner: boolean }
  | { kind: 'password.set'; person: string }
  | { kind: 'session.started'; person: string; session: string }
  | { kind: 'session.ended'; person: string; session: string }
  | { kind: 'link.made'; link: string; purpose: LinkPurpose; roles: string[]; rater: string | null }
  | { kind: 'links.made'; links: { link: string; rater: string }[] }
  | { kind: 'link.used'; link: string }
  | { kind: 'link.revoked'; link: string }
  | { kind: 'token.made'; token: string; scopes: string[] }
  | { kind: 'token.revoked'; token: string }
