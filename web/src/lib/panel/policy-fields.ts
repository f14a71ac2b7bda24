import type { PolicyField } from '#lib/panel/policy-words.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Policy } from '#shared/policy.ts'

export type NumberField = Exclude<PolicyField, 'chairs' | 'late' | 'rule'>
type Range = { label: () => string; least: number; most: number }

/** What a field that holds a number is called, and the numbers it takes, as `policy.set` does. */
export const numberFields: Record<NumberField, Range> = {
  seats: { label: m.policy_field_seats, least: 1, most: 9 },
  hours: { label: m.policy_field_hours, least: 1, most: 1440 },
  quorum: { label: m.policy_field_quorum, least: 1, most: 9 },
  rounds: { label: m.policy_field_rounds, least: 1, most: 9 },
  consentHours: { label: m.policy_field_consent, least: 0, most: 168 },
  opinionHours: { label: m.policy_field_opinion, least: 0, most: 720 },
  unheardDays: { label: m.policy_field_unheard, least: 1, most: 365 },
  minutesPerDispute: { label: m.policy_field_minutes, least: 1, most: 480 },
  panelMinutesPerWeek: { label: m.policy_field_week, least: 10, most: 10_000 },
  stands: { label: m.policy_field_stands, least: 0, most: 1000 },
  sample: { label: m.policy_field_sample, least: 0, most: 10_000 },
  graceDays: { label: m.policy_field_grace, least: 0, most: 365 },
  appealDays: { label: m.policy_field_appeal_days, least: 1, most: 365 },
  appeals: { label: m.policy_field_appeals, least: 0, most: 1000 },
  appealHours: { label: m.policy_field_appeal_hours, least: 1, most: 1440 },
}
export const isNumberField = (field: PolicyField): field is NumberField => field in numberFields

const typedNumbers = Object.keys(numberFields) as NumberField[]
export type Typed = Record<NumberField, string>
export const typedOf = (policy: Policy): Typed =>
  Object.fromEntries(typedNumbers.map((field) => [field, String(policy[field])])) as Typed

/** A number as typed, full-width digits too; nothing where it is none or out of its range. */
export function numberOf(field: NumberField, typed: string): number | undefined {
  const text = typed.normalize('NFKC').trim()
  const { least, most } = numberFields[field]
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}

/** The policy with what was typed; a field whose words are no number stays as it was. */
export const withTyped = (policy: Policy, typed: Typed): Policy => ({
  ...policy,
  ...Object.fromEntries(typedNumbers.map((field) => [field, numberOf(field, typed[field]) ?? policy[field]])),
})
export const faultsOf = (typed: Typed): NumberField[] =>
  typedNumbers.filter((field) => numberOf(field, typed[field]) === undefined)
