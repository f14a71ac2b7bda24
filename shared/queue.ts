import Type from 'typebox'
import type { Question, Value } from './question.ts'
import { type Reason, sayReasons } from './reason.ts'
import { Id, type Language, oneOf, orNull, QuestionKey } from './text.ts'

export const queueLanes = ['majority', 'lone', 'tie', 'sample', 'all'] as const
export type QueueLane = (typeof queueLanes)[number]
export const queueSorts = ['majority-wrong', 'dissent', 'margin', 'entropy', 'votes'] as const
export type QueueSort = (typeof queueSorts)[number]
export const queueStates = [
  ...(['unanimous', 'majority', 'tie', 'incomplete'] as const),
  ...(['in-dispute', 'decided', 'reopened', 'closed'] as const),
] as const
export type QueueState = (typeof queueStates)[number]

/** Rows nobody has begun to settle: what the lanes and pairs count. */
export const openStates: readonly QueueState[] = ['unanimous', 'majority', 'tie', 'incomplete']

/** Counting stops here and the total says so. */
export const TOTAL_LIMIT = 10_000
export const PAGE_LIMIT = 200
export const SEARCH_LENGTH = 200

const Short = Type.String({ minLength: 1, maxLength: 1_100 })

/** Everything the address of a queue page can say. A lane without a state lists only what is open. */
export const QueueQuery = Type.Object(
  {
    lane: Type.Optional(oneOf(queueLanes)),
    sort: Type.Optional(oneOf(queueSorts)),
    state: Type.Optional(oneOf(queueStates)),
    question: Type.Optional(QuestionKey),
    /** Words that all stand in the item's text or its external id, in whole or in part. */
    q: Type.Optional(Type.String({ maxLength: SEARCH_LENGTH })),
    /** Two values as `pairOf` writes them. */
    pair: Type.Optional(Short),
    language: Type.Optional(Short),
    tag: Type.Optional(Short),
    /** At least so many votes. */
    least: Type.Optional(Type.Integer({ minimum: 0 })),
    after: Type.Optional(Type.String({ maxLength: 500 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_LIMIT, default: 50 })),
  },
  { additionalProperties: false },
)
export type QueueQuery = Type.Static<typeof QueueQuery>

const AnyValue = Type.Unsafe<Value>({})
export const QueueRow = Type.Object({
  item: Type.String(),
  external: Type.String(),
  question: Type.String(),
  snippet: Type.String(),
  language: orNull(Type.String()),
  tags: Type.Array(Type.String()),
  lane: orNull(oneOf(['majority', 'lone', 'tie'] as const)),
  sampled: Type.Boolean(),
  /** Larger first. */
  camps: Type.Array(Type.Object({ value: AnyValue, votes: Type.Integer() })),
  majority: Type.Unsafe<Value | null>({}),
  margin: Type.Number(),
  entropy: Type.Number(),
  /** The place among the question's undecided majorities, 1 the likeliest wrong; null for every other row. */
  rank: orNull(Type.Integer()),
  /** Orders the queue; people are shown the rank and the reasons, never this as a percentage. */
  pMajorityWrong: orNull(Type.Number()),
  reasons: Type.Array(Type.Unsafe<Reason>({ type: 'object', additionalProperties: true })),
  state: oneOf(queueStates),
  votes: Type.Integer(),
  expected: orNull(Type.Integer()),
  dispute: orNull(Id),
  closure: orNull(Id),
  stood: Type.Boolean(),
})
export type QueueRow = Type.Static<typeof QueueRow>

/** Which entry the estimates were learned at, and when. */
export const Rebuilt = Type.Object({ seq: Type.Integer(), at: Type.Integer() })
export const QueuePage = Type.Object({
  total: Type.Integer(),
  /** There are more than `total`. */
  totalIsFloor: Type.Boolean(),
  rebuilt: Rebuilt,
  next: orNull(Type.String()),
  rows: Type.Array(QueueRow),
})
export type QueuePage = Type.Static<typeof QueuePage>

/** How many open rows the two values divide. */
export const QueuePair = Type.Object({
  question: Type.String(),
  a: AnyValue,
  b: AnyValue,
  n: Type.Integer(),
})
export type QueuePair = Type.Static<typeof QueuePair>
export const LaneCounts = Type.Object({
  majority: Type.Integer(),
  lone: Type.Integer(),
  tie: Type.Integer(),
  sample: Type.Integer(),
  all: Type.Integer(),
})
export type LaneCounts = Type.Static<typeof LaneCounts>

const plain = (value: Value) => (Array.isArray(value) ? value.join('+') : String(value))
/** The two values of a confusion pair as the address writes them: `a~b`, whichever of them is the larger camp. */
export function pairOf(a: Value, b: Value): string {
  const [left, right] = [plain(a), plain(b)]
  return left <= right ? `${left}~${right}` : `${right}~${left}`
}

/** What `gogi queue --json` prints of a page: external ids, and the reasons as sentences. */
export function queueDocument(page: QueuePage, questions: readonly Question[], language: Language) {
  const known = new Map(questions.map((question) => [question.key, question]))
  const rows = page.rows.map((row) => ({
    item: row.external,
    question: row.question,
    lane: row.lane,
    camps: row.camps,
    majority: row.majority,
    margin: row.margin,
    entropy: row.entropy,
    pMajorityWrong: row.pMajorityWrong,
    reasons: row.reasons.map((reason) => sayReasons(known.get(row.question)!, [reason], language)),
    state: row.state,
  }))
  return { total: page.total, rows }
}
