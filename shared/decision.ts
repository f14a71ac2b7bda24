import Type from 'typebox'
import { type BallotAnswer, position } from './answer.ts'
import { canonical, type Question, questionType, type Value } from './question.ts'
import type { BallotRecord, DecisionKind, DecisionRecord } from './record.ts'
import type { Split } from './split.ts'
import { Id } from './text.ts'

export type DecisionFact =
  | { kind: 'decision.drafted'; dispute: string; decision: DecisionRecord }
  | {
      kind: 'decision.signed'
      dispute: string
      decisions: string[]
      by: string
      at: number
      rationale?: string
    }

export const RATIONALE_LENGTH = 20_000
export const decisionCommands = {
  'decision.sign': {
    input: Type.Object(
      {
        dispute: Id,
        rationale: Type.String({ maxLength: RATIONALE_LENGTH }),
        reason: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
      },
      { additionalProperties: false },
    ),
    may: ['panelist', 'lead'],
    ifMatch: true,
  },
} as const

export type Outcome = Pick<DecisionRecord, 'kind' | 'values' | 'causes' | 'clauses' | 'alike'>
type Opened = { ballot: BallotRecord; answer: BallotAnswer }

/** More than half of what is counted, or nothing. */
function mostOf<T>(things: readonly T[]): T | undefined {
  const count = new Map<T, number>()
  for (const thing of things) count.set(thing, (count.get(thing) ?? 0) + 1)
  return [...count].find(([, n]) => n * 2 > things.length)?.[0]
}

/**
 * What the ballots of a round come to on one question: an outcome, or nothing when another round must follow.
 * More than half agreeing in kind and values decide. There is no casting vote: after the last round a tie between
 * values is `several-valid` with the ballots' shares as weights, any other is `irresolvable` (DESIGN §3).
 */
export function outcome(
  question: Question,
  ballots: readonly BallotRecord[],
  split: Pick<Split, 'camps' | 'majority'>,
  last: boolean,
): Outcome | undefined {
  const opened: Opened[] = ballots.flatMap((ballot) =>
    (ballot.answers ?? [])
      .filter((answer) => answer.question === question.key)
      .map((answer) => ({ ballot, answer })),
  )
  if (opened.length === 0) return
  const positions = opened.map(({ answer }) => position(answer))
  const winning = mostOf(positions)
  if (winning === undefined) return last ? withoutMajority(question, opened, split) : undefined
  const winners = opened.filter((_one, i) => positions[i] === winning)
  const alike =
    winners.length === opened.length &&
    new Set(winners.map(({ answer }) => `${answer.cause}|${[...answer.clauses].sort()}`)).size === 1
  return { ...settled(question, winners, split), alike }
}

/** Differences that call for a third seat: kind, value or cause (DESIGN §3). */
export function differ(question: Question, ballots: readonly BallotRecord[]): boolean {
  const answers = ballots.flatMap((ballot) =>
    (ballot.answers ?? []).filter((answer) => answer.question === question.key),
  )
  return new Set(answers.map((answer) => `${position(answer)}|${answer.cause}`)).size > 1
}

function settled(
  question: Question,
  winners: readonly Opened[],
  split: Pick<Split, 'camps' | 'majority'>,
): Omit<Outcome, 'alike'> {
  const { kind, values } = winners[0]!.answer
  const cause = mostOf(winners.map(({ answer }) => answer.cause)) ?? null
  const clauses = [...new Set(winners.flatMap(({ answer }) => answer.clauses))].sort()
  const right = (value: Value) => values.some((one) => agrees(question, one.value, value))
  const causes = ['irresolvable', 'defective', 'out-of-scope'].includes(kind)
    ? []
    : split.camps.filter((camp) => !right(camp.value)).map((camp) => ({ camp: camp.value, cause }))
  return {
    kind: nameOf(question, kind, values, split),
    values: kind === 'several' ? weighed(values) : values.map(({ value }) => ({ value, weight: 100 })),
    causes,
    clauses,
  }
}

const weighed = (values: BallotAnswer['values']) => values.map(({ value, weight }) => ({ value, weight }))

function nameOf(
  question: Question,
  kind: BallotAnswer['kind'],
  values: BallotAnswer['values'],
  split: Pick<Split, 'camps' | 'majority'>,
): DecisionKind {
  if (kind === 'several') return 'several-valid'
  if (kind !== 'value') return kind
  const value = values[0]!.value
  if (split.majority !== null && agrees(question, value, split.majority)) return 'majority-upheld'
  // On a tie there is no majority: every camp is a minority camp.
  return split.camps.some((camp) => agrees(question, value, camp.value)) ? 'minority-upheld' : 'new-answer'
}

function withoutMajority(
  question: Question,
  opened: readonly Opened[],
  split: Pick<Split, 'camps' | 'majority'>,
): Outcome {
  const clauses = [...new Set(opened.flatMap(({ answer }) => answer.clauses))].sort()
  if (opened.some(({ answer }) => answer.kind !== 'value'))
    return { kind: 'irresolvable', values: [], causes: [], clauses, alike: false }
  const shares = new Map<string, { value: Value; n: number }>()
  for (const { answer } of opened) {
    const value = answer.values[0]!.value
    const share = shares.get(canonical(value)) ?? { value, n: 0 }
    shares.set(canonical(value), { value, n: share.n + 1 })
  }
  const values = [...shares.values()].map(({ value, n }) => ({
    value,
    weight: Math.round((100 * n) / opened.length),
  }))
  const causes = split.camps
    .filter((camp) => !values.some(({ value }) => agrees(question, value, camp.value)))
    .map((camp) => ({ camp: camp.value, cause: null }))
  return { kind: 'several-valid', values, causes, clauses, alike: false }
}

/** Equal within the question's tolerance: right means within it. */
export const agrees = (question: Question, a: Value, b: Value): boolean =>
  questionType(question.type).agrees(question, a, b)
