import type { ClauseAgreement } from '#lib/clause-record/views.ts'
import { m } from '#lib/paraglide/messages.js'
import { locale } from '#lib/words.ts'

/** What Krippendorff asks of a coefficient to rely on it, and to conclude from it at all (2004, p. 241). */
const RELIABLE = 0.8
const TENTATIVE = 2 / 3

/** Two places and a sign that is one: −0.05. */
export const sayAlpha = (value: number): string =>
  value.toLocaleString(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).replace('-', '−')

/** What a coefficient says to somebody who never met one; where the interval spans too much, that it says little yet. */
export function agreementLine({ alpha, low, high, why, n }: ClauseAgreement): string {
  if (alpha === null) return why === 'no-variation' ? m.alpha_no_variation({ n }) : m.alpha_few({ n })
  if (low !== null && high !== null && low < TENTATIVE && high >= RELIABLE) return m.alpha_unsure()
  if (alpha >= RELIABLE) return m.alpha_reliable()
  if (alpha >= TENTATIVE) return m.alpha_tentative()
  return high !== null && high <= 0 ? m.alpha_chance() : m.alpha_low()
}
