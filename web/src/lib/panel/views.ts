import type { BlindKind } from '#shared/blind-case.ts'
import type { Role } from '#shared/member.ts'
import type { PanelistRecord, Unfit } from '#shared/panelist.ts'
import type { Policy } from '#shared/policy.ts'
import type { DecisionRecord, RequirementName } from '#shared/record.ts'

/** A panelist as leads know one: of the rater ids only how many there are. */
export type PanelistRow = Omit<PanelistRecord, 'raters'> & {
  member: string
  name: string
  roles: Role[]
  raters: number
  /** Disputes they sit in now. */
  load: number
  /** Minutes of this week that their seats take, of those they give. */
  used: number
  perWeek: number
}
/** Oneself: what one has said. */
export type MyPanelist = PanelistRecord & {
  perWeek: number
  used: number
  load: number
  /** The declared ids that this project knows, and those it does not know yet, as they were given. */
  known: string[]
  externals: string[]
  /** Settled cases that wait for their answer, with the outcome hidden. */
  blind: { kind: BlindKind; left: number } | null
}
export type Shortage = 'nobody-declared' | 'no-panelist' | 'language' | 'conflict' | 'too-few'
export type WaitingRow = {
  dispute: string
  external: string
  why: Shortage
  seats: number
  wanted: number
  since: number
}
export type PanelView = {
  me: MyPanelist | null
  minutesPerDispute: number
  panelists: PanelistRow[]
  waiting: WaitingRow[]
}

/** Who could take a seat, and why somebody does not fit. */
export type Candidate = {
  member: string
  name: string
  languages: string[]
  expertise: string[]
  perWeek: number
  used: number
  guest: boolean
  fits: Unfit | null
}

/** A dispute whose ballots are alike in kind, value, cause and clause. */
export type ConsentRow = {
  dispute: string
  external: string
  snippet: string
  language: string | null
  tags: string[]
  questions: string[]
  decisions: DecisionRecord[]
  ballots: ConsentBallot[]
  cast: number
  held: boolean
  /** Whether whoever looks may sign it. */
  chair: boolean
  mayPull: boolean
  unmet: RequirementName[]
  revealedAt: number | null
}
type ConsentBallot = { letter: string; arguments: Record<string, string> }
export type SignedRow = {
  dispute: string
  external: string
  signedAt: number
  pullUntil: number
  mayPull: boolean
}
export type ConsentView = { rows: ConsentRow[]; signed: SignedRow[] }

export type PolicyVersion = { version: number; at: number | null; body: Policy }
