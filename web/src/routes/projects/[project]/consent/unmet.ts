import { m } from '#lib/paraglide/messages.js'
import type { RequirementName } from '#shared/record.ts'

const words: Record<RequirementName, () => string> = {
  quorum: m.consent_unmet_quorum,
  'conflict-checked': m.consent_unmet_conflict,
  'clause-cited': m.consent_unmet_clause,
  'rationale-written': m.consent_unmet_rationale,
  'threads-resolved': m.consent_unmet_threads,
  'majority-error-reasoned': m.consent_unmet_majority,
}
/** Why a dispute has to be signed in its room, not from the list. */
export const unmetWord = (name: RequirementName): string => words[name]()
