import Type from 'typebox'
import { DAY } from './account.ts'
import { Id, Language, oneOf } from './text.ts'

/** The marks a rater may challenge. A majority mark is a measurement and says nothing that could be appealed (law 6). */
export const appealBases = ['decision', 'gold', 'review'] as const
export type AppealBasis = (typeof appealBases)[number]
/**
 * `admitted`: a fresh panel hears it. `upheld`: what was appealed stands. `overturned`: a mark it covers changed.
 * `sent-back`: the first panel has to hear it again. `lapsed`: nobody could be found to hear it, and its marks are excused.
 */
export const appealStates = [
  ...(['filed', 'admitted', 'refused', 'upheld', 'overturned'] as const),
  ...(['sent-back', 'lapsed', 'withdrawn'] as const),
] as const
export type AppealState = (typeof appealStates)[number]
export const openAppeals: readonly AppealState[] = ['filed', 'admitted']

/** A rater's challenge to marks: of one decision, one gold answer or one review. */
export type AppealRecord = {
  id: string
  basis: AppealBasis
  /** What is challenged: the dispute whose decision it is, the gold answer or the review. One appeal of it is open at a time. */
  target: string
  item: string
  questions: string[]
  /** The rater whose marks they are, and their votes that it covers. */
  rater: string
  votes: string[]
  /** The member who filed it: the rater's own, or a lead for one (`onBehalf`). */
  by: string
  onBehalf: boolean
  clause: string | null
  state: AppealState
  filedAt: number
  /** When the present stage is over: after it the clock admits what nobody answered. */
  due: number
  /** Who admitted or refused it; the clock's or the rules' word where nobody had to. */
  answeredBy: string | null
  /** Nobody uninvolved was left: whoever answered was involved, and it says so. */
  fallback: boolean
  /** The dispute in which a fresh panel hears it. */
  hearing: string | null
  answeredAt: number | null
}
export const APPEAL_WORDS = 4000

const Closed = { additionalProperties: false }
const Words = Type.String({ minLength: 1, maxLength: APPEAL_WORDS })
const One = Type.Object({ appeal: Id }, Closed)
const WithWords = Type.Object({ appeal: Id, words: Words }, Closed)
export const appealCommands = {
  /** `whole`: all of the rater's marks of the same decision, not this vote's alone. */
  'appeal.file': {
    input: Type.Object(
      {
        vote: Id,
        basis: oneOf(appealBases),
        reason: Words,
        clause: Type.Optional(Type.String({ maxLength: 20 })),
        whole: Type.Optional(Type.Boolean()),
      },
      Closed,
    ),
    may: ['rater', 'lead'],
  },
  'appeal.withdraw': { input: One, may: ['rater', 'lead'] },
  'appeal.admit': {
    input: Type.Object({ appeal: Id, words: Type.Optional(Words) }, Closed),
    may: ['lead'],
  },
  'appeal.refuse': { input: WithWords, may: ['lead'] },
  /** After the reveal, the fresh panel's chair sends the case back to be heard again by the first. */
  'appeal.return': { input: WithWords, may: ['panelist', 'lead'] },
  /** The clock: what nobody answered in time is admitted; what nobody could hear lapses. */
  'appeal.escalate': { input: One, may: ['owner'] },
  /** The answer of a decision in another language, so that its rater can read it. */
  'decision.translate': {
    input: Type.Object({ decision: Id, language: Language, text: Words }, Closed),
    may: ['lead', 'panelist'],
  },
  /** The languages in which a rater wants to read answers; none named: any. */
  'rater.reads': {
    input: Type.Object({ languages: Type.Array(Language, { maxItems: 2, uniqueItems: true }) }, Closed),
    may: ['rater'],
  },
} as const

/** Reasons and answers are text, and so not among the facts. */
export type AppealFact =
  | { kind: 'appeal.filed'; appeal: AppealRecord }
  | {
      kind: 'appeal.moved'
      appeal: string
      state: AppealState
      due: number
      answeredBy: string | null
      fallback: boolean
      hearing: string | null
      answeredAt: number | null
    }
  | { kind: 'decision.translated'; decision: string; language: Language; at: number }
  | { kind: 'rater.reads'; member: string; languages: Language[] }

