import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A moment (ms, UTC) in the viewer's zone with its name: `Sat 21 Nov 2026, 14:05 JST`, `2026年11月21日(土) 14:05 JST`. */
export function sayMoment(at: number, locale = getLocale(), timeZone?: string): string {
  const zone = timeZone && { timeZone }
  const parts = new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', {
    year: 'numeric',
    month: locale === 'ja' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  }).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  const clock = `${of('hour')}:${of('minute')} ${zoneName(at, timeZone)}`
  return locale === 'ja'
    ? `${of('year')}年${of('month').replace('月', '')}月${of('day')}日(${of('weekday')}) ${clock}`
    : `${of('weekday')} ${of('day')} ${of('month')} ${of('year')}, ${clock}`
}

/** The day alone: `21 Nov 2026`, `2026年11月21日`. */
export function sayDay(at: number, locale = getLocale(), timeZone?: string): string {
  const zone = timeZone && { timeZone }
  return new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', {
    year: 'numeric',
    month: locale === 'ja' ? 'long' : 'short',
    day: 'numeric',
    ...zone,
  }).format(at)
}

/** How long until then, in the largest whole unit; below two days in hours. */
export function sayLeft(deadline: number, now: number): string {
  const left = deadline - now
  if (left <= 0) return m.time_over()
  if (left >= 2 * DAY) return m.time_left_days({ count: Math.floor(left / DAY) })
  if (left >= HOUR) return m.time_left_hours({ count: Math.floor(left / HOUR) })
  return m.time_left_minutes({ count: Math.ceil(left / MINUTE) })
}

// Each language's data knows other abbreviations: JST is in ja and in en-US not, CET in en-GB. The first that is not an offset wins.
const named: Record<string, string> = {
  'Asia/Tokyo': 'JST',
  Japan: 'JST',
  'Asia/Seoul': 'KST',
  'Asia/Kolkata': 'IST',
}
function zoneName(at: number, timeZone?: string): string {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  if (named[zone]) return named[zone]
  const names = ['en-GB', 'en-US', 'en-AU'].map((locale) => {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at)
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC'
  })
  return names.find((name) => !/^(GMT|UTC)[+-]/.test(name)) ?? names[0] ?? 'UTC'
}
