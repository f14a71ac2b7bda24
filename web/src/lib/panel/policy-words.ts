import { m } from '#lib/paraglide/messages.js'
import { listed } from '#lib/words.ts'
import type { AgreementRule, Policy } from '#shared/policy.ts'

export type PolicyField = Exclude<keyof Policy, 'version' | 'thirdOnConflict'>
type Say = (policy: Policy, names: Record<string, string>) => [what: string, consequence: string]

const rules: Record<AgreementRule, [() => string, () => string]> = {
  majority: [m.policy_rule_majority, m.policy_rule_majority_about],
  'two-thirds': [m.policy_rule_two_thirds, m.policy_rule_two_thirds_about],
  unanimous: [m.policy_rule_unanimous, m.policy_rule_unanimous_about],
}
export const ruleWord = (rule: AgreementRule): string => rules[rule][0]()

/** Each field as a short line, the number first, and what it brings about. */
const says: Record<PolicyField, Say> = {
  seats: ({ seats: count, thirdOnConflict }) => [
    m.policy_seats({ count }),
    thirdOnConflict ? m.policy_seats_third({ count }) : m.policy_seats_only({ count }),
  ],
  chairs: ({ chairs }, names) =>
    chairs.length === 0
      ? [m.policy_chairs_first(), m.policy_chairs_first_about()]
      : [
          m.policy_chairs_named({ count: chairs.length }),
          m.policy_chairs_named_about({ names: listed(chairs.map((member) => names[member] ?? '–')) }),
        ],
  hours: ({ hours: count }) => [m.policy_hours({ count }), m.policy_hours_about()],
  quorum: ({ quorum: count, seats, thirdOnConflict }) => [
    m.policy_quorum({ count }),
    count > seats + (thirdOnConflict ? 1 : 0) ? m.policy_quorum_above() : m.policy_quorum_about({ count }),
  ],
  late: ({ late, hours: count }) =>
    late === 'extend'
      ? [m.policy_late_extend(), m.policy_late_extend_about({ count })]
      : [m.policy_late_replace(), m.policy_late_replace_about()],
  rule: ({ rule }) => [rules[rule][0](), rules[rule][1]()],
  rounds: ({ rounds: count }) => [m.policy_rounds({ count }), m.policy_rounds_about()],
  consentHours: ({ consentHours: count }) => [m.policy_consent({ count }), m.policy_consent_about()],
  opinionHours: ({ opinionHours: count }) => [m.policy_opinion({ count }), m.policy_opinion_about()],
  unheardDays: ({ unheardDays: count }) => [m.policy_unheard({ count }), m.policy_unheard_about()],
  minutesPerDispute: ({ minutesPerDispute: count, panelMinutesPerWeek: minutes }) => [
    m.policy_minutes({ count }),
    m.policy_minutes_about({ minutes }),
  ],
  panelMinutesPerWeek: ({ panelMinutesPerWeek: count }) => [
    m.panel_minutes_given({ count }),
    m.policy_week_about(),
  ],
  stands: ({ stands: count }) => [m.policy_stands({ count }), m.policy_stands_about()],
  sample: ({ sample: count }) => [m.policy_sample({ count }), m.policy_sample_about()],
  graceDays: ({ graceDays: count }) => [m.policy_grace({ count }), m.policy_grace_about()],
  appealDays: ({ appealDays: count }) => [m.policy_appeal_days({ count }), m.policy_appeal_days_about()],
  appeals: ({ appeals: count }) => [m.policy_appeals({ count }), m.policy_appeals_about()],
  appealHours: ({ appealHours: count }) => [m.policy_appeal_hours({ count }), m.policy_appeal_hours_about()],
}
export const sayField = (field: PolicyField, policy: Policy, names: Record<string, string>) =>
  says[field](policy, names)

export const policyGroups: { word: () => string; fields: PolicyField[] }[] = [
  { word: m.policy_group_panel, fields: ['seats', 'chairs'] },
  { word: m.policy_group_rounds, fields: ['hours', 'quorum', 'late', 'rule', 'rounds'] },
  { word: m.policy_group_after, fields: ['consentHours', 'opinionHours', 'unheardDays'] },
  { word: m.policy_group_capacity, fields: ['minutesPerDispute', 'panelMinutesPerWeek'] },
  { word: m.policy_group_votes, fields: ['stands', 'sample', 'graceDays'] },
  { word: m.policy_group_appeals, fields: ['appealDays', 'appeals', 'appealHours'] },
]
const everyField = policyGroups.flatMap(({ fields }) => fields)

/** The fields in which two versions differ; that one more is seated belongs to the seats. */
export function differences(was: Policy, now: Policy): PolicyField[] {
  const told = (policy: Policy, field: PolicyField) =>
    JSON.stringify(field === 'seats' ? [policy.seats, policy.thirdOnConflict] : policy[field])
  return everyField.filter((field) => told(was, field) !== told(now, field))
}

/** Another's version with what was changed here kept: where both changed a field, this screen's stands, to be looked at. */
export function taken(base: Policy, mine: Policy, theirs: Policy): Policy {
  const kept = Object.fromEntries(
    Object.entries(mine).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(base[key as keyof Policy]),
    ),
  )
  return { ...theirs, ...kept, version: theirs.version }
}
