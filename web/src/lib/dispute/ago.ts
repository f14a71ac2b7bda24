import { getLocale } from '#lib/paraglide/runtime.js'

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

/** "3 minutes ago", in the largest whole unit. */
export function sayAgo(at: number, now: number): string {
  const seconds = Math.max(1, Math.floor((now - at) / 1000))
  const [unit, size] = units.find(([, length]) => seconds >= length)!
  return new Intl.RelativeTimeFormat(getLocale()).format(-Math.floor(seconds / size), unit)
}
