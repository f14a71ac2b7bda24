import { m } from '#lib/paraglide/messages.js'
import { sayDay } from '#lib/time.ts'
import { counted, inMyLanguage, locale } from '#lib/words.ts'
import {
  type Bar,
  type Consequence,
  dayOf,
  PAIRS_FROM,
  type SanctionState,
  type SanctionVerdict,
} from '#shared/bar.ts'
import type { Question } from '#shared/question.ts'
import type { Rate } from '#shared/standing.ts'

const whole = (share: number): number => Math.round(share * 100)

const followWords: Record<Consequence, [inSentence: () => string, alone: () => string]> = {
  notice: [m.bar_follows_notice, m.sanction_notice],
  pause: [m.bar_follows_pause, m.sanction_pause],
  removal: [m.bar_follows_removal, m.sanction_removal],
}
export const followsInSentence = (follows: Consequence): string => followWords[follows][0]()
export const followsWord = (follows: Consequence): string => followWords[follows][1]()

const basisWords: Record<Bar['basis'], () => string> = { decision: m.bar_by_decision, gold: m.bar_by_gold }

export const basisInSentence = (basis: Bar['basis']): string => basisWords[basis]()

export function wordingOf(key: string, questions: readonly Question[]): string {
  const question = questions.find((one) => one.key === key)
  return question ? inMyLanguage(question.wording) || key : key
}

/** A review date, which is a day of UTC. */
export const dateWords = (date: string): string => sayDay(dayOf(date) ?? 0, locale(), 'UTC')

/** The bar itself as a sentence. */
export function barWords(
  { bar, basis, minimum, question }: Pick<Bar, 'bar' | 'basis' | 'minimum' | 'question'>,
  questions: readonly Question[],
): string {
  const said = { bar: whole(bar), basis: basisWords[basis](), minimum: counted(minimum) }
  return question === null
    ? m.bar_is(said)
    : m.bar_is_of({ ...said, question: wordingOf(question, questions) })
}

/** How far panelists agree, or how many pairs are missing until it can be said. */
export function agreementWords(agreement: Rate | null): string {
  if (agreement === null || agreement.n < PAIRS_FROM)
    return m.bar_panel_few({ n: agreement?.n ?? 0, from: PAIRS_FROM })
  const { share, low, high, n } = agreement
  return m.bar_panel_is({ share: whole(share), low: whole(low), high: whole(high), n: counted(n) })
}

const stateWords: Record<SanctionState, () => string> = {
  proposed: m.sanction_state_proposed,
  imposed: m.sanction_state_imposed,
  dropped: m.sanction_state_dropped,
  withdrawn: m.sanction_state_withdrawn,
  lifted: m.sanction_state_lifted,
}
export const sanctionStateWord = (state: SanctionState): string => stateWords[state]()

const signWords: Record<SanctionVerdict, () => string> = {
  impose: m.sanction_sign_impose,
  drop: m.sanction_sign_drop,
  lift: m.sanction_sign_lift,
}
export const signWord = (verdict: SanctionVerdict): string => signWords[verdict]()

/** What is proposed, and against whom as far as the reader is told. */
export const sanctionTitle = ({ follows, external }: { follows: Consequence; external: string }): string =>
  external === ''
    ? m.sanction_of_hidden({ follows: followsWord(follows) })
    : m.sanction_of({ follows: followsWord(follows), external })
