import Type from 'typebox'
import { Value as ValueSchema } from './question/shape.ts'
import { canonical, type Question, readValue, type Value } from './question.ts'
import { oneOf, QuestionKey } from './text.ts'

export const ballotKinds = ['value', 'several', 'irresolvable', 'none', 'defective', 'out-of-scope'] as const
export type BallotKind = (typeof ballotKinds)[number]
export const causes = [
  'rater-error',
  'guideline-gap',
  'guideline-unclear',
  'missing-context',
  'perspective',
  'item-defect',
  'edge-case',
] as const
export type Cause = (typeof causes)[number]
export const confidences = ['low', 'mid', 'high'] as const

/** One seat's answer to one question. Weights are whole per cents; a cause says why a rater may have answered otherwise. */
export const BallotAnswer = Type.Object(
  {
    question: QuestionKey,
    kind: oneOf(ballotKinds),
    values: Type.Array(
      Type.Object(
        { value: ValueSchema, weight: Type.Integer({ minimum: 1, maximum: 100 }) },
        { additionalProperties: false },
      ),
      { maxItems: 20 },
    ),
    cause: Type.Union([oneOf(causes), Type.Null()]),
    confidence: oneOf(confidences),
    clauses: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 20 }),
    noClause: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type BallotAnswer = Type.Static<typeof BallotAnswer>

/** Is what one answer says complete and on the question's scale? Returns the code of what is missing. */
export function refuseAnswer(question: Question, answer: BallotAnswer) {
  if (answer.kind === 'value' && answer.values.length !== 1) return 'one-value'
  if (answer.kind === 'several' && answer.values.length < 2) return 'several-values'
  if (answer.kind === 'several' && answer.values.reduce((sum, { weight }) => sum + weight, 0) !== 100)
    return 'weights-sum'
  if (!['value', 'several'].includes(answer.kind) && answer.values.length > 0) return 'no-values'
  if (answer.values.some(({ value }) => 'code' in readValue(question, value))) return 'value-off-scale'
  if (answer.noClause === answer.clauses.length > 0) return 'clause-or-none'
}

/** What two ballots must share to count as the same answer: kind and values. */
export function position(answer: { kind: string; values: readonly { value: Value }[] }): string {
  return `${answer.kind}:${answer.values
    .map(({ value }) => canonical(value))
    .sort()
    .join('|')}`
}
