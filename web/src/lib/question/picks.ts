import type { Question, Value } from '#shared/question.ts'

/** Above this many steps a scale is typed, not picked. */
const STEPS = 11

/** The single values that can be picked from a list, in order; none where the answer is typed. */
export function picksOf({ type, options, scale }: Question): Value[] {
  if (type === 'number') return []
  if (options.length > 0) return options.map(({ value }) => value)
  if (!scale || !Number.isInteger(scale.min) || !Number.isInteger(scale.max)) return []
  const steps = scale.max - scale.min + 1
  return steps > STEPS ? [] : Array.from({ length: steps }, (_none, i) => scale.min + i)
}

/** The answer after a pick: the picked value, or for a set the set with it put in or taken out. */
export function picked({ type }: Question, before: Value | null, pick: Value): Value {
  if (type !== 'multi') return pick
  const set = Array.isArray(before) ? before : []
  const one = String(pick)
  return (set.includes(one) ? set.filter((other) => other !== one) : [...set, one]).sort()
}
