/** Times before the web or far ahead are other numbers in a time's column. */
const EARLIEST = Date.UTC(1990, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)

const iso =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|JST|[+-]\d{2}:?\d{2})?$/i
const japanese = /^(\d{4})年(\d{1,2})月(\d{1,2})日(?:\s*(\d{1,2})[:時](\d{1,2})(?:[:分](\d{1,2})?秒?)?)?()()$/
/** MTurk: Wed Apr 28 12:34:56 PDT 2021. */
const mturk = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (PST|PDT|UTC|GMT) (\d{4})$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const hoursOfZone: Record<string, number> = { Z: 0, UTC: 0, GMT: 0, JST: 9, PST: -8, PDT: -7 }

/**
 * Milliseconds since 1970 (UTC) of a time as files write it, or undefined. Without a zone it is taken as UTC. Dates
 * whose day and month could be exchanged (1/5/2024) are not guessed.
 */
export function readMoment(cell: unknown): number | undefined {
  if (typeof cell === 'number') return ofEpoch(cell)
  if (typeof cell !== 'string') return
  const plain = iso.exec(cell)
  if (plain) return ofParts(plain.slice(1, 7), plain[7], plain[8])
  const text = cell.normalize('NFKC').trim()
  if (/^\d{9,13}(\.\d+)?$/.test(text)) return ofEpoch(Number(text))
  const found = iso.exec(text) ?? japanese.exec(text)
  if (found) return ofParts(found.slice(1, 7), found[7], found[8])
  const batch = mturk.exec(text)
  if (!batch) return
  const [, month, day, hour, minute, second, zone, year] = batch
  return ofParts([year, String(months.indexOf(month!) + 1), day, hour, minute, second], undefined, zone)
}

function ofEpoch(number: number): number | undefined {
  return within(number < 1e11 ? number * 1000 : number)
}

function ofParts(
  parts: (string | undefined)[],
  fraction: string | undefined,
  zone: string | undefined,
): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  )
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return
  // A 31st of February would become a day in March.
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return
  const milliseconds = fraction ? Number(fraction.padEnd(3, '0').slice(0, 3)) : 0
  return within(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offsetOf(zone))
}

function offsetOf(zone: string | undefined): number {
  if (!zone) return 0
  const hours = hoursOfZone[zone.toUpperCase()]
  if (hours !== undefined) return hours * 3_600_000
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

function within(at: number): number | undefined {
  const whole = Math.floor(at)
  return whole >= EARLIEST && whole < LATEST ? whole : undefined
}
