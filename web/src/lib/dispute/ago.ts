import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'

const MINUTE = 60_000
const units: [Intl.RelativeTimeFormatUnit, number][] = [['day', 1440], ['hour', 60], ['minute', 1]]

/** "3 minutes ago", in the largest whole unit. */
export function sayAgo(at: number, now: number): string {
  const minutes = Math.floor((now - at) / MINUTE)
  const [unit, size] = units.find(([, length]) => minutes >= length) ?? ['minute', 1]
  return minutes < 1 ? m.ballot_just_now() : new Intl.RelativeTimeFormat(getLocale()).format(-Math.floor(minutes / size), unit)
}
