import type { Overturns, Share } from '#lib/measures/views.ts'
import { m } from '#lib/paraglide/messages.js'
import { locale } from '#lib/words.ts'

const percent = (share: number): string =>
  share.toLocaleString(locale(), { style: 'percent', maximumFractionDigits: 0 })

/** A share with its interval, or the bare counts where there are too few for one. */
export function sayShare({ alike, n, share, interval }: Share): string {
  if (share === null || interval === null) return n === 0 ? m.measures_nothing() : m.measures_of({ alike, n })
  return m.measures_share({ share: percent(share), low: percent(interval[0]), high: percent(interval[1]) })
}

/** Of decisions that were appealed, those that fell: what nobody appealed was not heard twice. */
export const sayOverturns = ({ decisions, appealed, overturned }: Overturns): string =>
  decisions === 0
    ? m.measures_nothing()
    : appealed === 0
      ? m.measures_unappealed({ decisions })
      : m.measures_overturned({ overturned, appealed })

const MINUTE = 60_000
/** How long, in the largest unit that says enough. */
export function sayLong(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE))
  if (minutes < 120) return m.measures_minutes({ minutes })
  const hours = Math.round(minutes / 60)
  return hours < 96 ? m.measures_hours({ hours }) : m.measures_days({ days: Math.round(hours / 24) })
}