export type Appeals = Record<string, AppealRecord>
export function applyAppeal(
  appeals: Appeals,
  fact: Extract<AppealFact, { kind: 'appeal.filed' | 'appeal.moved' }>,
): Appeals {
  if (fact.kind === 'appeal.filed') return { ...appeals, [fact.appeal.id]: fact.appeal }
  const { kind: _kind, appeal: id, ...moved } = fact
  return appeals[id] ? { ...appeals, [id]: { ...appeals[id], ...moved } } : appeals
}

/** What an appeal costs a rater's quota: nothing once it was right, taken back, or not heard at all. */
export const costsQuota = ({ state }: Pick<AppealRecord, 'state'>): boolean =>
  ['filed', 'admitted', 'refused', 'upheld'].includes(state)
export const appealsLeft = (appeals: readonly Pick<AppealRecord, 'state'>[], quota: number): number =>
  Math.max(0, quota - appeals.filter(costsQuota).length)

/** A text that is mostly kana and Chinese characters is Japanese; any other is English, the interface's other language. */
export function writtenIn(text: string): Language {
  const letters = [...text].filter((one) => /\p{L}/u.test(one))
  const japanese = letters.filter((one) => /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(one))
  return japanese.length * 3 > letters.length ? 'ja' : 'en'
}

/**
 * When the window to appeal opens: when the rater can read the answer in a language they chose; null while they cannot.
 * Whoever chose none reads any, and so does a rater nobody has claimed: a lead reads for them.
 */
export function windowOpens(answer: {
  signedAt: number
  language: Language
  translations: readonly { language: Language; at: number }[]
  reads: readonly Language[]
}): number | null {
  const { signedAt, language, translations, reads } = answer
  if (reads.length === 0 || reads.includes(language)) return signedAt
  const readable = translations.filter((one) => reads.includes(one.language)).map(({ at }) => at)
  return readable.length === 0 ? null : Math.max(signedAt, Math.min(...readable))
}
export const windowCloses = (opens: number, days: number): number => opens + days * DAY
/** What a rater chose to read, and since when. */
export type ReadingChoice = { languages: readonly Language[]; since: number }
export type AppealWindow = { opens: number | null; closes: number | null }
/**
 * The window as each choice in turn has it: it opens once, when the answer can be read under what is chosen then, and
 * what closed before the next choice stays closed, so that nobody keeps a mark open by choosing anew.
 */
export function windowUnder(
  answer: Omit<Parameters<typeof windowOpens>[0], 'reads'>,
  choices: readonly ReadingChoice[],
  days: number,
): AppealWindow {
  let opened: number | null = null
  let closes: number | null = null
  let since = Number.NEGATIVE_INFINITY
  for (const [i, { languages }] of [{ languages: [] }, ...choices].entries()) {
    const until = choices[i]?.since ?? Number.POSITIVE_INFINITY
    const readable = windowOpens({ ...answer, reads: languages })
    // Whoever has chosen nothing yet reads any, and may still choose while the window is open.
    if (i <= 1) opened = null
    if (readable !== null && readable < until) opened ??= i === 0 ? readable : Math.max(readable, since)
    closes = readable === null || opened === null ? null : windowCloses(opened, days)
    if (closes !== null && closes <= until) break
    since = until
  }
  return { opens: closes === null ? null : opened, closes }
}

/**
 * Uninvolved is who did not file the appeal, is not behind any vote on the item, held no seat in what is appealed, did
 * not sign it and did not review the vote.
 */
export function isInvolved(
  member: string,
  about: {
    filedBy: string
    voters: readonly string[]
    seats: readonly string[]
    signedBy: readonly (string | null)[]
    reviewers: readonly string[]
  },
): boolean {
  const { filedBy, voters, seats, signedBy, reviewers } = about
  return [filedBy, ...voters, ...seats, ...signedBy, ...reviewers].includes(member)
}
