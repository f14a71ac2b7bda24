import Type from 'typebox'
import { Id, oneOf, schemaOf } from './text.ts'

/** How many of the ballots must agree: more than half, two thirds or all of them. */
export const agreementRules = ['majority', 'two-thirds', 'unanimous'] as const
export type AgreementRule = (typeof agreementRules)[number]
/** At the deadline without quorum: the deadline moves on, or whoever has not cast is replaced. */
export const lateWays = ['extend', 'replace'] as const

/** Days in which a mark may be appealed; appeals a rater may lose; hours in which somebody answers whether one is heard. */
const appealDays = Type.Integer({ minimum: 1, maximum: 365 })
const appeals = Type.Integer({ minimum: 0, maximum: 1000 })
const appealHours = Type.Integer({ minimum: 1, maximum: 24 * 60 })
const settling = {
  seats: Type.Integer({ minimum: 1, maximum: 9 }),
  thirdOnConflict: Type.Boolean(),
  quorum: Type.Integer({ minimum: 1, maximum: 9 }),
  rule: oneOf(agreementRules),
  rounds: Type.Integer({ minimum: 1, maximum: 9 }),
  hours: Type.Integer({ minimum: 1, maximum: 24 * 60 }),
  late: oneOf(lateWays),
  /** Members who may chair; nobody named: whoever is seated first. */
  chairs: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
  consentHours: Type.Integer({ minimum: 0, maximum: 168 }),
  opinionHours: Type.Integer({ minimum: 0, maximum: 720 }),
  unheardDays: Type.Integer({ minimum: 1, maximum: 365 }),
  minutesPerDispute: Type.Integer({ minimum: 1, maximum: 480 }),
  panelMinutesPerWeek: Type.Integer({ minimum: 10, maximum: 10_000 }),
  stands: Type.Integer({ minimum: 0, maximum: 1000 }),
  sample: Type.Integer({ minimum: 0, maximum: 10_000 }),
  graceDays: Type.Integer({ minimum: 0, maximum: 365 }),
}
/** How a project settles its disputes; versioned, and frozen on each dispute when it opens. Times in hours and days. */
export const Policy = schemaOf(() =>
  Type.Object(
    { version: Type.Integer({ minimum: 1 }), ...settling, appealDays, appeals, appealHours },
    { additionalProperties: false },
  ),
)
export type Policy = Type.Static<typeof Policy>

/** DESIGN §3: two seats, a third when they differ, 72 hours, at most three rounds. */
export const defaultPolicy: Policy = {
  version: 1,
  seats: 2,
  thirdOnConflict: true,
  quorum: 2,
  rule: 'majority',
  rounds: 3,
  hours: 72,
  late: 'extend',
  chairs: [],
  consentHours: 24,
  opinionHours: 72,
  unheardDays: 30,
  minutesPerDispute: 7,
  panelMinutesPerWeek: 100,
  stands: 5,
  sample: 20,
  graceDays: 7,
  appealDays: 14,
  appeals: 3,
  appealHours: 72,
}

export const policyCommands = {
  'policy.set': {
    /** What is not said of appeals stays as it was. */
    input: schemaOf(() =>
      Type.Object(
        {
          ...settling,
          appealDays: Type.Optional(appealDays),
          appeals: Type.Optional(appeals),
          appealHours: Type.Optional(appealHours),
        },
        { additionalProperties: false },
      ),
    ),
    may: ['owner', 'lead'],
    ifMatch: true,
  },
} as const
export type PolicyFact = { kind: 'policy.set'; policy: Policy }
