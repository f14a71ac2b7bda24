import type { Question, Value } from './question.ts'
import type { DecisionRecord } from './record.ts'
import { split } from './split.ts'

export type SoftLabel = { value: Value; share: number }[]

/**
 * A decision as a distribution that adds up to 1. What is ambiguous by design keeps the distribution of its votes; where
 * no label is right there is none.
 */
export function softLabel(
  question: Question,
  { kind, values }: Pick<DecisionRecord, 'kind' | 'values'>,
  votes: readonly Value[],
): SoftLabel {
  if (kind === 'irresolvable')
    return split(question, votes).camps.map((camp) => ({
      value: camp.value,
      share: camp.votes / votes.length,
    }))
  const whole = values.reduce((sum, { weight }) => sum + weight, 0)
  return values.map(({ value, weight }) => ({ value, share: weight / whole }))
}
