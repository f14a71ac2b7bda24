import { m } from '#lib/paraglide/messages.js'
import { locale } from '#lib/words.ts'

/** A size as people read it, `30.2 MB`; a megabyte has 1024 × 1024 bytes, as in the server's own limits. */
export function sayBytes(bytes: number): string {
  const [unit, by] =
    bytes < 1024
      ? (['byte', 1] as const)
      : bytes < 1024 ** 2
        ? (['kilobyte', 1024] as const)
        : (['megabyte', 1024 ** 2] as const)
  return (bytes / by).toLocaleString(locale(), {
    style: 'unit',
    unit,
    // The short form of a byte has no plural.
    unitDisplay: by > 1 ? 'short' : 'long',
    maximumFractionDigits: by > 1 ? 1 : 0,
  })
}

/** A length of time, in the largest unit that says enough. */
export function saySeconds(seconds: number): string {
  if (seconds < 60) return m.import_seconds({ count: Math.max(1, Math.ceil(seconds)) })
  return m.import_minutes({ count: Math.ceil(seconds / 60) })
}
