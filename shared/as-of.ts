const DAY = 86_400_000

/**
 * The moment an "as of" names, in milliseconds: a day means its end, a moment without a zone is UTC. Undefined where it
 * names no day there is.
 */
export function asOf(text: string): number | undefined {
  const [, day, time] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? []
  if (day === undefined) return
  const start = Date.parse(`${day}T00:00:00Z`)
  // Some days are read as days of the month after.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day) return
  if (time === undefined) return start + DAY - 1
  const moment = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(time) ? text : `${text}Z`)
  return Number.isNaN(moment) ? undefined : moment
}
