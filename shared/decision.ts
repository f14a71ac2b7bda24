import Type from 'typebox'
import { type BallotAnswer, position } from './answer.ts'
import type { AppealState } from './appeal.ts'
import type { NamedCause } from './cause.ts'
import type { AgreementRule } from './policy.ts'
import { canonical, type Question, questionType, type Value } from './question.ts'
import type { BallotRecord, DecisionKind, DecisionRecord, DisputeVote, RequirementName } from './record.ts'
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
      consent: boolean
      overridden: RequirementName[]
      rationale?: string
      /** The appeal it answers, and how. */
      appeal?: string
      answered?: AppealState
    }
  /** Out of the consent list, before or within a day after it was signed: it has to be written up. */
  | { kind: 'decision.pulled'; dispute: string; decisions: string[]; by: string }

/** Decisions that one signature may take from the consent list. */
export const CONSENT_AT_ONCE = 100
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
  'decision.consent': {
    input: Type.Object(
      { disputes: Type.Array(Id, { minItems: 1, maxItems: CONSENT_AT_ONCE, uniqueItems: true }) },
      { additionalProperties: false },
    ),
    may: ['panelist', 'lead'],
  },
  'decision.pull': {
    input: Type.Object(
      { dispute: Id, reason: Type.String({ minLength: 1, maxLength: 2000 }) },
      { additionalProperties: false },
    ),
    may: ['panelist', 'lead'],
  },
} as const

export type Outcome = Pick<DecisionRecord, 'kind' | 'values' | 'causes' | 'clauses' | 'alike' | 'voteCauses'>
type Opened = { ballot: BallotRecord; answer: BallotAnswer }

/** More than half of what is counted, or nothing. */
function mostOf<T>(things: readonly T[], rule: AgreementRule = 'majority'): T | undefined {
  const count = new Map<T, number>()
  for (const thing of things) count.set(thing, (count.get(thing) ?? 0) + 1)
  return [...count].find(([, n]) => enough[rule](n, things.length))?.[0]
}
const enough: Record<AgreementRule, (n: number, of: number) => boolean> = {
  majority: (n, of) => n * 2 > of,
  'two-thirds': (n, of) => n * 3 >= of * 2,
  unanimous: (n, of) => n === of,
}

/** What else a round is read with: the policy's rule, and causes that seats named when the camps were known. */
export type Reading = {
  last: boolean
  rule: AgreementRule
  named: readonly NamedCause[]
  votes: readonly DisputeVote[]
}

/**
 * What the ballots of a round come to on one question: an outcome, or nothing when another round must follow.
 * As many as the policy asks for, agreeing in kind and values, decide. There is no casting vote: after the last round a
 * tie between values is `several-valid` with the ballots' shares as weights, any other is `irresolvable` (DESIGN §3).
 */
export function outcome(
  question: Question,
  ballots: readonly BallotRecord[],
  split: Pick<Split, 'camps' | 'majority'>,
  { last, rule, named, votes }: Reading,
): Outcome | undefined {
  const opened: Opened[] = ballots.flatMap((ballot) =>
    (ballot.answers ?? [])
      .filter((answer) => answer.question === question.key)
      .map((answer) => ({ ballot, answer })),
  )
  if (opened.length === 0) return
  const positions = opened.map(({ answer }) => position(answer))
  const winning = mostOf(positions, rule)
  if (winning === undefined) return last ? withoutMajority(question, opened, split, named) : undefined
  const winners = opened.filter((_one, i) => positions[i] === winning)
  const alike =
    winners.length === opened.length &&
    new Set(winners.map(({ answer }) => `${answer.cause}|${[...answer.clauses].sort()}`)).size === 1
  return { ...settled(question, winners, split, { named, votes }), alike }
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
  { named, votes }: Pick<Reading, 'named' | 'votes'>,
): Omit<Outcome, 'alike'> {
  const { kind, values } = winners[0]!.answer
  const own = named.filter((one) => one.question === question.key)
  const causeOf = (camp: Value) =>
    mostOf(winners.map(({ ballot, answer }) => onCamp(question, own, ballot.seat, camp) ?? answer.cause)) ??
    null
  const clauses = [...new Set(winners.flatMap(({ answer }) => answer.clauses))].sort()
  const right = (value: Value) => values.some((one) => agrees(question, one.value, value))
  const judged = !['irresolvable', 'defective', 'out-of-scope'].includes(kind)
  const causes = judged
    ? split.camps
        .filter((camp) => !right(camp.value))
        .map(({ value }) => ({ camp: value, cause: causeOf(value) }))
    : []
  return {
    kind: nameOf(question, kind, values, split),
    values: kind === 'several' ? weighed(values) : values.map(({ value }) => ({ value, weight: 100 })),
    causes,
    clauses,
    voteCauses: judged ? causesOfVotes(question, winners, own, votes, causes) : [],
  }
}

/** The cause that a seat named for a camp since the reveal. */
const onCamp = (question: Question, named: readonly NamedCause[], seat: string, camp: Value) =>
  named.find(
    (one) =>
      one.question === question.key &&
      one.seat === seat &&
      one.camp !== null &&
      agrees(question, one.camp, camp),
  )?.cause

/** Votes for which most of those who carried the decision named a cause other than their camp's. */
function causesOfVotes(
  question: Question,
  winners: readonly Opened[],
  named: readonly NamedCause[],
  votes: readonly DisputeVote[],
  causes: Outcome['causes'],
): Outcome['voteCauses'] {
  return [...new Set(named.flatMap(({ vote }) => vote ?? []))].sort().flatMap((id) => {
    const vote = votes.find((one) => one.vote === id)
    const camp = causes.find((one) => vote && agrees(question, one.camp, vote.value))
    if (!camp) return []
    const cause = mostOf(
      winners.map(
        ({ ballot }) => named.find((one) => one.seat === ballot.seat && one.vote === id)?.cause ?? camp.cause,
      ),
    )
    return cause && cause !== camp.cause ? [{ vote: id, cause }] : []
  })
}

const weighed = (values: BallotAnswer['values']) => values.map(({ value, weight }) => ({ value, weight }))

/** What an answer is called, by how the votes divide: whom it upholds, or that nobody gave it. */
export function nameOf(
  question: Question,
  kind: BallotAnswer['kind'],
  values: readonly { value: Value }[],
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
  named: readonly NamedCause[],
): Outcome {
  const clauses = [...new Set(opened.flatMap(({ answer }) => answer.clauses))].sort()
  if (opened.some(({ answer }) => answer.kind !== 'value'))
    return { kind: 'irresolvable', values: [], causes: [], clauses, alike: false, voteCauses: [] }
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
    .map(({ value }) => ({
      camp: value,
      // Nobody carried it, so nobody's ballot speaks for the panel: only what most seats name since counts.
      cause: mostOf(opened.map(({ ballot }) => onCamp(question, named, ballot.seat, value) ?? null)) ?? null,
    }))
  return { kind: 'several-valid', values, causes, clauses, alike: false, voteCauses: [] }
}

/** Equal within the question's tolerance: right means within it. */
export const agrees = (question: Question, a: Value, b: Value): boolean =>
  questionType(question.type).agrees(question, a, b)
