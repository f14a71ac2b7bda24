import { agrees, nameOf, type Outcome } from './decision.ts'
import type { Question } from './question.ts'
import type { DecisionRecord, DisputeVote } from './record.ts'
import { split } from './split.ts'
import { ballotKindOf } from './talk.ts'

/**
 * What a decision comes to for another case that is alike: the same values, called by how that case's own votes divide.
 * A losing camp has the cause that the same answer had there; of an answer nobody gave there nothing was said, which
 * excuses.
 */
export function outcomeFollowing(
  question: Question,
  followed: Pick<DecisionRecord, 'kind' | 'values' | 'causes' | 'clauses'>,
  votes: readonly DisputeVote[],
): Outcome {
  const own = votes.filter((vote) => vote.question === question.key && !vote.late)
  const divided = split(
    question,
    own.map(({ value }) => value),
  )
  const judged = !['irresolvable', 'defective', 'out-of-scope'].includes(followed.kind)
  const losing = divided.camps.filter(
    (camp) => judged && !followed.values.some(({ value }) => agrees(question, value, camp.value)),
  )
  return {
    kind: nameOf(question, ballotKindOf(followed), followed.values, divided),
    values: followed.values,
    causes: losing.map(({ value: camp }) => ({
      camp,
      cause: followed.causes.find((one) => agrees(question, one.camp, camp))?.cause ?? null,
    })),
    clauses: followed.clauses,
    alike: false,
    voteCauses: [],
  }
}
