import type { BallotAnswer, Cause } from '#shared/answer.ts'
import type { Block } from '#shared/content.ts'
import type { Audience, LiveEvent } from '#shared/events.ts'
import type { ClauseText } from '#shared/guideline.ts'
import type { ImportCounts } from '#shared/import-run.ts'
import type { Basis, Because, MarkWord } from '#shared/mark.ts'
import type { Role } from '#shared/member.ts'
import type { Policy } from '#shared/policy.ts'
import type { Question, Value } from '#shared/question.ts'
import type { Causes, Chosen, DecisionKind, DecisionState, DisputeState, SeatState } from '#shared/record.ts'
import type { Bilingual } from '#shared/text.ts'
import type * as columns from './columns.sqlite.ts'

/**
 * Every table, written once; the two column modules give it a dialect. Rows that can change carry `since` and `until`
 * entry numbers: the present is `until` null. Rows that came with an import are seen once the import has its `seq`.
 */
export function defineSchema(c: typeof columns) {
  const { table, string, maybeString, number, maybeNumber, maybeReal, json, index, primaryKey, uniqueIndex } =
    c
  const span = () => ({ since: number(), until: maybeNumber() })

  // The installation
  const project = table(
    'project',
    { id: string().primaryKey(), key: string(), name: json<Bilingual>(), seq: number(), at: number() },
    (t) => [uniqueIndex('project_key').on(t.key)],
  )
  const person = table(
    'person',
    {
      id: string().primaryKey(),
      name: string(),
      login: maybeString(),
      password: maybeString(),
      owner: number(),
      locale: string(),
      createdAt: number(),
    },
    (t) => [uniqueIndex('person_login').on(t.login)],
  )
  const session = table(
    'session',
    {
      id: string().primaryKey(),
      person: string(),
      secret: string(),
      createdAt: number(),
      seenAt: number(),
      endedAt: maybeNumber(),
      agent: string(),
    },
    (t) => [index('session_person').on(t.person)],
  )
  const token = table('token', {
    id: string().primaryKey(),
    person: string(),
    project: string(),
    name: string(),
    secret: string(),
    scopes: json<string[]>(),
    expiresAt: number(),
    endedAt: maybeNumber(),
  })
  const link = table(
    'link',
    {
      id: string().primaryKey(),
      project: string(),
      purpose: string(),
      secret: string(),
      name: string(),
      roles: json<Role[]>(),
      rater: maybeString(),
      person: maybeString(),
      madeBy: string(),
      expiresAt: number(),
      usedAt: maybeNumber(),
    },
    (t) => [index('link_project').on(t.project)],
  )

  // The log
  const logEntry = table(
    'log_entry',
    { project: string(), seq: number(), body: string(), leaf: string() },
    (t) => [primaryKey({ columns: [t.project, t.seq] })],
  )
  const logNode = table(
    'log_node',
    { project: string(), level: number(), idx: number(), hash: string() },
    (t) => [primaryKey({ columns: [t.project, t.level, t.idx] })],
  )
  const payload = table(
    'payload',
    { project: string(), seq: number(), part: string(), salt: maybeString(), bytes: maybeString() },
    (t) => [primaryKey({ columns: [t.project, t.seq, t.part] })],
  )
  const event = table(
    'event',
    {
      project: string(),
      seq: number(),
      n: number(),
      at: number(),
      audience: json<Audience>(),
      body: json<LiveEvent>(),
    },
    (t) => [primaryKey({ columns: [t.project, t.seq, t.n] })],
  )
  const idempotency = table(
    'idempotency',
    {
      project: string(),
      actor: string(),
      key: string(),
      hash: string(),
      status: number(),
      answer: string(),
      at: number(),
    },
    (t) => [primaryKey({ columns: [t.project, t.actor, t.key] })],
  )

  // People in a project, and how it works
  const member = table(
    'member',
    { project: string(), id: string(), person: string(), roles: json<Role[]>(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('member_person').on(t.person)],
  )
  const raterLink = table(
    'rater_link',
    { project: string(), rater: string(), member: string(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.rater, t.since] })],
  )
  const question = table(
    'question',
    { project: string(), key: string(), body: json<Question>(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.key, t.since] })],
  )
  const policy = table('policy', { project: string(), body: json<Policy>(), ...span() }, (t) => [
    primaryKey({ columns: [t.project, t.since] }),
  ])
  const guideline = table(
    'guideline',
    {
      project: string(),
      version: number(),
      hash: string(),
      language: string(),
      note: string(),
      bindsFrom: maybeNumber(),
      publishedAt: number(),
      since: number(),
    },
    (t) => [primaryKey({ columns: [t.project, t.version] })],
  )
  const clause = table(
    'clause',
    {
      project: string(),
      version: number(),
      id: string(),
      position: number(),
      level: number(),
      number: string(),
      texts: json<Record<string, ClauseText>>(),
    },
    (t) => [primaryKey({ columns: [t.project, t.version, t.id] })],
  )

  // What raters said
  const mapping = table(
    'mapping',
    { project: string(), name: string(), body: json<unknown>(), ...span() },
    (t) => [primaryKey({ columns: [t.project, t.name, t.since] })],
  )
  const imports = table(
    'import',
    {
      project: string(),
      id: string().primaryKey(),
      source: string(),
      file: string(),
      format: string(),
      sha256: string(),
      state: string(),
      counts: json<ImportCounts>(),
      root: maybeString(),
      startedAt: number(),
      endedAt: maybeNumber(),
      by: string(),
      seq: maybeNumber(),
      until: maybeNumber(),
    },
    (t) => [index('import_project').on(t.project)],
  )
  const item = table(
    'item',
    {
      project: string(),
      id: string(),
      external: string(),
      language: maybeString(),
      tags: json<string[]>(),
      expected: maybeNumber(),
      content: json<Block[]>(),
      import: string(),
      until: maybeNumber(),
    },
    (t) => [
      primaryKey({ columns: [t.id, t.import] }),
      index('item_external').on(t.project, t.external),
      index('item_import').on(t.import),
    ],
  )
  const rater = table(
    'rater',
    { project: string(), id: string().primaryKey(), external: string(), kind: string(), import: string() },
    (t) => [index('rater_external').on(t.project, t.external), index('rater_import').on(t.import)],
  )
  const vote = table(
    'vote',
    {
      project: string(),
      id: string().primaryKey(),
      item: string(),
      question: string(),
      rater: string(),
      ref: string(),
      value: string(),
      note: maybeString(),
      confidence: maybeReal(),
      at: maybeNumber(),
      seconds: maybeReal(),
      version: maybeNumber(),
      salt: maybeString(),
      import: string(),
      supersedes: maybeString(),
      late: number(),
      until: maybeNumber(),
    },
    (t) => [
      index('vote_item').on(t.item),
      index('vote_rater').on(t.rater),
      index('vote_import').on(t.import),
    ],
  )
  const stand = table(
    'stand',
    {
      project: string(),
      id: string(),
      vote: string(),
      rater: string(),
      item: string(),
      question: string(),
      note: string(),
      upheld: maybeNumber(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] })],
  )
  const closure = table(
    'closure',
    {
      project: string(),
      id: string(),
      item: string(),
      question: string(),
      reason: string(),
      by: string(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] })],
  )
  const sample = table(
    'sample',
    {
      project: string(),
      id: string(),
      item: string(),
      week: string(),
      seed: number(),
      stratum: string(),
      probability: maybeReal(),
      since: number(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.item] })],
  )

  // The panel's work
  const dispute = table(
    'dispute',
    {
      project: string(),
      id: string(),
      item: string(),
      questions: json<string[]>(),
      chosen: string().$type<Chosen>(),
      probability: maybeReal(),
      state: string().$type<DisputeState>(),
      round: number(),
      policy: json<Policy>(),
      guideline: maybeNumber(),
      openedAt: number(),
      openedBy: string(),
      deadline: maybeNumber(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('dispute_item').on(t.project, t.item)],
  )
  const disputeVote = table(
    'dispute_vote',
    {
      project: string(),
      dispute: string(),
      vote: string(),
      rater: string(),
      question: string(),
      value: string(),
      version: maybeNumber(),
      at: maybeNumber(),
      late: number(),
      since: number(),
    },
    (t) => [primaryKey({ columns: [t.dispute, t.vote] }), index('dispute_vote_vote').on(t.vote)],
  )
  const seat = table(
    'seat',
    {
      project: string(),
      id: string(),
      dispute: string(),
      letter: string(),
      member: string(),
      chair: number(),
      notBlind: number(),
      fromRound: number(),
      state: string().$type<SeatState>(),
      ...span(),
    },
    (t) => [primaryKey({ columns: [t.project, t.id, t.since] }), index('seat_dispute').on(t.dispute)],
  )
  const ballot = table(
    'ballot',
    {
      project: string(),
      id: string().primaryKey(),
      dispute: string(),
      round: number(),
      seat: string(),
      casting: number(),
      answers: json<BallotAnswer[]>(),
      arguments: json<Record<string, string>>(),
      castAt: number(),
      since: number(),
    },
    (t) => [uniqueIndex('ballot_casting').on(t.dispute, t.round, t.seat, t.casting)],
  )
  const decision = table(
    'decision',
    {
      project: string(),
      id: string(),
      dispute: string(),
      round: number(),
      item: string(),
      question: string(),
      kind: string().$type<DecisionKind>(),
      values: json<{ value: Value; weight: number }[]>(),
      causes: json<Causes>(),
      clauses: json<string[]>(),
      guideline: maybeNumber(),
      ballots: json<string[]>(),
      rationale: string(),
      state: string().$type<DecisionState>(),
      alike: number(),
      signedBy: maybeString(),
      signedAt: maybeNumber(),
      reason: maybeString(),
      supersedes: maybeString(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.id, t.since] }),
      index('decision_dispute').on(t.dispute),
      index('decision_item').on(t.project, t.item),
    ],
  )
  const mark = table(
    'mark',
    {
      project: string(),
      vote: string(),
      rater: string(),
      item: string(),
      question: string(),
      basis: string().$type<Basis>(),
      mark: string().$type<MarkWord>(),
      cause: maybeString().$type<Cause>(),
      because: string().$type<Because>(),
      decision: maybeString(),
      ...span(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.vote, t.basis, t.since] }),
      index('mark_rater').on(t.rater),
      index('mark_decision').on(t.decision),
    ],
  )

  return {
    project,
    person,
    session,
    token,
    link,
    logEntry,
    logNode,
    payload,
    event,
    idempotency,
    member,
    raterLink,
    question,
    policy,
    guideline,
    clause,
    mapping,
    imports,
    item,
    rater,
    vote,
    stand,
    closure,
    sample,
    dispute,
    disputeVote,
    seat,
    ballot,
    decision,
    mark,
  }
}
export type Schema = ReturnType<typeof defineSchema>
export type TableName = keyof Schema
