import { m } from '#lib/paraglide/messages.js'
import type { RequirementName } from '#shared/record.ts'
import type { Requirement } from '#shared/requirement.ts'

/** A requirement as it stands, in words with its numbers. `alike`: the ballots are, and nothing has to be written. */
export function requirementWords({ name, met, params }: Requirement, alike: boolean): string {
  const { cast = 0, quorum = 0, unlinked = 0, open = 0, errors = 0, votes = 0 } = params
  switch (name) {
    case 'quorum':
      return m.requirement_quorum({ cast, quorum })
    case 'conflict-checked':
      return met ? m.requirement_conflict_met() : m.requirement_conflict_open({ count: unlinked })
    case 'clause-cited':
      return met ? m.requirement_clause_met() : m.requirement_clause_open()
    case 'rationale-written':
      if (met && alike) return m.requirement_rationale_alike()
      return met ? m.requirement_rationale_met() : m.requirement_rationale_open()
    case 'threads-resolved':
      return met ? m.requirement_threads_met() : m.requirement_threads_open({ count: open })
    case 'majority-error-reasoned':
      return m.requirement_error_open({ errors, votes })
  }
}

const shortWords: Record<RequirementName, () => string> = {
  quorum: m.requirement_quorum_name,
  'conflict-checked': m.requirement_conflict_name,
  'clause-cited': m.requirement_clause_name,
  'rationale-written': m.requirement_rationale_name,
  'threads-resolved': m.requirement_threads_name,
  'majority-error-reasoned': m.requirement_error_name,
}
/** What was not met when it was signed all the same, as it stands beside the decision for ever. */
export const overriddenWord = (name: RequirementName): string => shortWords[name]()
