import type { Language } from './text.ts'
import { refusals as en } from './words/refusals.en.ts'
import { refusals as ja } from './words/refusals.ja.ts'

/** Every reason to refuse, with the HTTP status that carries it. A new reason is a new line here and in both languages. */
export const refusalStatus = {
  'sign-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  malformed: 400,
  unstorable: 400,
  'key-needed': 400,
  'key-reused': 422,
  'if-match-needed': 428,
  stale: 412,
  'wrong-password': 401,
  'too-many-tries': 429,
  'cross-site': 403,
  'link-used': 410,
  'link-expired': 410,
  'link-unknown': 404,
  'login-taken': 409,
  'password-short': 422,
  'password-common': 422,
  'name-needed': 422,
  'link-not-yours': 403,
  'key-taken': 409,
  'member-already': 409,
  'last-lead': 409,
  'rater-linked': 409,
  'not-on-panel': 403,
  'round-closed': 409,
  'dispute-withdrawn': 409,
  'too-many-castings': 429,
  'voted-on-item': 409,
  'seated-already': 409,
  'not-panelist': 409,
  'unknown-question': 422,
  'answer-missing': 422,
  'one-value': 422,
  'several-values': 422,
  'weights-sum': 422,
  'no-values': 422,
  'value-off-scale': 422,
  'clause-or-none': 422,
  'unknown-clause': 422,
  'in-dispute': 409,
  'decided-already': 409,
  'not-decided': 409,
  'decided-stays': 409,
  'not-revealed': 409,
  'reason-needed': 422,
  'not-chair': 403,
  'no-split': 409,
  'not-your-vote': 403,
  'stand-used': 409,
  'stand-late': 409,
  'no-stands-left': 409,
  'stand-tie': 409,
  'closed-already': 409,
  'nothing-to-draw': 409,
  'drawn-already': 409,
  'headings-differ': 422,
  'no-headings': 422,
  'too-many-clauses': 422,
  'binds-too-early': 422,
  'text-missing': 422,
  'options-needed': 422,
  'scale-needed': 422,
  'option-in-use': 409,
  'type-fixed': 409,
  'options-repeat': 422,
  'scale-empty': 422,
  'level-unfit': 422,
  'cautious-unknown': 422,
  'import-not-ready': 409,
  'import-rejects': 422,
  'import-running': 409,
  'import-withdrawn': 409,
  'import-decided': 409,
  'upload-gap': 409,
  'upload-too-large': 413,
  'upload-missing': 404,
  'round-not-over': 409,
  'scope-missing': 403,
  'declare-first': 409,
  'recuse-late': 409,
  'not-seated': 403,
  'round-held': 409,
  'not-held': 409,
  'thread-resolved': 409,
  'thread-open': 409,
  'mention-outside': 422,
  'anchor-unknown': 422,
  'opinion-closed': 409,
  'opinion-unfit': 422,
  'cause-target': 422,
  'not-consent': 409,
  'pull-late': 409,
  'text-moved': 412,
  'language-unfit': 409,
  'chair-unknown': 422,
  'guest-roles': 422,
  'no-round': 409,
  'not-unheard': 409,
  'talk-full': 409,
  broken: 500,
} as const
export type RefusalCode = keyof typeof refusalStatus
export type Params = Record<string, string | number>

const words: Record<Language, Record<RefusalCode, string>> = { en, ja }
/** The sentence a person reads: what happened, what is safe, what to do. */
export const refusalWords = (code: RefusalCode, params: Params, language: Language): string =>
  fill(words[language][code], params)
export const fill = (sentence: string, params: Params): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole))

/** Thrown by commands when a rule says no. Anything else thrown is a bug. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly params: Params
  constructor(code: RefusalCode, params: Params = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}
/** Throws when a rule named a reason. */
export function refuse(code: RefusalCode | undefined, params: Params = {}): void {
  if (code) throw new Refusal(code, params)
}
