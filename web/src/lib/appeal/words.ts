import { m } from '#lib/paraglide/messages.js'
import type { AppealBasis, AppealState } from '#shared/appeal.ts'
import type { AppealView } from '#shared/appeal-view.ts'
import type { Language } from '#shared/text.ts'

const basisWords: Record<AppealBasis, [of: () => string, about: () => string, begin: () => string]> = {
  decision: [m.appeal_basis_decision, m.appeal_of_decision, m.appeal_begin_decision],
  gold: [m.appeal_basis_gold, m.appeal_of_gold, m.appeal_begin_gold],
  review: [m.appeal_basis_review, m.appeal_of_review, m.appeal_begin_review],
}
/** "Appeal against a decision". */
export const appealWord = (basis: AppealBasis): string => basisWords[basis][0]()
/** "The decision": what is challenged. */
export const challengedWord = (basis: AppealBasis): string => basisWords[basis][1]()
/** What the button says that begins one. */
export const beginWord = (basis: AppealBasis): string => basisWords[basis][2]()

const stateWords: Record<Exclude<AppealState, 'upheld' | 'overturned'>, () => string> = {
  filed: m.appeal_state_filed,
  admitted: m.appeal_state_admitted,
  refused: m.appeal_state_refused,
  'sent-back': m.appeal_state_sent_back,
  lapsed: m.appeal_state_lapsed,
  withdrawn: m.appeal_state_withdrawn,
}
const upheld: Record<AppealBasis, () => string> = {
  decision: m.appeal_state_upheld_decision,
  gold: m.appeal_state_upheld_gold,
  review: m.appeal_state_upheld_review,
}
const overturned: Record<AppealBasis, () => string> = {
  decision: m.appeal_state_overturned_decision,
  gold: m.appeal_state_overturned_gold,
  review: m.appeal_state_overturned_review,
}
/** Where an appeal stands; what came of it is said the same way whichever way it went. */
export function appealStateWord(state: AppealState, basis: AppealBasis): string {
  if (state === 'upheld') return upheld[basis]()
  return state === 'overturned' ? overturned[basis]() : stateWords[state]()
}
export const isAnswered = ({ state }: Pick<AppealView, 'state'>): boolean =>
  state !== 'filed' && state !== 'admitted'

export const languageWord = (language: Language): string =>
  language === 'ja' ? m.appeal_language_ja() : m.appeal_language_en()
