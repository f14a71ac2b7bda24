import type { CommandName } from '#shared/commands.ts'
import type { ClauseChange, PublishRequirement } from '#shared/guideline.ts'
import type { Role } from '#shared/member.ts'
import type { Policy } from '#shared/policy.ts'
import type { Question } from '#shared/question.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import type { Rate, Tally } from '#shared/standing.ts'
import type { Dissents, Headline } from '#shared/standing-view.ts'
import type { Bilingual, Language } from '#shared/text.ts'

/** Some of many may be refused; the others are done. */
type Partly = { refused: { recheck: string; code: RefusalCode }[] }
/** What commands answer beside their `seq`. */
type Answers = {
  'review.assign': { batch: string; of: number; n: number; repeated: number }
  'project.create': { project: string; key: string }
  'link.invite': { link: string; url: string }
  'link.claims': { claims: { rater: string; link: string }[] }
  'link.recover': { url: string }
  'link.owner': { url: string }
  'link.use': { person: string; project: string | null }
  'session.start': { person: string }
  'token.make': { token: string }
  'dispute.open': { opened: { dispute: string; item: string }[]; refused: { item: string; code: string }[] }
  'ballot.cast': { ballot: string }
  'blind.draw': { drawn: { member: string; cases: number }[] }
  'sample.draw': { drawn: number; week: string }
  'guideline.publish': { version: number }
  'revote.draw': { affected: number; control: number }
  'recheck.keep': Partly
  'recheck.reopen': Partly
  'recheck.supersede': Partly
  'panelist.declare': { known: number; unknown: string[] }
  'policy.set': { version: number }
  'decision.consent': { signed: string[]; refused: { dispute: string; code: RefusalCode }[] }
  'proposal.make': { proposal: string; clause: string }
  'vote.stand': { stand: string; left: number }
  'appeal.file': { appeal: string; left: number; hearing: string | null }
  'appeal.admit': { hearing: string }
  'appeal.return': { dispute: string }
  'bar.set': { version: number }
  'bar.review': { looked: number; proposed: string[] }
}
export type Acted<Name extends CommandName> = { seq: number } & (Name extends keyof Answers
  ? Answers[Name]
  : unknown)

/** Where somebody is signed in; `here` is this browser. */
export type Session = { session: string; agent: string; createdAt: number; seenAt: number; here: boolean }

export type Me = {
  person: { id: string; name: string; login: string; locale: Language; owner: boolean }
  memberships: {
    project: { key: string; name: Bilingual }
    member: string
    roles: Role[]
    raters: string[]
  }[]
  demo: boolean
  sessions: Session[]
}
export type Welcome = {
  purpose: 'owner' | 'invite' | 'claim' | 'recover'
  project: { key: string; name: Bilingual } | null
  roles: Role[]
  rater: string | null
  name: string
  known: boolean
  /** Sits in one dispute alone. */
  guest?: true
}
export type ProjectCard = {
  key: string
  name: Bilingual
  roles: Role[]
  items: number
  votes: number
  openDisputes: number
  yourTurn: number
}
export type ProjectView = {
  project: { id: string; key: string; name: Bilingual; seq: number }
  me: { member: string | null; roles: Role[]; owner: boolean }
  questions: Question[]
  policy: Policy
  guideline: { version: number; publishedAt: number; bindsFrom: number | null } | null
  /** These three are for leads, owners and auditors. */
  totals: { items: number; votes: number; raters: number } | null
  capacity: { openMinutes: number; panelMinutes: number; panelists: number } | null
  sample: { week: string; drawn: number } | null
  /** How many votes I am asked to review; null where I never was. */
  reviews: number | null
}
export type TokenRow = {
  token: string
  name: string
  scopes: string[]
  expiresAt: number
  usedAt?: number | null
}
export type LinkRow = {
  link: string
  purpose: Welcome['purpose']
  name: string
  roles: Role[]
  rater: string | null
  expiresAt: number
  usedAt: number | null
}
export type MemberRow = {
  member: string
  person: string
  name: string
  roles: Role[]
  raters: { id: string; external: string }[]
  you: boolean
}
export type MembersView = { members: MemberRow[]; links: LinkRow[]; tokens: TokenRow[] }
export type RaterRow = {
  rater: string
  external: string
  kind: string
  votes: number
  member: string | null
  majority: { tally: Tally; rate: Rate | null; others: number | null }
  gold: { tally: Tally; rate: Rate | null }
  review: { tally: Tally; rate: Rate | null }
  decision: { sampled: { tally: Tally; rate: Rate | null }; picked: Tally; notBlind: Tally; unheard: number }
  headline: Headline
  dissents: Dissents
}
export type RatersView = { rows: RaterRow[]; next: string | null }
export type ClauseView = {
  id: string
  number: string
  level: number
  position: number
  texts: Partial<Record<Language, { title: string; body: string }>>
  cited: number
  meaning: string
  /** Translations made for other words than the authoritative ones of this version. */
  behind: Language[]
  /** What this version changed of it. */
  change: ClauseChange | null
}
export type VersionView = {
  version: number
  note: string
  publishedAt: number
  publishedBy: string
  bindsFrom: number | null
  hash: string
  changes: Partial<Record<ClauseChange, number>>
  overridden: PublishRequirement[]
  reason: string | null
}
export type GuidelineView = {
  versions: VersionView[]
  version: number | null
  authoritative: Language | null
  clauses: ClauseView[]
  gone: { id: string; into: string | null }[]
  /** The versions that whoever looks has said to have read. */
  acknowledged: number[]
}
/** The fields of a dispute's row that the home and overview pages need. */
export type DisputeTurn = {
  dispute: string
  item: string
  external: string
  snippet: string
  language: string | null
  state: 'open' | 'voting' | 'revealed' | 'decided' | 'withdrawn'
  round: number
  deadline: number | null
  cast: number
  seats: number
  mine: { letter: string; cast: boolean } | null
}
