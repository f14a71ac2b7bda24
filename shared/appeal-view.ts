import type { AppealBasis, AppealState } from './appeal.ts'
import type { MarkRecord } from './mark.ts'
import type { Value } from './question.ts'
import type { DecisionRecord, DisputeState } from './record.ts'
import type { RefusalCode } from './refusals.ts'
import type { Language } from './text.ts'

/** A mark as an appeal shows it. */
export type MarkSaid = Pick<MarkRecord, 'mark' | 'cause' | 'because'>
/** Who answered, where no name is told: somebody, the clock when nobody did, or the rules where nobody has to. */
export type Answerer = 'person' | 'clock' | 'rules'
export type AppealStep = { state: AppealState; at: number; by: Answerer | null; words: string }

/** An appeal as its rater, a lead, an auditor or, from the reveal on, its panel reads it. */
export type AppealView = {
  id: string
  basis: AppealBasis
  /** The dispute, the gold answer or the review that is challenged. */
  target: string
  item: string
  external: string
  snippet: string
  language: string | null
  tags: string[]
  questions: string[]
  /** The votes it covers: the mark it was filed against, and what is said of them now; null: nothing. */
  votes: { vote: string; question: string; value: Value; was: MarkSaid | null; now: MarkSaid | null }[]
  /** The id of the rater's tool for leads and owners; for a panel and auditors the letter of this item; '' for oneself. */
  rater: string
  mine: boolean
  onBehalf: boolean
  /** Names, for leads and owners alone. */
  by: string | null
  answeredByName: string | null
  answeredBy: Answerer | null
  /** Nobody uninvolved was left to answer it. */
  fallback: boolean
  clause: { id: string; number: string } | null
  state: AppealState
  reason: string
  filedAt: number
  /** Filed: until when somebody answers, else the clock admits it. Admitted: until when somebody must be found to hear it. */
  due: number
  answeredAt: number | null
  /** Of a decision, the dispute it was made in. */
  first: string | null
  hearing: { dispute: string; state: DisputeState; round: number } | null
  /** Everything that became of it, the oldest first, with what was said. */
  steps: AppealStep[]
  /** Why whoever reads this may not do it now; null: they may. */
  may: Record<'admit' | 'refuse' | 'withdraw' | 'return', RefusalCode | null>
}
export type HeardDecision = Pick<
  DecisionRecord,
  | 'id'
  | 'question'
  | 'kind'
  | 'values'
  | 'causes'
  | 'clauses'
  | 'guideline'
  | 'state'
  | 'signedAt'
  | 'consent'
> & { dispute: string; rationale: string }
/** One appeal, with the decisions it is about and those that answer it: as far as whoever reads may. */
export type AppealPage = AppealView & { before: HeardDecision[]; after: HeardDecision[] }

export type MyAppeals = {
  rows: AppealView[]
  /** Appeals one rater may lose, and what is left of them over all of one's raters. */
  quota: number
  left: number
  /** Days in which a mark can be appealed, hours in which somebody answers. */
  days: number
  hours: number
  /** The languages chosen to read answers in; none: any. */
  reads: Language[]
}

/** What of a vote can be appealed on one basis. Without a window there is no limit in time. */
export type AppealBasisView = {
  basis: AppealBasis
  may: boolean
  why: RefusalCode | null
  /** The sentence to `why`, with its numbers, in the language asked for. */
  words: string | null
  opens: number | null
  closes: number | null
  left: number
  quota: number
  hours: number
  /** Votes that `whole` would cover. */
  covers: number
}
export type WhyAppeal = {
  bases: AppealBasisView[]
  own: AppealView[]
  /** The answer is in no language this rater chose to read: the window has not opened. */
  needsTranslation: boolean
  /** The language the answer was written in, and its translations. */
  language: Language | null
  translations: { language: Language; text: string; at: number }[]
}
/** What was said of a vote over time, the oldest first: `since`, `until` are entry numbers, `until` null now. */
export type MarkSpan = MarkSaid & {
  basis: MarkRecord['basis']
  decision: string | null
  since: number
  until: number | null
  at: number
}

/** A decision whose answer somebody waits to read. */
export type AwaitingTranslation = {
  decision: string
  dispute: string
  item: string
  external: string
  question: string
  language: Language
  wanted: Language[]
  raters: number
  /** The words to translate: the rationale, or the arguments where it was signed by consent. */
  text: string
  signedAt: number
}
